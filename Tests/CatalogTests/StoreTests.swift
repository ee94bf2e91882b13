import Basis
import Catalog
import Database
import TestSupport
import Testing

struct StoreTests {
    @Test(arguments: DatabaseUnderTest.available)
    func `customers of a component come by id, each once, while active`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let warehouse = try await Warehouse(engine)
        try await warehouse.stock(customers: (1...9).map { "k\($0)" })
        let path = try warehouse.file(
            "s.csv",
            "customer,component,status,start,end\nk1,web,,2020-01-01,\nk1,web,,2021-01-01,\nk2,web,suspended,,\n"
                + "k3,web,,,2020-12-31\nk4,web,,2030-01-01,\nk5,mail,,,\nk6,web,,,\nk7,web,active,,2040-01-01\n"
        )
        _ = try await warehouse.run(CatalogFiles(subscriptions: path))
        let now = Instant(seconds: 1_700_000_000)

        let answers = try await warehouse.database.read { session in
            let web = try #require(try ComponentStore.with(externalID: "web", in: session)).id
            let mail = try #require(try ComponentStore.with(externalID: "mail", in: session)).id
            let ids = try CustomerStore.ids(externalIDs: (1...9).map { "k\($0)" }, in: session)
            let names = Dictionary(uniqueKeysWithValues: ids.map { ($0.value, $0.key) })
            var pages: [[String]] = []
            var last: Int64 = 0
            while true {
                let page = try SubscriptionStore.customers(
                    ofComponent: web,
                    after: last,
                    limit: 2,
                    at: now,
                    in: session
                )
                guard let end = page.last else { break }
                pages.append(page.compactMap { names[$0] })
                last = end
            }
            let held = try SubscriptionStore.activeComponents(
                customerIDs: ids.values.sorted(),
                among: [mail],
                at: now,
                in: session
            )
            return (pages, held.keys.compactMap { names[$0] }, held.values.joined().map { $0 == mail })
        }

        #expect(answers.0 == [["k1", "k6"], ["k7"]])
        #expect(answers.1 == ["k5"])
        #expect(answers.2 == [true])
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `customers are found by part of their name or by their id`(_ engine: DatabaseUnderTest) async throws
    {
        let warehouse = try await Warehouse(engine)
        _ = try await warehouse.customers(
            "id,name\nk1,Bar El Sol\nk2,Óptica Sol\nsol,Talleres\nk4,100% Pan\n"
        )

        let found = try await warehouse.database.read { session in
            try ["sol", "SOL", "0% p", "%", "k_", "nadie"].map { text in
                try CustomerStore.search(text, limit: 10, in: session).map(\.externalID)
            }
        }

        #expect(found == [["sol", "k1", "k2"], ["k1", "sol", "k2"], ["k4"], ["k4"], [], []])
    }

    @Test func `more keys than a statement takes`() async throws {
        let warehouse = try await Warehouse()
        let ids = (1...2_345).map { "k\($0)" }
        try await warehouse.stock(customers: ids)

        let known = try await warehouse.database.read { session in
            (
                try CustomerStore.ids(externalIDs: ids + ["nadie"], in: session),
                try CustomerStore.with(ids: Array(1...2_345), in: session)
            )
        }

        #expect(known.0.count == 2_345)
        #expect(known.1.map(\.id) == Array(1...2_345))
        #expect(try await warehouse.database.read { try CustomerStore.ids(externalIDs: [], in: $0) }.isEmpty)
    }

    @Test(arguments: ImpactLevel.allCases)
    func `impact levels compare by severity`(_ level: ImpactLevel) {
        #expect(ImpactLevel(severity: level.severity) == level)
        #expect(ImpactLevel.allCases.filter { $0 < level }.count == Int(level.severity))
    }
}
