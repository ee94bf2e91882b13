import Access
import Basis
import Database
import HTTPTypes
import Hummingbird
import NIOCore
import Rendering
import Response

/// One request to the console: who asks, in which language, at which moment; and how it is answered.
struct Visit: Sendable {
    let house: ConsoleHouse
    let assets: StaticFiles
    let words: Words
    let now: Instant
    /// Nil on pages for anybody, where nobody is logged in.
    let caller: Caller?
    let arrival: Arrival
    let formToken: String
    /// The address of the console as this browser knows it, without a slash at its end. `HostGuard` let it through.
    let origin: String
    private let waitingApprovals: Int
    private let path: String
    private let query: FormFields
    /// Where a form was posted, a link to the same page in another language cannot post it again.
    private let isForm: Bool

    init(_ house: ConsoleHouse, _ assets: StaticFiles, _ request: Request, _ context: ConsoleContext) {
        self.house = house
        self.assets = assets
        words = house.words(context.language)
        now = house.clock.now()
        caller = context.caller
        arrival = context.arrival
        formToken = context.formToken
        origin =
            "\(context.arrival.isEncrypted ? "https" : "http")://\(request.head.authority ?? "localhost")"
        waitingApprovals = context.waitingApprovals
        path = request.uri.path
        // What nobody can read asks for nothing.
        query = (try? FormFields(urlEncoded: (request.uri.query ?? "").utf8)) ?? FormFields()
        isForm = !OriginGuard.isSafe(request.method)
    }

    /// The frame of a page.
    /// - Parameters:
    ///   - home: where the language links lead after a posted form; nil leaves them out.
    ///   - isGuest: no navigation, for a page that a helper without an account sees.
    ///   - searched: what was searched for.
    func frame(
        title: String,
        section: Section?,
        scripts: [String] = [],
        banner: Banner? = nil,
        home: String? = nil,
        isGuest: Bool = false,
        searched: String = ""
    ) -> Frame {
        Frame(
            lang: words.language.code,
            now: now.rfc3339,
            title: title,
            sender: house.senderName,
            languages: languageLinks(home),
            nav: isGuest ? [] : navigation(section),
            account: isGuest
                ? nil : caller?.signIn.map { LinkItem(href: Links.account, label: $0.staff.name) },
            searched: searched,
            formToken: formToken,
            styles: ["tokens.css", "console.css", "forms.css", "parts.css", "tools.css"].map(assets.address),
            scripts: ((isGuest ? [] : ["keys.js", "summons.js"]) + scripts).map(assets.address),
            icons: assets.address("icons.svg"),
            banner: banner ?? done,
            siteURL: house.siteURL
        )
    }

    private func navigation(_ current: Section?) -> [Frame.NavItem] {
        // Where nobody is ever asked, nobody wonders what it is for.
        let hasApprovals =
            waitingApprovals > 0 || house.response.desk.approvals != nil || current == .approvals
        return Section.allCases.filter { $0 != .approvals || hasApprovals }.map { section in
            let waiting = section == .approvals ? waitingApprovals : 0
            return Frame.NavItem(
                href: section.path,
                label: words(section.word),
                icon: section.icon,
                isCurrent: section == current,
                count: waiting > 0 ? words.time.number(waiting) : nil,
                key: section.key
            )
        }
    }

    private func languageLinks(_ home: String?) -> [Frame.LanguageLink] {
        if isForm, home == nil { return [] }
        let kept = home == nil ? query.without(["lang", "done"]) : []
        return Language.spoken.map { language in
            let pairs = (kept + [FormFields.Pair(name: "lang", value: language.code)]).map { pair in
                "\(Links.escaped(pair.name))=\(Links.escaped(pair.value))"
            }
            return Frame.LanguageLink(
                code: language.code,
                name: words("language.\(language.code)"),
                href: "\(home ?? path)?" + pairs.joined(separator: "&"),
                isCurrent: language == words.language
            )
        }
    }

    /// What the form that led here has done: `?done=published`.
    private var done: Banner? {
        guard let word = value("done") else { return nil }
        return words.textIfAny("console.done.\(word)").map { Banner(.good, $0) }
    }

    /// A value of the query, without blanks around it; nil where it is absent or empty.
    func value(_ name: String) -> String? { query[name] }

    /// Reads one consistent state.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any Session) throws -> Value
    ) async throws -> Value {
        try await house.response.read(body)
    }

    /// Does a deed as the person who asks.
    /// - Parameter check: what must still hold, read in the deed's transaction.
    @discardableResult
    func perform<Asked: Deed>(
        _ deed: Asked,
        key: IdempotencyKey? = nil,
        provided check: (@Sendable (any Session) throws -> Void)? = nil
    ) async throws -> Asked.Answer {
        guard let caller else { throw AccessRefusal.needsLogin }
        return try await house.response.perform(
            deed,
            by: caller.actor,
            through: caller.door,
            key: key,
            at: now,
            provided: check
        )
    }

    /// Who acts.
    var actor: Actor {
        get throws(AccessRefusal) {
            guard let caller else { throw .needsLogin }
            return caller.actor
        }
    }

    /// A page: `Console/<template>` filled with `model`.
    func page(
        _ template: String,
        _ model: some Sendable,
        status: HTTPResponse.Status = .ok
    ) throws -> Response {
        let html = try house.templates.render("Console/\(template)", model)
        return Response(
            status: status,
            headers: [.contentType: "text/html; charset=utf-8", .vary: "Accept-Language, Cookie"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: html))
        )
    }

    /// After a form: the page that shows what it did.
    func redirect(to path: String, done: String? = nil) -> Response {
        Response(status: .seeOther, headers: [.location: Links.with(path, ["done": done])])
    }
}
