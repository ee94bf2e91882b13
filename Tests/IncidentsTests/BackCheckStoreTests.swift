import Basis
import Database
import Incidents
import TestSupport
import Testing

struct BackCheckStoreTests {
    @Test(arguments: DatabaseUnderTest.available)
    func `nobody is back who did not say so`(engine: DatabaseUnderTest) async throws {
        let shop = try await Shop(engine)
        try await shop.customers(7)
        let incident = try await shop.open()
        try await shop.freeze((1...5).map { HurtCustomer(customerID: $0, severity: 4) }, incident)
        let id = incident.id

        try await shop.database.write { session in
            // 6 was not in the scope and says that it is broken all the same; 7 says that all is well.
            let said: [(Int64, BackCheck.State)] = [
                (1, .back), (2, .stillBroken), (3, .unknown), (4, .stillBroken), (4, .back),
                (6, .stillBroken), (7, .back),
            ]
            for (customer, state) in said {
                try BackCheckStore.set(
                    state,
                    customerID: customer,
                    incidentID: id,
                    source: .call,
                    at: .at(1),
                    in: session
                )
            }
        }

        try await shop.database.read { session in
            let counts = try BackCheckStore.counts(id, in: session)
            #expect(counts == BackCounts(back: 3, stillBroken: 2, unknown: 2))
            #expect(counts.open == 4)
            #expect(counts.total == 7)
            #expect(try BackCheckStore.open(id, in: session) == [2, 3, 5, 6])
            #expect(try BackCheckStore.open(id, limit: 2, in: session) == [2, 3])
            #expect(try BackCheckStore.open(id, after: 3, in: session) == [5, 6])
            #expect(try BackCheckStore.check(of: 4, incidentID: id, in: session)?.state == .back)
        }
    }

    @Test func `where nobody was told, nobody is asked about`() async throws {
        let shop = try await Shop(.sqlite)
        let id = try await shop.open().id

        let counts = try await shop.database.read { try BackCheckStore.counts(id, in: $0) }

        #expect(counts == BackCounts(back: 0, stillBroken: 0, unknown: 0))
    }
}
