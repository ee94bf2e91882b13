import Access
import Basis
import Catalog
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Rendering

/// Importing from the browser: upload files, see what they hold and what is wrong, confirm, watch, fetch what was
/// rejected.
struct ImportController: Sendable {
    let house: ConsoleHouse
    let assets: StaticFiles

    var endpoints: RouteTable {
        RouteTable()
            .page("import", .staff(.responder), use: start)
            .form("import", .staff(.responder), use: receive)
            .page("import/:upload", .staff(.responder), use: review)
            .form("import/:upload/columns", .staff(.responder), use: setColumns)
            .form("import/:upload/run", .staff(.responder), use: run)
            .page("import/:upload/rejected/:kind", .staff(.responder), use: rejected)
    }

    private var folder: UploadFolder { UploadFolder(path: house.uploadFolder, random: house.random) }

    @Sendable
    func start(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        return try visit.page("import", ImportStartPage(visit, problem: nil))
    }

    @Sendable
    func receive(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        guard let reader = context.upload else { throw HTTPError(.badRequest) }
        let upload = try await folder.receive(reader)
        guard !upload.files.isEmpty else {
            let page = ImportStartPage(visit, problem: visit.words("import.nothing_chosen"))
            return try visit.page("import", page, status: .unprocessableContent)
        }
        return visit.redirect(to: Links.importing(upload.id))
    }

    /// The files before they are imported; afterwards how far it is, or what became of it.
    @Sendable
    func review(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        let upload = try upload(context)
        if let status = house.imports.status(upload.id), visit.value("again") == nil {
            return try visit.page("import_status", ImportStatusPage(visit, upload, status, folder))
        }
        let previews = try await house.catalogImport.preview(files(of: upload), rules: rules)
        let reads = upload.files.map { file in
            switch previews[file.kind] {
            case .success(let preview): ImportReviewPage.Read(file: file, preview: preview, problems: [])
            case .failure(let problems):
                ImportReviewPage.Read(file: file, preview: nil, problems: problems.all)
            case nil: ImportReviewPage.Read(file: file, preview: nil, problems: [])
            }
        }
        return try visit.page("import_review", ImportReviewPage(visit, upload, reads))
    }

    @Sendable
    func setColumns(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        guard let form = context.form else { throw HTTPError(.forbidden) }
        var upload = try upload(context)
        for index in upload.files.indices {
            let chosen = form.starting("column.\(upload.files[index].kind.rawValue).")
            guard !chosen.isEmpty else { continue }
            upload.files[index].mapping = chosen.reduce(into: [:]) { mapping, field in
                if !field.value.isEmpty { mapping[field.rest] = field.value }
            }
        }
        try folder.save(upload)
        return visit.redirect(to: Links.with(Links.importing(upload.id), ["again": "yes"]))
    }

    @Sendable
    func run(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        let upload = try upload(context)
        var files = files(of: upload)
        // What was shown is what is imported: the guess that nobody changed, too.
        for (kind, path) in files.paths where files.mappings[kind] == nil {
            files.mappings[kind] = try house.catalogImport.guess(kind, path: path)
        }
        let (catalogue, language) = (house.catalogue, visit.words.language)
        let job = ImportQueue.Job(
            id: upload.id,
            files: files,
            rules: rules,
            actor: try visit.actor,
            say: { catalogue.text($0, language) }
        )
        house.imports.add(job)
        return visit.redirect(to: Links.importing(upload.id))
    }

    @Sendable
    func rejected(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let upload = try upload(context)
        let kind = try context.parameters.require("kind", as: ImportKind.self)
        let path = folder.file(upload.id, kind) + ".rejected.csv"
        guard FileManager.default.fileExists(atPath: path) else { throw HTTPError(.notFound) }
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8",
                .contentDisposition: "attachment; filename=\"\(kind.rawValue).rejected.csv\"",
            ],
            body: try await FileIO().loadFile(path: path, context: context)
        )
    }

    /// Where a file does not say it: as people write where the business is.
    private var rules: ImportRules { ImportRules() }

    private func upload(_ context: ConsoleContext) throws -> UploadFolder.Upload {
        guard let upload = try folder.upload(try context.parameters.require("upload")) else {
            throw HTTPError(.notFound)
        }
        return upload
    }

    private func files(of upload: UploadFolder.Upload) -> CatalogFiles {
        var files = CatalogFiles()
        for file in upload.files {
            files.paths[file.kind] = folder.file(upload.id, file.kind)
            files.mappings[file.kind] = file.mapping
        }
        return files
    }
}
