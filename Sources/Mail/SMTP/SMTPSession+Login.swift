import Foundation
import NIOCore

/// From the greeting to the point at which mail is taken.
extension SMTPSession {
    mutating func takeLoginReply(_ reply: SMTPReply, more: Int) -> Event? {
        switch phase {
        case .greeting:
            guard reply.code == 220 else { return refused(reply) }
            return hello()
        case .ehlo: return takeHello(reply)
        case .helo:
            guard reply.isPositive else { return refused(reply) }
            return authenticate()
        case .startTLS:
            guard reply.code == 220 else { return refused(reply) }
            // What stands behind the answer was not protected: somebody put it there (RFC 3207 §6, CVE-2011-0411).
            guard more == 0 else { return over(.refusedSender(detail: "the relay spoke before TLS began")) }
            phase = .handshake
            return .startTLS
        case .handshake: return over(.lost(detail: reply.line))
        default: return takeAuthentication(reply)
        }
    }

    /// TLS is established: everything learned before is forgotten.
    package mutating func secured() {
        isSecure = true
        guard phase == .handshake else { return }
        _ = hello()
    }

    private mutating func hello() -> Event? {
        capabilities = SMTPCapabilities()
        output.writeString("EHLO \(relay.ownName)\r\n")
        phase = .ehlo
        return nil
    }

    private mutating func takeHello(_ reply: SMTPReply) -> Event? {
        guard reply.isPositive else {
            guard (500...504).contains(reply.code) else { return refused(reply) }
            capabilities = SMTPCapabilities()
            if !isSecure, !relay.mayStayPlain { return over(.refusedSender(detail: Self.noTLS)) }
            output.writeString("HELO \(relay.ownName)\r\n")
            phase = .helo
            return nil
        }
        if !isSecure, relay.wantsSTARTTLS, capabilities.startTLS {
            output.writeStaticString("STARTTLS\r\n")
            phase = .startTLS
            return nil
        }
        if !isSecure, !relay.mayStayPlain { return over(.refusedSender(detail: Self.noTLS)) }
        return authenticate()
    }

    private static let noTLS = "the relay offers no STARTTLS"

    private mutating func authenticate() -> Event? {
        guard let login = relay.login else {
            phase = .mail
            return .ready
        }
        if capabilities.authentication.contains("PLAIN") {
            output.writeString("AUTH PLAIN \(Self.base64("\0\(login.user)\0\(login.password)"))\r\n")
            phase = .authPlain
        } else if capabilities.authentication.contains("LOGIN") {
            output.writeStaticString("AUTH LOGIN\r\n")
            phase = .authLogin
        } else {
            return over(.refusedSender(detail: "the relay offers neither AUTH PLAIN nor AUTH LOGIN"))
        }
        return nil
    }

    private mutating func takeAuthentication(_ reply: SMTPReply) -> Event? {
        guard let login = relay.login else { return over(.lost(detail: reply.line)) }
        switch (phase, reply.code) {
        case (.authPlain, 235), (.authPassword, 235):
            phase = .mail
            return .ready
        case (.authLogin, 334):
            output.writeString("\(Self.base64(login.user))\r\n")
            phase = .authUser
            return nil
        case (.authUser, 334):
            output.writeString("\(Self.base64(login.password))\r\n")
            phase = .authPassword
            return nil
        default: return refused(reply)
        }
    }

    private mutating func refused(_ reply: SMTPReply) -> Event {
        let verdict = reply.verdict(at: .login)
        // A yes to what we did not ask is no yes.
        if case .accepted = verdict { return over(.lost(detail: reply.line)) }
        return over(verdict)
    }

    private static func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
}
