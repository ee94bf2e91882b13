import Basis
import Catalog
import Foundation
import HTTPTypes
import Hummingbird
import Response

/// The list of customers whom an incident hurts by name, uploaded with the four questions.
struct ListUpload: Sendable {
    /// A hundred thousand rows.
    static let bytesMax = 8 << 20

    let folder: String
    let random: any RandomSource

    /// Reads a form that may hold a list; a stored list is named in the field `list`.
    func fields(of reader: MultipartReader) async throws -> FormFields {
        var form = FormFields()
        while let part = try await reader.nextPart() {
            guard part.fileName != nil else {
                form.add(part.name, try await part.text(bytesMax: 65_536))
                continue
            }
            var bytes: [UInt8] = []
            while let chunk = try await part.nextChunk() {
                bytes += chunk
                guard bytes.count <= Self.bytesMax else { throw HTTPError(.contentTooLarge) }
            }
            if !bytes.isEmpty { form.set("list", try store(bytes)) }
        }
        return form
    }

    /// The customers of a stored list with the other columns of their rows.
    func customers(_ list: String) throws -> [OpenIncident.ListedCustomer] {
        guard Self.isName(list), FileManager.default.fileExists(atPath: path(list)) else {
            throw Problems([Problem("customers", "console.new.list_gone")])
        }
        let table = try CSVTable.read(path: path(list))
        guard let column = table.header.firstIndex(where: { ["customer", "id"].contains($0.lowercased()) })
        else {
            throw Problems([Problem("customers", "console.new.list_column")])
        }
        return table.rows.filter { !$0.cells[column].isEmpty }.map { row in
            let others = zip(table.header, row.cells).enumerated().filter { $0.offset != column }.map(
                \.element
            )
            return OpenIncident.ListedCustomer(
                customer: row.cells[column],
                details: Dictionary(others.map { ($0.0, $0.1) }) { first, _ in first }
            )
        }
    }

    private func store(_ bytes: [UInt8]) throws -> String {
        let name = random.token()
        try FileManager.default.createDirectory(
            atPath: "\(folder)/lists",
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        guard
            FileManager.default.createFile(
                atPath: path(name),
                contents: Data(bytes),
                attributes: [.posixPermissions: 0o600]
            )
        else { throw UploadFault(path: path(name)) }
        return name
    }

    private func path(_ name: String) -> String { "\(folder)/lists/\(name).csv" }

    /// Only what `token()` makes: a name from a form never leaves the folder.
    private static func isName(_ name: String) -> Bool {
        (16...64).contains(name.utf8.count)
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
    }
}
