import Basis

/// A code that stands in for a lost telephone, once. Eighty random bits in groups that can be read aloud.
package enum RecoveryCode {
    /// How many are given at once; new ones replace the old.
    package static let count = 10
    private static let bytes = 10
    private static let group = 4

    package static func make(_ random: any RandomSource) -> String {
        var rest = Substring(Base32.encode(random.bytes(bytes)).lowercased())
        var groups: [Substring] = []
        while !rest.isEmpty {
            groups.append(rest.prefix(group))
            rest = rest.dropFirst(group)
        }
        return groups.joined(separator: "-")
    }

    /// The code as it was made, however it was typed; nil where it cannot be one, so that six digits of the second
    /// factor are told apart.
    static func canonical(_ typed: String) -> String? {
        let letters = typed.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        return letters.count == bytes * 8 / 5 ? letters : nil
    }
}
