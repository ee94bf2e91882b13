import Basis

/// One thing that happens at a moment of a scenario: exactly one of the members is there.
struct ScriptedEvent: Decodable, Sendable {
    typealias Texts = [String: String]

    var at: String
    var open: Open?
    var update: Update?
    var sighting: ScriptedSighting?
    var contact: Contact?
    var impact: Impact?
    var facts: Facts?
    var duty: Duty?
    var resolve: Resolve?
    var checkBack: CheckBack?
    var close: Close?

    private enum CodingKeys: String, CodingKey {
        case at, open, update, sighting, contact, impact, facts, duty, resolve, close
        case checkBack = "check_back"
    }

    struct Open: Decodable, Sendable {
        /// A label for a scenario with several incidents.
        var label: String?
        var title: Texts
        var components: [String: String]?
        var kind: String?
        var origin: String?
        var began: String?
        var message: Texts?
        var eta: String?
        var nextUpdate: String?
        var notify: Bool?

        private enum CodingKeys: String, CodingKey {
            case title, components, kind, origin, began, message, eta, notify
            case label = "as"
            case nextUpdate = "next_update"
        }
    }

    struct Update: Decodable, Sendable {
        var incident: String?
        var status: String
        var message: Texts
        var eta: String?
        var nextUpdate: String?
        var notify: Bool?

        private enum CodingKeys: String, CodingKey {
            case incident, status, message, eta, notify
            case nextUpdate = "next_update"
        }
    }

    struct ScriptedSighting: Decodable, Sendable {
        var incident: String?
        var source: String
        var who: String?
        var text: Texts
        var link: String?
        var seen: String?
        var trust: String
        var eta: String?
    }

    struct Contact: Decodable, Sendable {
        var incident: String?
        var customer: String
        var channel: String
        var when: String?
        var said: String?
    }

    struct Impact: Decodable, Sendable {
        var incident: String?
        var component: String
        var impact: String
    }

    struct Facts: Decodable, Sendable {
        var incident: String?
        var cause: Texts?
        var workaround: Texts?
        var fix: Texts?
        var dataExposed: String?
        var dataLost: String?

        private enum CodingKeys: String, CodingKey {
            case incident, cause, workaround, fix
            case dataExposed = "data_exposed"
            case dataLost = "data_lost"
        }
    }

    struct Duty: Decodable, Sendable {
        var staff: String
        var onDuty: Bool

        private enum CodingKeys: String, CodingKey {
            case staff
            case onDuty = "on_duty"
        }
    }

    struct Resolve: Decodable, Sendable {
        var incident: String?
        var message: Texts
        var notify: Bool?
    }

    struct CheckBack: Decodable, Sendable {
        var incident: String?
    }

    struct Close: Decodable, Sendable {
        var incident: String?
        var despiteOpen: Bool?
        var reason: String?

        private enum CodingKeys: String, CodingKey {
            case incident, reason
            case despiteOpen = "despite_open"
        }
    }
}

extension LocalizedText {
    init(_ texts: ScriptedEvent.Texts?) {
        var localized = LocalizedText()
        for (tag, text) in texts ?? [:] {
            if let language = Language(tag) {
                localized[language] = text.trimmingSuffix { $0.isWhitespace }
            }
        }
        self = localized
    }
}

extension String {
    fileprivate func trimmingSuffix(_ isOut: (Character) -> Bool) -> String {
        var text = self[...]
        while let last = text.last, isOut(last) { text.removeLast() }
        return String(text)
    }
}
