import Foundation

/// An address of a PostgreSQL server as child programs take it: the password is no argument, which everybody on the
/// machine could read, but in their environment, which only we can.
package struct PostgresURL: Sendable, Equatable {
    package var url: String
    package var environment: [String: String] = [:]

    package init(_ text: String) throws {
        guard var parts = URLComponents(string: text) else {
            throw AssemblyError("the address of the database cannot be read")
        }
        if let password = parts.password { environment["PGPASSWORD"] = password }
        parts.password = nil
        if let query = parts.queryItems {
            if let password = query.first(where: { $0.name == "password" })?.value {
                environment["PGPASSWORD"] = password
            }
            let rest = query.filter { $0.name != "password" }
            parts.queryItems = rest.isEmpty ? nil : rest
        }
        guard let url = parts.string else {
            throw AssemblyError("the address of the database cannot be read")
        }
        self.url = url
    }
}
