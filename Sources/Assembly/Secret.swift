import Basis
import Foundation

/// The key that signs links and forms: from the settings, or made once and kept where only the owner can read
/// it.
enum Secret {
    static func load(_ settings: Settings, random: any RandomSource) throws -> [UInt8] {
        if let secret = settings.secret { return Array(secret.utf8) }
        let path = path(settings)
        if let kept = FileManager.default.contents(atPath: path), kept.count >= 32 { return Array(kept) }
        // A new one would end every link that was ever sent, so nobody replaces one silently.
        guard !FileManager.default.fileExists(atPath: path) else {
            throw AssemblyError(
                "\(path) cannot be read or is shorter than 32 bytes: put the kept secret back there"
            )
        }
        let secret = Array(Base64URL.encode(random.bytes(32)).utf8)
        try FileManager.default.createDirectory(atPath: settings.folder, withIntermediateDirectories: true)
        try write(secret, to: path)
        return secret
    }

    static func path(_ settings: Settings) -> String { "\(settings.folder)/secret" }

    /// Only its owner can read it.
    static func write(_ secret: [UInt8], to path: String) throws {
        guard
            FileManager.default.createFile(
                atPath: path,
                contents: Data(secret),
                attributes: [.posixPermissions: 0o600]
            )
        else { throw AssemblyError("the secret cannot be written to \(path): may this user write there?") }
    }
}

/// The program cannot be put together; the sentence says what to do.
package struct AssemblyError: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
