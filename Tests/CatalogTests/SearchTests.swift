import Basis
import Catalog
import Database
import TestSupport
import Testing

@Suite struct SearchTests {
    /// More customers than a house that is looked through whole.
    private static let crowd = (1...5_200).map { "c\($0),Vecina \($0),,\n" }.joined()

    private static let few = """
        id,name,email,phone
        opt,Óptica Lince,hola@lince.example,968 55 00 40
        pan,Panadería La Espiga,pan@espiga.example,968 55 11 22
        bar,Bar La Espuma,,

        """

    private static let asked: [(text: String, found: [String])] = [
        ("optica", ["opt"]), ("LINCE", ["opt"]), ("la esp", ["bar", "pan"]), ("espiga la", ["pan"]),
        ("hola@lince", ["opt"]), ("968550040", ["opt"]), ("+34 968 55 00 40", ["opt"]), ("55 00 40", ["opt"]),
        ("pan", ["pan"]), ("nadie", []), ("la nadie", []), ("c5200", ["c5200"]), ("''", []),
    ]

    @Test(arguments: DatabaseUnderTest.available)
    func `in a large house customers are found by the beginnings of words, addresses and numbers`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let warehouse = try await Warehouse(engine)
        _ = try await warehouse.customers(Self.few + Self.crowd, rules: ImportRules(country: "ES"))
        try await index(warehouse)

        for (text, expected) in Self.asked {
            #expect(try await found(text, warehouse) == expected, "\(text)")
        }
        #expect(try await found("vecina", warehouse, limit: 3).count == 3)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `who was just imported is found before their words are kept`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let warehouse = try await Warehouse(engine)
        _ = try await warehouse.customers(Self.few + Self.crowd)

        #expect(try await found("lince", warehouse) == ["opt"])
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `who is renamed or gets another address is found by the new one only`(
        _ engine: DatabaseUnderTest
    )
        async throws
    {
        let warehouse = try await Warehouse(engine)
        _ = try await warehouse.customers(Self.few + Self.crowd)
        try await index(warehouse)
        let contacts = try warehouse.file(
            "contacts.csv",
            "customer,name,role,channel,address\npan,Ana,owner,email,ana@nuevo.example\n"
        )
        _ = try await warehouse.customers("id,name\nopt,Gafas Tejo\n")
        _ = try await warehouse.run(CatalogFiles(contacts: contacts))
        try await index(warehouse)

        #expect(try await found("hola@lince.example", warehouse) == ["opt"])
        #expect(try await found("optica", warehouse) == [])
        #expect(try await found("tejo", warehouse) == ["opt"])
        #expect(try await found("ana@nuevo.example", warehouse) == ["pan"])
    }

    @Test func `nobody waits for words twice`() async throws {
        let warehouse = try await Warehouse()
        _ = try await warehouse.customers(Self.few)
        let now = Instant(seconds: 1)

        #expect(try await SearchIndexer.tick(warehouse.database, now) == nil)
        let waiting = try await warehouse.database.read {
            try $0.count("SELECT count(*) FROM customer WHERE is_indexed = 0")
        }
        #expect(waiting == 0)
    }

    private func index(_ warehouse: Warehouse) async throws {
        while try await SearchIndexer.tick(warehouse.database, Instant(seconds: 1)) != nil {}
    }

    private func found(_ text: String, _ warehouse: Warehouse, limit: Int = 10) async throws -> [String] {
        try await warehouse.database.read { session in
            try CustomerStore.search(text, limit: limit, in: session).map(\.externalID)
        }
    }
}
