import Basis
import Testing

struct JSONReaderTests {
    private func read(_ text: String) throws(JSONFault) -> JSONValue { try JSONReader.read(Array(text.utf8)) }

    @Test(arguments: [
        #"{"a":[1,-2,0],"b":{"c":null},"d":true,"e":"ñ \u00f1 \ud83d\ude00 \n \/"}"#, "[]", "{}", #""""#,
        "  null\n",
        "-0", "1.5e-3", "12345678901234567890", "[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]",
    ])
    func `what is JSON is read, and written again means the same`(_ text: String) throws {
        let value = try read(text)
        #expect(try JSONReader.read(value.bytes) == value)
    }

    @Test func `values come in the order and of the kind in which they stand`() throws {
        let value = try read(#"{"z":1,"a":"\u0041","n":1.0,"big":9223372036854775808}"#)
        #expect(
            value
                == .object([
                    .init(key: "z", value: .integer(1)), .init(key: "a", value: .string("A")),
                    .init(key: "n", value: .number("1.0")),
                    .init(key: "big", value: .number("9223372036854775808")),
                ])
        )
        #expect(value["a"] == .string("A"))
        #expect(value["b"] == nil)
    }

    @Test(arguments: [
        "", " ", "{", "}", "[1,]", "[,1]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{'a':1}", "01",
        "+1", ".5", "1.", "1e",
        "--1", "NaN", "Infinity", "tru", "nul", "\"", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\ud800\"",
        "\"\\udc00\"",
        "\"\\ud800\\u0041\"", "\"a\nb\"", "1 2", "[1 2]", "// x\n1", "\u{FEFF}1", "-", "\"\\",
        String(repeating: "9", count: 50),
    ])
    func `what is none is refused`(_ text: String) {
        #expect(throws: JSONFault.self) { try read(text) }
    }

    @Test func `what two readers could take differently is refused`() {
        #expect(throws: JSONFault.repeatedKey("a")) { try read(#"{"a":1,"a":2}"#) }
        #expect(throws: JSONFault.repeatedKey("a")) { try read(#"{"a":1,"\u0061":2}"#) }
        #expect(throws: JSONFault.notUTF8) { try JSONReader.read([0x22, 0xFF, 0x22]) }
    }

    @Test func `depth is bounded`() {
        let deep = String(repeating: "[", count: 500_000)
        #expect(throws: JSONFault.tooDeep(offset: JSONReader.depthMax)) { try read(deep) }
        let objects = String(repeating: #"{"a":"#, count: 500_000)
        #expect(throws: JSONFault.self) { try read(objects) }
    }

    @Test func `no bytes trap it`() {
        let random = SeededRandom(seed: 7)
        let good = Array(#"{"title":{"es":"Sin \u00f1 servicio"},"n":[1,-2.5e3,null,true,false]}"#.utf8)
        var refused = 0
        for round in 0..<20_000 {
            var bytes = good
            for place in random.bytes(round % 5 + 1) {
                bytes[Int(place) % bytes.count] = random.bytes(1)[0]
            }
            if round % 3 == 0 { bytes.removeLast(Int(random.bytes(1)[0]) % bytes.count) }
            // Whether it is read does not matter here.
            if (try? JSONReader.read(bytes)) == nil { refused += 1 }
        }
        #expect(refused > 10_000)
    }
}
