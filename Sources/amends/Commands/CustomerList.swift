import Basis
import Catalog
import Foundation
import Response

/// Reads a list of hurt customers: a column `customer` (or `id`), and more columns that become facts about
/// each.
enum CustomerList {
    static func read(_ path: String, _ typed: inout Typed) throws -> [OpenIncident.ListedCustomer] {
        let table: CSVTable
        do {
            table = try CSVTable.read(path: path)
        } catch let problems as Problems {
            for problem in problems.all {
                typed.add(problem.place, problem.message.key, problem.message.values)
            }
            return []
        }
        guard let column = table.header.firstIndex(where: { ["customer", "id"].contains($0.lowercased()) })
        else {
            typed.add(path, "cli.incident.no_customer_column")
            return []
        }
        var listed: [OpenIncident.ListedCustomer] = []
        for row in table.rows where !row.cells[column].isEmpty {
            var details: [String: String] = [:]
            for (index, name) in table.header.enumerated() where index != column {
                details[name] = row.cells[index]
            }
            listed.append(OpenIncident.ListedCustomer(customer: row.cells[column], details: details))
        }
        return listed
    }
}
