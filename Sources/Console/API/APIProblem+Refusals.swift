import Access
import Basis
import Database
import Delivery
import HTTPTypes
import Hummingbird
import Response

extension APIProblem {
    /// What the house throws, as a program understands it; nil where nobody foresaw it.
    /// - Parameter path: the parameters of the path: what they name and is not there is 404; what the body names, 422.
    init?(_ error: any Error, path: [String: String]) {
        switch error {
        case let problem as APIProblem: self = problem
        case let refusal as DeedRefusal: self = Self.of(refusal, path)
        case let refusal as AccessRefusal: self = Self.of(refusal)
        case CallDesk.Refusal.unknownCall: self.init(.notFound, CallDesk.Refusal.unknownCall.message)
        case ApprovalRefusal.unknown: self.init(.notFound, ApprovalRefusal.unknown.message)
        case let refusal as any Refusal: self.init(.refused, refusal.message)
        case let problems as Problems: self = Self.of(problems)
        case let fault as JSONFault: self = Self.of(fault)
        case let error as HTTPError: self.init(Kind(error.status))
        case let error as DatabaseError where error.code == .unavailable || error.code == .busy:
            self.init(.unavailable)
        default: return nil
        }
    }

    private static func of(_ refusal: DeedRefusal, _ path: [String: String]) -> APIProblem {
        switch refusal {
        case .keyUsedForAnotherOrder: APIProblem(.keyReused, refusal.message)
        case .changedMeanwhile: APIProblem(.changedMeanwhile, refusal.message)
        case .answerNotKept, .unknownOrder, .tellingIsOver: APIProblem(.refused, refusal.message)
        case .unknownPromise: APIProblem(.notFound, refusal.message)
        case .unknownIncident(let id), .unknownUpdate(let id), .unknownCustomer(let id),
            .unknownComponent(let id), .unknownStaff(let id):
            APIProblem(path.values.contains(id) ? .notFound : .wrongInput, refusal.message)
        }
    }

    private static func of(_ refusal: AccessRefusal) -> APIProblem {
        var problem = APIProblem(Kind(refusal.status), refusal.message)
        if case .loginTooSoon(let wait) = refusal { problem.retryAfter = Int(max(1, wait.seconds)) }
        return problem
    }

    /// Where a deed's own words name a place, it is a field of the body.
    private static func of(_ problems: Problems) -> APIProblem {
        var problem = APIProblem(.wrongInput)
        problem.faults = problems.all.map { one in
            Fault(
                place: .pointer(one.place.hasPrefix("#") ? one.place : "#/\(field(one.place))"),
                message: one.message
            )
        }
        return problem
    }

    /// A deed names options of the command line; these are their fields.
    private static func field(_ place: String) -> String {
        switch place {
        case "component": "components"
        case "began": "began_at"
        case "due": "due_at"
        case "call_back": "call_back_at"
        case "expires": "expires_at"
        default:
            // A row of a list is named by its line in the file, whose first line is the header.
            if place.hasPrefix("customers:"), let line = Int(place.dropFirst(10)) {
                "customers/\(max(0, line - 2))/customer"
            } else {
                place
            }
        }
    }

    private static func of(_ fault: JSONFault) -> APIProblem {
        switch fault {
        case .notUTF8: APIProblem(.badRequest, Message("console.api.json.not_utf8"))
        case .malformed(let offset):
            APIProblem(.badRequest, Message("console.api.json.malformed", ["offset": String(offset)]))
        case .tooDeep(let offset):
            APIProblem(.badRequest, Message("console.api.json.too_deep", ["offset": String(offset)]))
        case .repeatedKey(let key):
            APIProblem(.badRequest, Message("console.api.json.repeated_key", ["key": key]))
        }
    }
}
