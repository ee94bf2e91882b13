import Access
import Basis
import Database
import HTTPTypes
import Hummingbird

/// From where a request comes, and how.
struct Arrival: Sendable {
    var source: LoginSource
    /// Over TLS, to us or to a proxy that we trust.
    var isEncrypted: Bool

    init(source: LoginSource, isEncrypted: Bool) {
        self.source = source
        self.isEncrypted = isEncrypted
    }

    /// - Parameter peer: the address at the other end of the connection.
    init(_ request: Request, peer: String?, entry: Entry) {
        let peer = peer ?? ""
        let proxies = entry.proxies
        source = LoginSource(
            proxies.origin(peer: peer, forwardedFor: request.headers[values: .forwardedFor])
        )
        let saysTLS = request.headers[.forwardedProto]?.lowercased() == "https"
        isEncrypted = entry.hasCertificate || (saysTLS && proxies.hold(peer))
    }
}

/// Finds out who asks: by the cookie of a session, or, on a machine where nobody can log in yet, its owner. It lets
/// everybody pass; who may use a route is the route's own rule.
struct SignInGuard: RouterMiddleware {
    typealias Context = ConsoleContext

    let house: ConsoleHouse

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.arrival = Arrival(request, peer: context.peer, entry: house.entry)
        context.caller = try await caller(request, context.arrival)
        return try await next(request, context)
    }

    private func caller(_ request: Request, _ arrival: Arrival) async throws -> Caller? {
        let now = house.clock.now()
        let limits = house.entry.limits
        guard let token = SessionCookie.token(in: request, isEncrypted: arrival.isEncrypted) else {
            return try await owner(request)
        }
        let found = try await house.database.read {
            try SignInStore.find(token, limits: limits, at: now, in: $0)
        }
        guard let signIn = found else { return try await owner(request) }
        if SignInStore.needsNote(signIn, limits: limits, at: now) {
            try await house.database.write { try SignInStore.note(signIn.id, at: now, in: $0) }
        }
        return Caller(actor: signIn.actor, door: .console(signIn: signIn.id), signIn: signIn)
    }

    /// Whoever reaches the loopback listener of a machine on which nobody has an account owns it. What a proxy passes
    /// on is somebody else's, whatever the settings say.
    private func owner(_ request: Request) async throws -> Caller? {
        let isPassedOn = [HTTPField.Name.forwardedFor, .forwardedProto, .forwarded].contains {
            request.headers[$0] != nil
        }
        guard house.entry.isOwnersMachine, !isPassedOn else { return nil }
        return try await house.database.read { try AccountStore.isAnybodyActive(in: $0) } ? nil : .owner
    }
}

/// The cookie of a session: out of reach of scripts, of other sites, and, behind TLS, of every other host
/// (`__Host-`, RFC 6265bis).
enum SessionCookie {
    /// On loopback without TLS browsers do not agree whether they keep a cookie that is for TLS only.
    static func name(isEncrypted: Bool) -> String {
        isEncrypted ? "__Host-amends_session" : "amends_session"
    }

    static func token(in request: Request, isEncrypted: Bool) -> String? {
        guard let value = request.cookies[name(isEncrypted: isEncrypted)]?.value, value.utf8.count <= 256
        else {
            return nil
        }
        return value
    }

    /// - Parameter life: nil ends the cookie.
    static func make(_ token: String, isEncrypted: Bool, life: Span?) -> Cookie {
        Cookie(
            name: name(isEncrypted: isEncrypted),
            value: token,
            maxAge: life.map { Int($0.milliseconds / 1_000) } ?? 0,
            path: "/",
            secure: isEncrypted,
            httpOnly: true,
            // Not strict: whoever follows the link of an alert is logged in. What changes something has a token.
            sameSite: .lax
        )
    }
}

/// The cookie of a browser that was in an account before; it opens nothing (see `KnownDevice`).
enum DeviceCookie {
    static func name(isEncrypted: Bool) -> String { isEncrypted ? "__Host-amends_device" : "amends_device" }

    static func token(in request: Request, isEncrypted: Bool) -> String? {
        guard let value = request.cookies[name(isEncrypted: isEncrypted)]?.value, value.utf8.count <= 1_024
        else {
            return nil
        }
        return value
    }

    static func make(_ token: String, isEncrypted: Bool) -> Cookie {
        Cookie(
            name: name(isEncrypted: isEncrypted),
            value: token,
            maxAge: Int(KnownDevice.life.milliseconds / 1_000),
            path: "/",
            secure: isEncrypted,
            httpOnly: true,
            sameSite: .strict
        )
    }
}

extension HTTPField.Name {
    static let forwardedFor = constant("X-Forwarded-For")
    static let forwardedProto = constant("X-Forwarded-Proto")
    static let forwarded = constant("Forwarded")
}
