/// What the far end announced in answer to EHLO.
package struct SMTPCapabilities: Sendable, Hashable {
    package var pipelining = false
    package var eightBitMIME = false
    package var smtpUTF8 = false
    package var startTLS = false
    package var dsn = false
    /// In bytes; nil where no limit was announced.
    package var sizeMax: Int?
    package var announcesSize = false
    /// In capitals: `PLAIN`, `LOGIN`.
    package var authentication: Set<String> = []

    package init() {}

    /// Takes one line after the first. Unknown words are no concern of ours.
    package mutating func take(_ line: Substring) {
        // Some still announce `AUTH=LOGIN`.
        let words = line.uppercased().split { $0 == " " || $0 == "=" }
        switch words.first {
        case "PIPELINING": pipelining = true
        case "8BITMIME": eightBitMIME = true
        case "SMTPUTF8": smtpUTF8 = true
        case "STARTTLS": startTLS = true
        case "DSN": dsn = true
        case "SIZE":
            announcesSize = true
            // 0 says that there is no fixed limit.
            sizeMax = words.dropFirst().first.flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
        case "AUTH": authentication.formUnion(words.dropFirst().map(String.init))
        default: break
        }
    }
}
