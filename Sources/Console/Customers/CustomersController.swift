import Access
import Basis
import Catalog
import Foundation
import HTTPTypes
import Hummingbird

/// Customers: finding one, and everything about one.
struct CustomersController: Sendable {
    let house: ConsoleHouse
    let assets: StaticFiles

    var endpoints: RouteTable {
        RouteTable()
            .page("customers", .staff(.viewer), use: search)
            .page("customers/:customer", .staff(.viewer), use: customer)
    }

    @Sendable
    func search(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        let asked = visit.value("q")
        let found = try await visit.read { session in
            try CustomerStore.search(asked ?? "", limit: CustomersPage.rowsMax + 1, in: session)
        }
        return try visit.page("customers", CustomersPage(visit, found, asked: asked))
    }

    @Sendable
    func customer(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        let id = try context.parameters.require("customer").removingPercentEncoding ?? ""
        let now = visit.now
        guard let reading = try await visit.read({ try CustomerReading(id, at: now, in: $0) }) else {
            throw HTTPError(.notFound)
        }
        return try visit.page("customer", CustomerPage(visit, reading))
    }
}

/// Customers by name or id.
struct CustomersPage: Sendable {
    static let rowsMax = 50

    let frame: Frame
    let t: [String: String]
    let search: String
    let rows: [Row]
    let note: String?
    let isEmptyHouse: Bool

    struct Row: Sendable {
        let href: String
        let name: String
        let id: String
        let language: String
        let manager: String?
    }

    init(_ visit: Visit, _ found: [Customer], asked: String?) {
        let words = visit.words
        frame = visit.frame(title: words("customers.title"), section: .customers)
        t = words.t
        search = asked ?? ""
        rows = found.prefix(Self.rowsMax).map { customer in
            Row(
                href: Links.customer(customer.externalID),
                name: customer.name,
                id: customer.externalID,
                language: words.textIfAny("console.language.\(customer.language.code)")
                    ?? customer.language.code,
                manager: customer.accountManager
            )
        }
        note =
            found.count > Self.rowsMax
            ? words("customers.more", ["count": String(Self.rowsMax)])
            : found.isEmpty ? words("customers.none") : nil
        isEmptyHouse = found.isEmpty && asked == nil
    }
}
