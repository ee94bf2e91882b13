import Hummingbird

/// The staff console: every page and form, behind guards that see every request first.
package enum ConsoleRouter {
    package static func make(_ house: ConsoleHouse) -> Router<ConsoleContext> {
        let router = Router(context: ConsoleContext.self)
        let assets = StaticFiles(root: house.root)
        // Outermost first: what is thrown further in becomes a page with safe headers in the reader's language.
        router.add(middleware: SafetyHeaders(entry: house.entry))
        router.add(middleware: BodyClock())
        router.add(middleware: APIGate(house: house))
        router.add(middleware: PagesOnly(LanguageChoice()))
        router.add(middleware: PagesOnly(ErrorPages(house: house, assets: assets)))
        router.add(middleware: HostGuard(allowed: house.allowedHosts))
        router.add(middleware: OriginGuard())
        router.add(middleware: BearerGuard(house: house))
        router.add(middleware: PagesOnly(SignInGuard(house: house)))
        router.add(middleware: PagesOnly(WaitingCount(house: house)))
        let forms = FormGuard(signer: house.signer, clock: house.clock, random: house.random)
        router.add(middleware: PagesOnly(forms))
        router.add(middleware: PagesOnly(LoginInPlace(house: house, assets: assets)))
        for entry in routes(house, assets).entries {
            router.on(RouterPath(entry.path), method: entry.method, use: entry.answer)
        }
        return router
    }

    /// Every route with who may use it.
    package static func routes(_ house: ConsoleHouse) -> RouteTable {
        routes(house, StaticFiles(root: house.root))
    }

    private static func routes(_ house: ConsoleHouse, _ assets: StaticFiles) -> RouteTable {
        assets.endpoints
            + HealthController(house: house).endpoints
            + LoginController(house: house, assets: assets).endpoints
            + AccountLinkController(house: house, assets: assets).endpoints
            + AccountController(house: house, assets: assets).endpoints
            + SummonsController(house: house, assets: assets).endpoints
            + HomeController(house: house, assets: assets).endpoints
            + SearchController(house: house, assets: assets).endpoints
            + incidentRoutes(house, assets)
            + GuestController(house: house, assets: assets).endpoints
            + ApprovalsController(house: house, assets: assets).endpoints
            + CustomersController(house: house, assets: assets).endpoints
            + GoBagController(house: house, assets: assets).endpoints
            + StaffController(house: house, assets: assets).endpoints
            + ImportController(house: house, assets: assets).endpoints
            + APIGuideController(house: house, assets: assets).endpoints
            + APIRoutes(house: house).endpoints
    }

    private static func incidentRoutes(_ house: ConsoleHouse, _ assets: StaticFiles) -> RouteTable {
        IncidentsController(house: house, assets: assets).endpoints
            + NewIncidentController(house: house, assets: assets).endpoints
            + RoomController(house: house, assets: assets).endpoints
            + TellingController(house: house, assets: assets).endpoints
            + RoomFormsController(house: house, assets: assets).endpoints
            + PublishController(house: house, assets: assets).endpoints
            + BackController(house: house, assets: assets).endpoints
            + ScoreController(house: house, assets: assets).endpoints
            + LiveController(house: house).endpoints
            + CallsController(house: house, assets: assets).endpoints
    }
}
