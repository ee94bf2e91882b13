import Basis
import Database
import Incidents
import Response

/// One of the small forms of a room: what it reads, how it looks, what it does.
protocol RoomForm: SendableMetatype {
    associatedtype Reading: Sendable

    /// The fields at which problems are shown.
    static var fields: Set<String> { get }
    /// The word of what was done: `console.done.<word>`.
    static var done: String { get }

    static func read(_ incident: Incident, in session: any Session) throws -> Reading
    static func incident(_ reading: Reading) -> Incident
    /// - Parameter form: what was typed, where it has to be typed again.
    static func page(
        _ visit: Visit,
        _ reading: Reading,
        _ form: FormFields?,
        _ problems: FieldProblems
    ) -> FormPage
    /// - Throws: `Problems` or a refusal where the person must change something.
    static func perform(_ visit: Visit, _ reading: Reading, _ form: FormFields) async throws
}

extension RoomForm where Reading == Incident {
    static func read(_ incident: Incident, in session: any Session) throws -> Incident { incident }
    static func incident(_ reading: Incident) -> Incident { reading }
}

extension Visit {
    /// The clock on the wall of those who work here.
    var time: LocalTime { LocalTime(zone: house.zone) }

    /// The value that a time field begins with: now.
    var clock: String { String(time.dateTime(now).suffix(5)) }
}

/// Which state of a thing somebody saw when they began to change it, carried along by the form: whoever is slower is told
/// so, and does not overwrite the other's words.
enum SeenState {
    private static let field = "seen"

    static func hidden(_ state: JSONValue) -> [HiddenField] {
        [HiddenField(name: field, value: EntityTag.of(state))]
    }

    /// - Parameter state: as it is now. A form that carries none is held against nothing.
    static func check(
        _ form: FormFields,
        _ state: @escaping @Sendable (any Session) throws -> JSONValue
    ) -> (@Sendable (any Session) throws -> Void)? {
        guard let seen = form[field] else { return nil }
        return { session in
            guard EntityTag.of(try state(session)) == seen else { throw DeedRefusal.changedMeanwhile }
        }
    }
}
