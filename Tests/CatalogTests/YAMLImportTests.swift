import Basis
import Catalog
import TestSupport
import Testing

struct YAMLImportTests {
    private static let text = """
        # what we sell
        - id: web
          name: {es: Webs, en: Sites}
          provider: OVH
          mail_domains: [ovh.example, "*.ovh.example"]
        - id: mail
          name_es: Correo
          status_url: https://estado.example
        """

    @Test func `components as a list of maps`() async throws {
        let warehouse = try await Warehouse()
        let path = try warehouse.file("components.yml", Self.text)

        let first = try await warehouse.run(CatalogFiles(components: path))
        let second = try await warehouse.run(CatalogFiles(components: path))

        let components = try await warehouse.database.read { try ComponentStore.all(in: $0) }
        #expect(first.counts == [2, 2, 0, 0, 0])
        #expect(second.counts == [2, 0, 0, 2, 0])
        #expect(
            components.map(\.name) == [
                LocalizedText([.spanish: "Webs", .english: "Sites"]), LocalizedText([.spanish: "Correo"]),
            ]
        )
        #expect(components[0].mailDomains.map(\.typed) == ["*.ovh.example", "ovh.example"])
        #expect(components[1].statusURL == "https://estado.example")
    }

    @Test func `an entry that is wrong is rejected with its line`() async throws {
        let warehouse = try await Warehouse()
        let path = try warehouse.file("components.yml", Self.text + "\n- {id: disk, name_es: =1}\n")

        let report = try await warehouse.run(CatalogFiles(components: path))

        #expect(report.counts == [3, 2, 0, 0, 1])
        #expect(
            try warehouse.rejected(path + ".rejected.csv").map { Array($0.prefix(3)) } == [
                ["9", "formula", "disk"]
            ]
        )
    }

    @Test(arguments: [
        ("", "empty"), ("id: web", "yaml_list"), ("- web", "yaml_entry"), ("- {id: [a, [b]]}", "yaml_entry"),
        ("- id: 'web", "yaml_syntax"), ("- name_es: Web", "column_missing"), ("- id: a\u{0}", "yaml_bytes"),
        (String(repeating: "[", count: 100_000), "yaml_list"),
        (String(repeating: "- ", count: 100_000), "yaml_list"),
        ("- &a {id: x, name_es: y}\n- *a", "duplicate"),
    ])
    func `YAML that is no list of components`(_ text: String, _ key: String) async throws {
        let warehouse = try await Warehouse()
        let path = try warehouse.file("components.yaml", text)

        do {
            let report = try await warehouse.run(CatalogFiles(components: path))
            #expect(try warehouse.rejected(path + ".rejected.csv").map { $0[1] } == [key])
            #expect(report.rejected == 1)
        } catch let problems as Problems {
            #expect(problems.all.map(\.message.shortKey) == [key])
        }
    }
}
