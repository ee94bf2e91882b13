import Access
import Basis
import Foundation
import GoBag
import HTTPTypes
import Hummingbird
import NIOCore
import Response

/// The go-bag: making one, and taking in what came back.
struct GoBagController: Sendable {
    let house: ConsoleHouse
    let assets: StaticFiles

    var endpoints: RouteTable {
        RouteTable()
            .page("gobag", .staff(.responder), use: page)
            .form("gobag", .staff(.responder), use: make)
            .form("gobag/merge", .staff(.responder), use: merge)
    }

    @Sendable
    func page(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        let form = FormFields(["incident": visit.value("incident") ?? ""])
        return try await page(visit, GoBagForms(make: form))
    }

    /// Answers with the file; with the page where something is wrong.
    @Sendable
    func make(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        guard let form = context.form, let caller = visit.caller else { throw HTTPError(.badRequest) }
        do {
            let maker = try GoBagMaker(
                response: house.response,
                templates: house.templates,
                catalogue: house.catalogue,
                root: house.root
            )
            let order = MakeGoBag(
                incident: form["incident"],
                narrowing: BagNarrowing(
                    component: form["component"],
                    tier: form["tier"],
                    accountManager: form["account_manager"]
                )
            )
            let made = try await maker.make(
                order,
                passphrase: try passphrase(form),
                language: visit.words.language,
                by: caller.actor,
                through: caller.door,
                at: visit.now
            )
            return Response(
                status: .ok,
                headers: [
                    .contentType: "text/html; charset=utf-8",
                    .contentDisposition: "attachment; filename=\"\(made.fileName)\"",
                ],
                body: ResponseBody(byteBuffer: ByteBuffer(string: made.html))
            )
        } catch {
            guard let problems = FieldProblems(error, fields: GoBagPage.makeFields, words: visit.words) else {
                throw error
            }
            return try await page(visit, GoBagForms(make: form, problems: problems))
        }
    }

    @Sendable
    func merge(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        guard let reader = context.upload else { throw HTTPError(.badRequest) }
        let upload = try await GoBagUpload(reader, pasted: visit.words("gobag.pasted"))
        do {
            let order = MergeGoBag(files: upload.files, incident: upload.incident)
            let answer = try await visit.perform(order)
            return try await page(visit, GoBagForms(answer: answer))
        } catch {
            guard let problems = Self.problems(error, visit.words) else { throw error }
            return try await page(visit, GoBagForms(problems: problems))
        }
    }

    /// A result's problem is told with the name of its file, as there may be many.
    private static func problems(_ error: any Error, _ words: Words) -> FieldProblems? {
        guard let problems = error as? Problems else {
            return FieldProblems(error, fields: [], words: words)
        }
        let isForm: Set<String> = ["files", "incident"]
        return FieldProblems(
            Problems(
                problems.all.map { problem in
                    guard !isForm.contains(problem.place) else { return problem }
                    let values = ["file": problem.place, "problem": words.text(problem.message)]
                    return Problem(problem.place, "console.gobag.file_problem", values)
                }
            ),
            fields: [],
            words: words
        )
    }

    /// Typed twice, as nobody can mend a wrong one afterwards.
    private func passphrase(_ form: FormFields) throws -> Passphrase {
        let typed = form.plain("passphrase")
        let passphrase = try Passphrase(typed, place: "passphrase")
        guard form.plain("again") == typed else {
            throw Problems([Problem("again", "console.gobag.not_the_same")])
        }
        return passphrase
    }

    private func page(_ visit: Visit, _ forms: GoBagForms) async throws -> Response {
        let now = visit.now
        let reading = try await visit.read { try GoBagPage.Reading(at: now, in: $0) }
        return try visit.page(
            "gobag",
            GoBagPage(visit, reading, forms),
            status: forms.problems.isEmpty ? .ok : .unprocessableContent
        )
    }
}

/// What was posted to bring results home.
struct GoBagUpload: Sendable {
    private(set) var files: [MergeGoBag.File] = []
    private(set) var incident: String?

    /// - Parameter pasted: what a text that was pasted is called.
    init(_ reader: MultipartReader, pasted: String) async throws {
        while let part = try await reader.nextPart() {
            let text = try await Self.text(of: part)
            guard !text.isEmpty else { continue }
            switch part.name {
            case "results": files.append(.init(name: String((part.fileName ?? "").prefix(200)), text: text))
            case "text": files.append(.init(name: pasted, text: text))
            case "merge_incident": incident = text
            default: continue
            }
        }
    }

    /// Whatever it is: what is no text holds no result either, and is told so.
    private static func text(of part: MultipartPart) async throws -> String {
        var bytes: [UInt8] = []
        while let chunk = try await part.nextChunk() {
            bytes += chunk
            guard bytes.count <= SealedResult.bytesMax else { throw HTTPError(.contentTooLarge) }
        }
        return String(decoding: bytes, as: UTF8.self).trimmingWhitespace()
    }
}
