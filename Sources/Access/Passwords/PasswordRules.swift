import Basis
import Foundation

/// What a new password must be: long, and not what everybody would try first. No rules about digits or signs, which
/// make passwords worse (NIST SP 800-63B §5.1.1, ASVS 6.2).
package enum PasswordRules {
    /// Characters, as people count them.
    package static let lengthMin = 12
    /// Fewer different characters than this is a pattern, not a password.
    static let varietyMin = 5
    /// A name shorter than this stands in too many words to be looked for.
    private static let nameMin = 4

    /// The typed text as a password, or what is wrong with it, under the place `password`.
    /// - Parameter names: what an attacker knows of this person: their name, id and address.
    package static func check(_ typed: String, names: [String]) throws(Problems) -> Password {
        var problems = Problems()
        let folded = typed.lowercased()
        if typed.count < lengthMin {
            problems.add("password", "access.password.short", ["count": String(lengthMin)])
        } else if Set(folded).count < varietyMin || isSequence(folded) || isCommon(folded) {
            problems.add("password", "access.password.common")
        } else if knownParts(names).contains(where: { folded.contains($0) }) {
            problems.add("password", "access.password.name")
        }
        guard let password = Password(typed), problems.all.isEmpty else {
            if problems.all.isEmpty { problems.add("password", "access.password.long") }
            throw problems
        }
        return password
    }

    /// The words of somebody's name, and both parts of their address.
    private static func knownParts(_ names: [String]) -> [String] {
        names.flatMap { $0.lowercased().split { !$0.isLetter && !$0.isNumber } }
            .map(String.init).filter { $0.count >= nameMin }
    }

    /// Whether each character follows the one before it, up or down: `abcdefghijkl`, `987654321098`.
    private static func isSequence(_ text: String) -> Bool {
        let steps = zip(text.unicodeScalars, text.unicodeScalars.dropFirst()).map {
            Int($1.value) - Int($0.value)
        }
        return [1, -1].contains { step in steps.filter { $0 != step }.count <= steps.count / 6 }
    }

    /// Whether nothing is left when the words that everybody starts with, and digits and signs, are taken away.
    private static func isCommon(_ text: String) -> Bool {
        var rest = text.replacing("0", with: "o").replacing("@", with: "a").replacing("$", with: "s")
        for word in everybodysWords { rest = rest.replacing(word, with: "") }
        return rest.filter(\.isLetter).count < 4
    }

    /// Longest first, so that `password` goes as a whole. From the lists of leaked passwords, in both languages.
    private static let everybodysWords = [
        "contraseña", "contrasena", "qwertyuiop", "bienvenidos", "bienvenido", "barcelona", "superman",
        "password",
        "princess", "asdfghjkl", "passwort", "iloveyou", "football", "baseball", "changeme", "whatever",
        "computer",
        "realmadrid", "teamo", "passwd", "amends", "zxcvbnm", "letmein", "welcome", "dragon", "monkey",
        "shadow",
        "master", "secret", "secreto", "espana", "españa", "madrid", "admin", "qwerty", "login", "hola",
        "clave",
        "pass", "root", "user", "usuario", "asdf", "azerty", "test", "abcd", "abc", "ooo",
    ].sorted { $0.count > $1.count }
}
