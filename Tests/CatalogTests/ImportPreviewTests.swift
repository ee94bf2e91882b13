import Basis
import Catalog
import TestSupport
import Testing

struct ImportPreviewTests {
    @Test func `columns are guessed from what people call them`() async throws {
        let warehouse = try await Warehouse()

        let preview = try await warehouse.preview(
            .customers,
            "Código;Razón social;Correo electrónico;Teléfono;País;Notas\n7;Bar;a@b.example;968550112;España;x\n"
        )

        #expect(
            preview.columns == ["Código", "Razón social", "Correo electrónico", "Teléfono", "País", "Notas"]
        )
        #expect(
            preview.mapping == [
                "Código": "id", "Razón social": "name", "Correo electrónico": "email", "Teléfono": "phone",
                "País": "country",
            ]
        )
        #expect(preview.rows.first?.values["phone"] == "+34968550112")
        #expect(preview.rows.first?.values["country"] == "ES")
        #expect(preview.notes.map(\.shortKey) == ["unknown_columns"])
        #expect(try await warehouse.database.read { try CustomerStore.count(in: $0) } == 0)
    }

    @Test func `what a person says of the columns is imported`() async throws {
        let warehouse = try await Warehouse()
        let text = "Ref,Quién,Nombre\n7,Bar,ignorado\n"
        let mapping = ["Ref": "id", "Quién": "name"]
        let path = try warehouse.file("customers.csv", text)

        let preview = try await warehouse.preview(.customers, text, mapping: mapping)
        let report = try await warehouse.run(CatalogFiles(customers: path, mappings: [.customers: mapping]))

        #expect(preview.mapping == mapping)
        #expect(preview.rows.first?.values["name"] == "Bar")
        #expect(report.counts == [1, 1, 0, 0, 0])
        #expect(try await warehouse.customer("7")?.name == "Bar")
    }

    @Test func `the first rows and the first problems, with how many there are`() async throws {
        let rows = (1...1_500).map { $0 % 2 == 0 ? "k\($0),\n" : "k\($0),Cliente\n" }.joined()

        let preview = try await Warehouse().preview(.customers, "id,name\n" + rows)

        #expect(preview.rowCount == 1_500)
        #expect(preview.rows.count == ImportPreview.rowsMax)
        #expect(preview.rows.map(\.line) == Array(2...21))
        #expect(preview.rows.map(\.reasons.isEmpty) == (0..<20).map { $0 % 2 == 0 })
        #expect(preview.problemCount == 750)
        #expect(preview.problems.count == ImportPreview.problemsMax)
        #expect(preview.problems.map(\.line) == (0..<200).map { $0 * 2 + 3 })
    }

    @Test func `what keeps a file from being imported is shown with its columns`() async throws {
        let preview = try await Warehouse().preview(.subscriptions, "x,y\n1,2\n")

        #expect(preview.columns == ["x", "y"])
        #expect(preview.mapping.isEmpty)
        #expect(preview.rows.isEmpty)
        #expect(preview.obstacles.map(\.message.shortKey) == ["column_missing", "column_missing"])
    }

    @Test func `rows that name something unknown are problems`() async throws {
        let warehouse = try await Warehouse()
        try await warehouse.stock()

        let preview = try await warehouse.preview(.subscriptions, "cliente;servicio\nk1;web\nk9;web\n")

        #expect(preview.rows.map { $0.reasons.map(\.shortKey) } == [[], ["unknown_customer"]])
    }
}
