import Basis
import HTTPTypes
import Hummingbird
import NIOCore

/// Refuses every request that changes something unless it is a form of our own page: sent as a form, with the token
/// that the page carried, from the browser that was given the page.
///
/// The token is signed and bound to a cookie that only this browser has, so it cannot be made elsewhere nor moved.
struct FormGuard: RouterMiddleware {
    typealias Context = ConsoleContext

    static let cookieName = "amends_form"
    static let fieldName = "form_token"
    private static let purpose = "form"
    /// A page that was left open overnight still works in the morning.
    private static let life = Span.hours(24)
    /// Two long texts in several languages and a list of components; uploads have their own limit.
    static let formBytesMax = 1 << 20

    let signer: TokenSigner
    let clock: any WallClock
    let random: any RandomSource

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var context = context
        var request = request
        let known = request.cookies[Self.cookieName]?.value
        let secret = known ?? random.token()
        if !OriginGuard.isSafe(request.method) {
            guard let known else { throw HTTPError(.forbidden) }
            try await admit(&request, &context, cookie: known)
        }
        context.formToken = signer.sign(
            Self.subject(secret),
            purpose: Self.purpose,
            expiry: clock.now() + Self.life
        )
        var response = try await next(request, context)
        if known == nil {
            let isEncrypted = context.arrival.isEncrypted
            response.setCookie(
                Cookie(
                    name: Self.cookieName,
                    value: secret,
                    path: "/",
                    secure: isEncrypted,
                    httpOnly: true,
                    sameSite: .strict
                )
            )
        }
        return response
    }

    /// Reads the form, or an upload up to its first part, and checks the token in it.
    private func admit(_ request: inout Request, _ context: inout Context, cookie: String) async throws {
        let type = request.headers[.contentType] ?? ""
        if let boundary = MultipartReader.boundary(ofType: type) {
            let reader = MultipartReader(request.body, boundary: boundary)
            guard let part = try await reader.nextPart(), part.name == Self.fieldName,
                isGood(try await part.text(bytesMax: 1_024), cookie: cookie)
            else { throw HTTPError(.forbidden) }
            context.upload = reader
        } else if Self.isPlainForm(type) {
            let body = try await Self.body(of: &request)
            let fields = try FormFields(urlEncoded: body.readableBytesView)
            guard isGood(fields[Self.fieldName] ?? "", cookie: cookie) else { throw HTTPError(.forbidden) }
            context.form = fields
        } else {
            throw HTTPError(.forbidden)
        }
    }

    private static func body(of request: inout Request) async throws -> ByteBuffer {
        do {
            return try await request.collectBody(upTo: formBytesMax)
        } catch is NIOTooManyBytesError {
            throw HTTPError(.contentTooLarge)
        }
    }

    private func isGood(_ token: String, cookie: String) -> Bool {
        signer.subject(of: token, purpose: Self.purpose, now: clock.now()) == Self.subject(cookie)
    }

    /// The token shows only a hash, so a page that leaks does not leak the cookie.
    private static func subject(_ cookie: String) -> String { sha256Hex(Array(cookie.utf8)) }

    private static func isPlainForm(_ type: String) -> Bool {
        type.split(separator: ";").first?.trimmingWhitespace().lowercased()
            == "application/x-www-form-urlencoded"
    }
}
