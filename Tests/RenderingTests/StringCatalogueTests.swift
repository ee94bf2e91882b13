import Basis
import Rendering
import Testing

struct StringCatalogueTests {
    private let folder: ResourceFolder

    init() throws {
        folder = try ResourceFolder()
    }

    private func catalogue() throws -> StringCatalogue {
        try folder.strings(
            "Console",
            es: """
                {"console.calls.one": "una llamada", "console.calls.other": "{count} llamadas",
                 "console.room.title": "Sala de {incident}", "console.room.form.send": "Enviar",
                 "console.roomy": "amplio"}
                """,
            en: """
                {"console.calls.one": "{count} call", "console.calls.other": "{count} calls",
                 "console.room.title": "Room of {incident}", "console.room.form.send": "Send",
                 "console.roomy": "roomy"}
                """
        )
        return try StringCatalogue(root: folder.root, rooms: ["Console"])
    }

    @Test func `a message is said in both languages, and in English to speakers of others`() throws {
        let catalogue = try catalogue()
        let message = Message("console.room.title", ["incident": "INC-7"])
        let portuguese = try #require(Language("pt"))

        #expect(catalogue.text(message, .spanish) == "Sala de INC-7")
        #expect(catalogue.text(message, .english) == "Room of INC-7")
        #expect(catalogue.text(message, portuguese) == "Room of INC-7")
    }

    @Test(arguments: [("0", "0 llamadas"), ("1", "una llamada"), ("2", "2 llamadas"), ("11", "11 llamadas")])
    func `the value named count chooses the plural`(count: String, text: String) throws {
        #expect(try catalogue().text("console.calls", .spanish, ["count": count]) == text)
    }

    @Test func `an unknown key and a missing value are seen and stop nobody`() throws {
        let catalogue = try catalogue()

        #expect(catalogue.text("console.nothing", .english) == "⟦console.nothing⟧")
        #expect(catalogue.text("console.room.title", .english) == "Room of ⟦incident⟧")
    }

    @Test func `a value with braces is not taken for a pattern`() throws {
        let text = try catalogue().text("console.room.title", .english, ["incident": "{incident} {count}"])

        #expect(text == "Room of {incident} {count}")
    }

    @Test func `a slice holds the keys under a prefix, readable by a template`() throws {
        let slice = try catalogue().slice("console.room.", .spanish)

        #expect(slice == ["title": "Sala de {incident}", "form.send": "Enviar", "form_send": "Enviar"])
    }

    @Test func `a key is there when it has a text or a plural`() throws {
        let catalogue = try catalogue()

        #expect(catalogue.has("console.roomy") && catalogue.has("console.calls"))
        #expect(!catalogue.has("console.room"))
        #expect(catalogue.keys == catalogue.keys.sorted() && catalogue.keys.count == 5)
    }

    @Test(arguments: [
        (#"{"a.x": "uno"}"#, #"{"a.x": "one", "a.y": "two"}"#, "A/strings/es.json lacks a.y"),
        (#"{"a.x": "uno", "a.z": "2"}"#, #"{"a.x": "one"}"#, "A/strings/en.json lacks a.z"),
        (#"{"a.x": "uno {n}"}"#, #"{"a.x": "one {m}"}"#, "a.x has other slots"),
        (#"{"a.x.one": "uno"}"#, #"{"a.x.one": "one"}"#, "a.x.one without .other"),
        (#"{"a.x": "uno""#, #"{"a.x": "one"}"#, "es.json is not an object of strings"),
        (#"{"a.x": 1}"#, #"{"a.x": "one"}"#, "es.json is not an object of strings"),
    ])
    func `strings that do not fit are found at start`(es: String, en: String, complaint: String) throws {
        try folder.strings("A", es: es, en: en)

        let fault = try #require(throws: ResourceFault.self) {
            try StringCatalogue(root: folder.root, rooms: ["A"])
        }

        #expect(fault.description.contains(complaint))
    }

    @Test func `a room without strings and a key of two rooms are found at start`() throws {
        try folder.strings("A", es: #"{"a.x": "1"}"#, en: #"{"a.x": "1"}"#)
        try folder.strings("B", es: #"{"a.x": "2"}"#, en: #"{"a.x": "2"}"#)

        let twice = #expect(throws: ResourceFault.self) {
            try StringCatalogue(root: folder.root, rooms: ["A", "B"])
        }
        let missing = #expect(throws: ResourceFault.self) {
            try StringCatalogue(root: folder.root, rooms: ["A", "C"])
        }

        #expect(twice?.problems == ["B repeats keys of another room: a.x"])
        #expect(missing?.problems.count == 2)
    }
}
