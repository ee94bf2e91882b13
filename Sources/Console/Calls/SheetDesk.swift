import Access
import Basis
import HTTPTypes
import Hummingbird
import Response

/// What can be done on a call sheet, whoever's it is: see it, take a call, say what came of it.
struct SheetDesk: Sendable {
    enum Sheet: Sendable {
        case staff(String, incident: String)
        case guest(Int64)

        var isGuest: Bool {
            if case .guest = self { true } else { false }
        }
    }

    private static let fields: Set<String> = ["call_back", "since"]

    let visit: Visit
    let sheet: Sheet
    /// The sheet's own address.
    let base: String

    func page(_ problems: FieldProblems = FieldProblems()) async throws -> Response {
        let reading = try await reading()
        return try visit.page(
            "sheet",
            SheetPage(visit, reading, base: base, problems: problems, isGuest: sheet.isGuest),
            status: problems.isEmpty ? .ok : .unprocessableContent
        )
    }

    /// Nobody else is given this call for a while.
    func hold(_ form: FormFields?) async throws -> Response {
        try await done(form) { call, _ in HoldCall(call: call) }
    }

    func record(_ form: FormFields?) async throws -> Response {
        try await done(form) { call, form in
            guard let outcome = form["outcome"].flatMap(RecordCall.Outcome.init) else {
                throw HTTPError(.badRequest)
            }
            return RecordCall(
                call: call,
                outcome: outcome,
                knewSince: form["since"].flatMap { visit.time.last($0, before: visit.now) },
                callBackAt: form["call_back"].flatMap { visit.time.next($0, after: visit.now) },
                note: form["note"]
            )
        }
    }

    private func done(
        _ form: FormFields?,
        _ deed: (Int64, FormFields) throws -> some Deed
    ) async throws -> Response {
        guard let form, let call = form["call"].flatMap(Int64.init) else { throw HTTPError(.badRequest) }
        let reading = try await reading()
        do {
            _ = try await visit.house.response.perform(
                try deed(call, form),
                by: reading.actor,
                through: visit.caller?.door ?? .link,
                at: visit.now
            )
            return visit.redirect(to: base)
        } catch {
            guard let problems = FieldProblems(error, fields: Self.fields, words: visit.words) else {
                throw error
            }
            return try await page(problems)
        }
    }

    private func reading() async throws -> SheetReading {
        let source = visit.house.response.desk.source
        let (now, sheet, visitor) = (visit.now, sheet, try visit.actor)
        let reading = try await visit.read { session in
            switch sheet {
            case .staff(let id, let incident):
                try SheetReading(
                    staff: id,
                    incident: incident,
                    visitor: visitor,
                    source: source,
                    at: now,
                    in: session
                )
            case .guest(let id): try SheetReading(guest: id, source: source, at: now, in: session)
            }
        }
        guard let reading else { throw HTTPError(.notFound) }
        return reading
    }
}
