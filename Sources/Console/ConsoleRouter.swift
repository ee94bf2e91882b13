import Hummingbird

/// The staff console: every page and form, behind guards that see every request first.
package enum ConsoleRouter {
    package static func make(_ house: ConsoleHouse) -> Router<ConsoleContext> {
        let router = Router(context: ConsoleContext.self)
        let assets = StaticFiles(root: house.root)
        // Outermost first: what is thrown further in becomes a page with safe headers in the reader's language.
        router.add(middleware: SafetyHeaders())
        router.add(middleware: LanguageChoice())
        router.add(middleware: ErrorPages(house: house, assets: assets))
        router.add(middleware: HostGuard(allowed: house.allowedHosts))
        router.add(middleware: OriginGuard())
        router.add(middleware: APIGate())
        router.add(middleware: FormGuard(signer: house.signer, clock: house.clock, random: house.random))

        router.addRoutes(assets.endpoints)
        router.addRoutes(HealthController(house: house).endpoints)
        router.addRoutes(HomeController(house: house, assets: assets).endpoints)
        router.addRoutes(IncidentsController(house: house, assets: assets).endpoints)
        router.addRoutes(NewIncidentController(house: house, assets: assets).endpoints)
        router.addRoutes(RoomController(house: house, assets: assets).endpoints)
        router.addRoutes(RoomFormsController(house: house, assets: assets).endpoints)
        router.addRoutes(PublishController(house: house, assets: assets).endpoints)
        router.addRoutes(BackController(house: house, assets: assets).endpoints)
        router.addRoutes(ScoreController(house: house, assets: assets).endpoints)
        router.addRoutes(LiveController(house: house).endpoints)
        router.addRoutes(CallsController(house: house, assets: assets).endpoints)
        router.addRoutes(GuestController(house: house, assets: assets).endpoints)
        router.addRoutes(CustomersController(house: house, assets: assets).endpoints)
        router.addRoutes(GoBagController(house: house, assets: assets).endpoints)
        router.addRoutes(StaffController(house: house, assets: assets).endpoints)
        router.addRoutes(ImportController(house: house, assets: assets).endpoints)
        return router
    }
}
