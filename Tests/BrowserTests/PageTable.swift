import Access
import Assembly
import Basis
import Console
import Foundation
import Hummingbird
import Logging
import Response

/// One page as a test opens it.
struct PageSample: Sendable {
    /// The address that the router knows: `/incidents/{incident}`; nil for the public site.
    var route: String?
    /// Where it is on this stage, with host.
    var address: String
    /// For a file with its picture.
    var name: String
}

/// Every page of the console and of the public site, on a stage where it has something to show.
enum PageTable {
    /// What the router answers that is no page: files, streams, and what watches us.
    static let noPages: Set<String> = [
        "/static/{name}", "/healthz", "/incidents/{incident}/live", "/summons",
        "/incidents/{incident}/customers.csv",
        "/import/{upload}/rejected/{kind}", "/api/openapi.yaml",
    ]

    /// The pages by route; `*` is an upload that the test makes.
    private static let console: [(name: String, route: String, path: String)] = [
        ("home", "/", "/"),
        ("search", "/search", "/search?q=ovh"),
        ("incidents", "/incidents", "/incidents"),
        ("questions", "/incidents/new", "/incidents/new"),
        ("room", "/incidents/{incident}", "/incidents/INC-1"),
        ("hurt", "/incidents/{incident}/customers", "/incidents/INC-1/customers"),
        ("publish", "/incidents/{incident}/publish", "/incidents/INC-1/publish?status=resolved"),
        ("sighting", "/incidents/{incident}/sightings/new", "/incidents/INC-1/sightings/new"),
        ("contact", "/incidents/{incident}/contacts/new", "/incidents/INC-1/contacts/new"),
        ("facts", "/incidents/{incident}/facts", "/incidents/INC-1/facts"),
        ("impact", "/incidents/{incident}/impact", "/incidents/INC-1/impact"),
        ("promise", "/incidents/{incident}/promises/new", "/incidents/INC-1/promises/new"),
        ("back", "/incidents/{incident}/back", "/incidents/INC-1/back"),
        ("close", "/incidents/{incident}/close", "/incidents/INC-1/close"),
        ("reopen", "/incidents/{incident}/reopen", "/incidents/INC-1/reopen"),
        ("scorecard", "/incidents/{incident}/scorecard", "/incidents/INC-1/scorecard"),
        ("calls", "/incidents/{incident}/calls", "/incidents/INC-1/calls"),
        ("sheet", "/incidents/{incident}/calls/{staff}", "/incidents/INC-1/calls/lucia"),
        ("customers", "/customers", "/customers?q=an"),
        ("customer", "/customers/{customer}", "/customers/notaria-villalba-reche"),
        ("staff", "/staff", "/staff"),
        ("approvals", "/approvals", "/approvals"),
        ("import", "/import", "/import"),
        ("api", "/api", "/api"),
        ("gobag", "/gobag", "/gobag?incident=INC-1"),
        ("missing", "/*", "/nowhere"),
    ]

    /// Those with an address of their own, and the public site's.
    static func addressed(_ stage: Stage, _ language: Language) async throws -> [PageSample] {
        let guest = try await stage.house.response.perform(
            InviteGuest(incident: "INC-1", guest: "Marta", calls: 3),
            by: .operator,
            at: stage.house.clock.now()
        )
        let console = (console + [("guest", "/guest/{token}", "/guest/\(guest.token)")]).map {
            PageSample(route: $0.route, address: stage.console + $0.path, name: $0.name)
        }
        let site = [
            ("state", ""), ("incident", "/incidents/INC-1"), ("history", "/history"), ("lost", "/404"),
        ]
        .map {
            PageSample(
                route: nil,
                address: "\(stage.site)/\(language.code)\($0.1)",
                name: "site-\($0.0)"
            )
        }
        return console + site
    }

    /// Those that have one only once something was sent, or somebody has an account: an upload, the way in.
    static let reached: Set<String> = [
        "/import/{upload}", "/login", "/setup/{token}", "/account", "/account/link/{token}",
    ]

    /// Those that no test opens yet: an order that waits for a second person is only read as text.
    static let unopened: Set<String> = ["/approvals/{approval}"]

    /// Addresses of the console that no test opens.
    static func forgotten(_ stage: Stage) throws -> [String] {
        let known = noPages.union(reached).union(unopened).union(console.map(\.route)).union([
            "/guest/{token}"
        ])
        return try routes(stage).filter { !known.contains($0) && !$0.hasPrefix("/\(Operation.prefix)/") }
            .sorted()
    }

    /// What the console answers to `GET`.
    static func routes(_ stage: Stage) throws -> [String] {
        let serving = Serving(house: stage.house, logger: Logger(label: "pages"))
        return ConsoleRouter.make(serving.consoleHouse()).routes.filter { $0.method == .get }
            .map { "\($0.path)" }
    }
}
