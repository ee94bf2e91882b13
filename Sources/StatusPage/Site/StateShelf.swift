import Basis
import Foundation

/// The file in which the last good state outlives the process. It holds nothing that the page does not show.
package struct StateShelf: Sendable {
    package struct Content: Sendable, Codable {
        package var state: PublicState
        /// When it was read from the database.
        package var readAt: Instant

        package init(state: PublicState, readAt: Instant) {
            self.state = state
            self.readAt = readAt
        }
    }

    package let path: String

    package init(path: String) { self.path = path }

    /// nil where there is no such file.
    package func take() throws -> Content? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        return try JSONDecoder().decode(Content.self, from: data)
    }

    /// Replaces the file as a whole: a process that is killed meanwhile leaves the old one.
    package func put(_ content: Content) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        try encoder.encode(content).write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}
