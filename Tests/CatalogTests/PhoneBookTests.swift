import Basis
import Catalog
import Foundation
import Testing

struct PhoneBookTests {
    @Test(
        arguments: [
            ("968 55 01 12", "ES", "+34968550112"), ("968550112", "ES", "+34968550112"),
            ("+34 968-55-01-12", "ES", "+34968550112"), ("+34968550112", "FR", "+34968550112"),
            ("0034 968550112", "ES", "+34968550112"), ("34968550112", "ES", "+34968550112"),
            ("(968) 55.01.12", "ES", "+34968550112"), ("626550133", "ES", "+34626550133"),
            ("01 42 68 53 00", "FR", "+33142685300"), ("020 7946 0018", "GB", "+442079460018"),
            ("06 698 21234", "IT", "+390669821234"), ("+1 650 253 0000", nil, "+16502530000"),
            ("12345", "ES", nil), ("968550112", nil, nil), ("968 550 112 / 626 550 133", "ES", nil),
            ("+34 968 55 01", "ES", nil), ("", "ES", nil), ("pepe", "ES", nil), ("000000000", "ES", nil),
            ("+999 123 456 789", "ES", nil), ("968550112", "XX", nil),
        ] as [(String, String?, String?)]
    )
    func `numbers as people write them`(_ typed: String, _ country: String?, _ expected: String?) {
        #expect(PhoneBook.e164(typed, country: country) == expected)
    }

    @Test(arguments: ["ES", "PT", "DK", "NO", "PL", "CZ", "GR", "FR", "GB"])
    func `bare digits are read as those with blanks between them`(_ country: String) {
        let random = SeededRandom(seed: 3)
        var valid = 0
        for _ in 0..<20_000 {
            let digits = random.bytes(7 + Int(random.bytes(1)[0] % 4)).map { String($0 % 10) }.joined()
            let plain = PhoneBook.e164(digits, country: country)
            #expect(plain == PhoneBook.e164(digits.prefix(3) + " " + digits.dropFirst(3), country: country))
            valid += plain == nil ? 0 : 1
        }
        #expect(valid > 100)
    }

    @Test func `hostile texts are no numbers`() {
        for length in [1, 63, 64, 65, 10_000, 1_000_000] {
            for letter in ["9", "+", "(", "\u{0}", "ñ", "\u{FF11}"] {
                #expect(PhoneBook.e164(String(repeating: letter, count: length), country: "ES") == nil)
            }
        }
    }

    /// A measurement on numbers that nobody here wrote.
    @Test(.enabled(if: Corpora.phones != nil))
    func `the library's own examples`() throws {
        let path = try #require(Corpora.phones)
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline)
            .dropFirst()
        var wrong: [Substring] = []
        for line in lines {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            let number = PhoneBook.e164(String(cells[2]), country: String(cells[0]))
            if number != (cells[6] == "valid" ? String(cells[4]) : nil) { wrong.append(line) }
        }

        print("telephone numbers: \(lines.count - wrong.count) of \(lines.count) as expected")
        #expect(wrong.count * 50 <= lines.count, "\(wrong.prefix(10))")
    }
}

enum Corpora {
    /// The folder of data that is only measured, never shipped.
    static let folder = ProcessInfo.processInfo.environment["AMENDS_CORPORA"] ?? "../shared/data"

    static let phones: String? = {
        let path = folder + "/phones/libphonenumber_examples.csv"
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }()
}
