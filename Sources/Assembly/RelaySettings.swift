import Basis
import Foundation
import Mail

/// The relay as it is set: nil where mail goes into the Maildir.
package struct RelaySettings: Sendable, Hashable {
    package var relay: SMTPRelay
    /// Connections at most; as many groups are in flight.
    package var connections: Int
}

/// Reads `smtp://[user:pass@]host[:port]` and `smtps://…`. What is special in a name or password is written as `%40`.
enum RelayURL {
    enum Fault: Error {
        /// Not of that form.
        case form
        /// A name without a password, or one with control characters.
        case login
    }

    static let plainPort = 25
    static let securePort = 465

    static func read(_ text: String) throws(Fault) -> SMTPRelay {
        let parts = text.split(separator: "://", maxSplits: 1).map(String.init)
        guard parts.count == 2, ["smtp", "smtps"].contains(parts[0].lowercased()) else { throw .form }
        let isSecure = parts[0].lowercased() == "smtps"
        var place = parts[1][...]
        if place.hasSuffix("/") { place = place.dropLast() }
        var login: SMTPRelay.Login?
        if let at = place.lastIndex(of: "@") {
            login = try self.login(String(place[..<at]))
            place = place[place.index(after: at)...]
        }
        let (host, port) = try hostAndPort(place, or: isSecure ? securePort : plainPort)
        return SMTPRelay(host: host, port: port, security: isSecure ? .implicit : .auto, login: login)
    }

    private static func login(_ text: String) throws(Fault) -> SMTPRelay.Login {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map {
            $0.removingPercentEncoding ?? ""
        }
        guard parts.count == 2, !parts.contains(""),
            parts.allSatisfy({ $0.utf8.allSatisfy { $0 >= 32 && $0 != 127 } })
        else { throw .login }
        return SMTPRelay.Login(user: parts[0], password: parts[1])
    }

    private static func hostAndPort(_ place: Substring, or standard: Int) throws(Fault) -> (String, Int) {
        var host = place
        var port = standard
        let isBareAddress = !place.hasPrefix("[") && place.count { $0 == ":" } > 1
        if let colon = place.lastIndex(of: ":"), !place.hasSuffix("]"), !isBareAddress {
            host = place[..<colon]
            guard let number = Int(place[place.index(after: colon)...]), (1...65_535).contains(number) else {
                throw .form
            }
            port = number
        }
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        let isName = host.utf8.allSatisfy { byte in
            (48...58).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || byte == 45 || byte == 46 || byte == 95
        }
        guard !host.isEmpty, host.utf8.count <= 253, isName else { throw .form }
        return (String(host), port)
    }
}
