import Foundation

/// A password as somebody typed it, in the one form in which it is hashed.
package struct Password: Sendable, Unprinted {
    /// The most bytes that are hashed, so that nobody makes the program hash a book.
    package static let bytesMax = 1_024

    let bytes: [UInt8]

    /// Nil where it is empty or too long. Composed (NFC, as RFC 8265 asks), because two keyboards write one letter
    /// with different code points.
    package init?(_ typed: String) {
        guard (1...Self.bytesMax).contains(typed.utf8.count) else { return nil }
        let composed = Array(typed.precomposedStringWithCanonicalMapping.utf8)
        guard composed.count <= Self.bytesMax else { return nil }
        bytes = composed
    }
}
