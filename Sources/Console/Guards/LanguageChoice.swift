import Basis
import HTTPTypes
import Hummingbird

/// Decides in which language a page is written: `?lang=` first, which is then remembered; the remembered one; what
/// the browser asks for; English.
struct LanguageChoice: RouterMiddleware {
    typealias Context = ConsoleContext

    static let cookieName = "amends_lang"

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var context = context
        let asked = request.uri.queryParameters["lang"].flatMap { Self.spoken(String($0)) }
        let remembered = request.cookies[Self.cookieName].flatMap { Self.spoken($0.value) }
        context.language = asked ?? remembered ?? Self.preferred(request.headers[.acceptLanguage]) ?? .english
        var response = try await next(request, context)
        if let asked, asked != remembered {
            response.setCookie(
                Cookie(
                    name: Self.cookieName,
                    value: asked.code,
                    maxAge: 31_536_000,
                    path: "/",
                    sameSite: .strict
                )
            )
        }
        return response
    }

    /// The best of the languages that the program speaks, by the weights of an `Accept-Language` header.
    static func preferred(_ header: String?) -> Language? {
        guard let header, header.utf8.count <= 1_000 else { return nil }
        var best: (language: Language, weight: Double)?
        for item in header.split(separator: ",") {
            let parts = item.split(separator: ";")
            guard let tag = parts.first, let language = spoken(tag.trimmingWhitespace()) else { continue }
            let quality = parts.dropFirst().first { $0.trimmingWhitespace().hasPrefix("q=") }
            let weight = quality.map { Double($0.trimmingWhitespace().dropFirst(2)) ?? 0 } ?? 1
            if weight > best?.weight ?? 0 { best = (language, weight) }
        }
        return best?.language
    }

    private static func spoken(_ tag: some StringProtocol) -> Language? {
        guard let language = Language(String(tag)), Language.spoken.contains(language) else { return nil }
        return language
    }
}

extension StringProtocol {
    /// Without blanks and line ends around it.
    func trimmingWhitespace() -> String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
