import Access
import Basis
import Foundation

/// What opens a bag, in the one form in which keys are derived from it.
package struct Passphrase: Sendable, Unprinted {
    /// Composed (NFC), because two keyboards write one letter with different code points; the page does the same.
    let bytes: [UInt8]

    /// The passphrase as somebody typed it; refused where it would be guessed, by the rules of passwords.
    ///
    /// - Parameter place: where it was typed, for the problems.
    package init(_ typed: String, place: String) throws(Problems) {
        do {
            _ = try PasswordRules.check(typed, names: [])
        } catch {
            throw Problems(error.all.map { Problem(place, $0.message.key, $0.message.values) })
        }
        bytes = Array(typed.precomposedStringWithCanonicalMapping.utf8)
    }
}
