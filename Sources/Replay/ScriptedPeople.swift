import Access
import Basis
import Delivery

/// A member of staff as the scenario has them.
struct ScriptedStaff: Decodable, Sendable {
    var id: String
    var name: String
    var languages: [String]
    var phone: String?
    var role: String
    var onDuty: Bool

    private enum CodingKeys: String, CodingKey {
        case id, name, languages, phone, role
        case onDuty = "on_duty"
    }

    func staff() throws -> Staff {
        guard let role = Role(rawValue: role) else {
            throw ScenarioError("staff.yml: \(self.role) is no role")
        }
        return Staff(
            id: 0,
            externalID: id,
            name: name,
            email: nil,
            phone: phone?.replacing(" ", with: ""),
            role: role,
            languages: languages.compactMap { Language($0) },
            isOnDuty: onDuty
        )
    }
}

/// How one customer behaves when called, and whether they are back afterwards.
struct Behaviour: Decodable, Sendable {
    var id: String
    /// Used up one attempt after another.
    var calls: [String]?
    var knewSince: String?
    /// yes, no or unknown.
    var back: String?

    private enum CodingKeys: String, CodingKey {
        case id, calls, back
        case knewSince = "knew_since"
    }
}

/// A customer's answer on the link in their message.
struct ScriptedAnswer: Decodable, Sendable {
    var id: String
    var at: String
    var noticed: Bool
}

/// What the scorecard must show.
package struct Expectation: Decodable, Sendable {
    var what: String
    var bound: Bound

    enum Bound: Sendable {
        case equals(Double?)
        case atLeast(Double)
        case atMost(Double)
    }

    private enum CodingKeys: String, CodingKey {
        case what, equals
        case atLeast = "at_least"
        case atMost = "at_most"
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        what = try container.decode(String.self, forKey: .what)
        guard [CodingKeys.equals, .atLeast, .atMost].count(where: container.contains) == 1 else {
            let debug = "\(what): one of at_least, at_most and equals"
            throw DecodingError.dataCorrupted(
                .init(codingPath: container.codingPath, debugDescription: debug)
            )
        }
        if let value = try container.decodeIfPresent(Double.self, forKey: .atLeast) {
            bound = .atLeast(value)
        } else if let value = try container.decodeIfPresent(Double.self, forKey: .atMost) {
            bound = .atMost(value)
        } else {
            // `equals: null` means that there is no answer.
            bound = .equals(try container.decodeIfPresent(Double.self, forKey: .equals))
        }
    }

    package func holds(_ actual: Double?) -> Bool {
        switch bound {
        case .equals(let expected): expected == actual
        case .atLeast(let least): actual.map { $0 >= least } ?? false
        case .atMost(let most): actual.map { $0 <= most } ?? false
        }
    }
}
