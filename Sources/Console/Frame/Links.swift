import Foundation

/// The address of every page, in one place, so that links and routes cannot drift apart.
enum Links {
    static let home = "/"
    static let incidents = "/incidents"
    static let newIncident = "/incidents/new"
    static let approvals = "/approvals"
    static let customers = "/customers"
    static let search = "/search"
    static let staff = "/staff"
    static let importing = "/import"
    static let goBag = "/gobag"

    static func room(_ incident: String) -> String { "/incidents/\(incident)" }
    static func room(_ incident: String, _ part: String) -> String { "/incidents/\(incident)/\(part)" }
    static func approval(_ id: Int64) -> String { "/approvals/\(id)" }
    static func approval(_ id: Int64, _ part: String) -> String { "/approvals/\(id)/\(part)" }
    static func calls(_ incident: String) -> String { room(incident, "calls") }
    static func sheet(_ incident: String, _ staff: String) -> String {
        room(incident, "calls/\(escaped(staff))")
    }
    static func customer(_ id: String) -> String { "/customers/\(escaped(id))" }
    static func guest(_ token: String) -> String { "/guest/\(token)" }
    static func importing(_ upload: String) -> String { "/import/\(upload)" }
    static func staffDuty(_ id: String) -> String { staff(id, "duty") }

    /// The API as a page to read.
    static let api = "/api/"

    static let login = "/login"
    static let loginCode = "/login/code"
    static let account = "/account"
    static func account(_ part: String) -> String { "/account/\(part)" }
    static func summonsSeen(_ id: Int64) -> String { "/summons/\(id)/seen" }
    static func setUp(_ token: String) -> String { "/setup/\(escaped(token))" }
    static func accountLink(_ token: String) -> String { "/account/link/\(escaped(token))" }
    static func staff(_ id: String, _ part: String) -> String { "/staff/\(escaped(id))/\(part)" }

    /// A path to which a form may ask to go on; nil where it could lead away from the console.
    static func own(_ path: String) -> String? {
        let isOwn =
            path.hasPrefix("/") && !path.hasPrefix("//")
            && path.unicodeScalars.allSatisfy { $0.value > 32 && $0.value < 127 && $0 != "\\" }
        return isOwn && path.utf8.count <= 2_000 ? path : nil
    }

    /// A path with a query; nils are left out.
    static func with(_ path: String, _ query: KeyValuePairs<String, String?>) -> String {
        let pairs = query.compactMap { name, value in value.map { "\(name)=\(escaped($0))" } }
        return pairs.isEmpty ? path : path + "?" + pairs.joined(separator: "&")
    }

    /// Percent-encoded for one segment of a path or one value of a query.
    static func escaped(_ text: String) -> String {
        var unreserved = CharacterSet(charactersIn: "-._~")
        unreserved.formUnion(
            CharacterSet(charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
        )
        return text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }
}
