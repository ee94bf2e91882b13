import Basis

/// The relay that takes our mail, and how we talk to it.
package struct SMTPRelay: Sendable, Hashable {
    package var host: String
    package var port: Int
    package var security: Security
    package var login: Login?
    /// A PEM file of authorities trusted besides none other; nil: the machine's.
    package var trustedAuthorities: String?
    /// What we call ourselves in EHLO: a domain, or an address in brackets.
    package var ownName: String
    package var patience: SMTPPatience

    package enum Security: String, Sendable, Hashable, CaseIterable {
        /// STARTTLS where it is offered; required where a password would go over a network. Never on loopback.
        case auto
        /// STARTTLS, or nothing is sent.
        case required
        /// Neither.
        case off
        /// TLS from the first byte: `smtps://`.
        case implicit
    }

    package struct Login: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible {
        package var user: String
        package var password: String

        package init(user: String, password: String) {
            self.user = user
            self.password = password
        }

        /// Without the password: settings and errors are logged.
        package var description: String { "\(user):…" }
        package var debugDescription: String { description }
    }

    package init(
        host: String,
        port: Int,
        security: Security = .auto,
        login: Login? = nil,
        trustedAuthorities: String? = nil,
        ownName: String = "localhost",
        patience: SMTPPatience = SMTPPatience()
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.login = login
        self.trustedAuthorities = trustedAuthorities
        self.ownName = ownName
        self.patience = patience
    }

    /// Whether only this machine is between us and it.
    package var isLoopback: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }

    var wantsSTARTTLS: Bool { security == .required || security == .auto && !isLoopback }
    var mayStayPlain: Bool { security == .off || security == .auto && (isLoopback || login == nil) }
}

/// How long we wait for the far end. A group must end before the lease on its notices does, so these are shorter than
/// those of RFC 5321 §4.5.3.2, which are meant for queues.
package struct SMTPPatience: Sendable, Hashable {
    /// To be connected, TLS included.
    package var connect = Span.seconds(10)
    /// For the greeting and each answer before mail.
    package var login = Span.seconds(10)
    /// For the answers to MAIL, RCPT and DATA.
    package var command = Span.seconds(10)
    /// For the answer to the final dot; after it the outcome is unknown.
    package var finalDot = Span.seconds(20)
    /// For a whole group, waiting for a connection included.
    package var group = Span.seconds(24)
    /// How long a connection without work is kept.
    package var idle = Span.seconds(20)
    /// How long nobody knocks after the relay refused us for the first time; twice as long each time after.
    package var rest = Span.seconds(1)

    package init() {}

    /// Fitted to a lease: whatever happens, a group is answered in four fifths of it.
    package init(lease: Span) {
        let whole = Span(milliseconds: max(lease.milliseconds * 4 / 5, 500))
        group = whole
        connect = min(connect, Span(milliseconds: whole.milliseconds / 3))
        login = min(login, Span(milliseconds: whole.milliseconds / 3))
        command = min(command, Span(milliseconds: whole.milliseconds / 2))
        finalDot = min(finalDot, whole)
    }
}
