import Basis

/// Who calls whom. Pure: the same calls and people give the same lists.
///
/// A call goes to somebody who speaks the customer's language, to their account manager first, else to whoever has the
/// fewest. Lists change only where they must: what its owner can do stays theirs; calls of somebody who left are
/// shared out; somebody who arrives gets a fair share from the ends of the longest lists.
package struct CallSplit: Sendable {
    package struct Call: Sendable, Hashable {
        package var id: Int64
        package var language: Language
        /// Own id or name of the customer's account manager.
        package var accountManager: String?
        package var ownerID: Int64?
        /// Somebody is on the telephone, or a guest has it: it stays where it is.
        package var isFixed: Bool

        package init(
            id: Int64,
            language: Language,
            accountManager: String? = nil,
            ownerID: Int64? = nil,
            isFixed: Bool = false
        ) {
            self.id = id
            self.language = language
            self.accountManager = accountManager
            self.ownerID = ownerID
            self.isFixed = isFixed
        }
    }

    /// Somebody on duty.
    package struct Caller: Sendable, Hashable {
        package var id: Int64
        package var externalID: String
        package var name: String
        package var languages: Set<Language>

        package init(id: Int64, externalID: String, name: String, languages: Set<Language>) {
            self.id = id
            self.externalID = externalID
            self.name = name
            self.languages = languages
        }

        func manages(_ call: Call) -> Bool {
            guard let manager = call.accountManager?.lowercased() else { return false }
            return manager == externalID.lowercased() || manager == name.lowercased()
        }
    }

    private let callers: [Caller]
    private var owners: [Int64: Int64] = [:]
    private var loads: [Int64: Int]

    private init(_ callers: [Caller]) {
        self.callers = callers.sorted { $0.id < $1.id }
        loads = Dictionary(callers.map { ($0.id, 0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The owner of each call that has one; `calls` are in the order in which they are to be made.
    package static func assign(_ calls: [Call], to callers: [Caller]) -> [Int64: Int64] {
        var split = CallSplit(callers)
        let free = split.keep(calls)
        let newcomers =
            split.loads.values.contains { $0 > 0 } ? split.loads.filter { $0.value == 0 }.map(\.key) : []
        split.share(free)
        for newcomer in newcomers.sorted() { split.level(newcomer, calls) }
        return split.owners
    }

    /// Leaves calls with whoever can make them. Returns those without an owner.
    private mutating func keep(_ calls: [Call]) -> [Call] {
        calls.filter { call in
            guard let owner = call.ownerID else { return !call.isFixed }
            let isAble = speakers(call.language).contains { $0.id == owner }
            guard call.isFixed || isAble else { return true }
            give(call, to: owner)
            return false
        }
    }

    /// Calls that few can make come first, as the others find somebody more easily.
    private mutating func share(_ calls: [Call]) {
        var rest: [Call] = []
        for call in calls {
            if let manager = speakers(call.language).first(where: { $0.manages(call) }) {
                give(call, to: manager.id)
            } else {
                rest.append(call)
            }
        }
        let choices = Dictionary(grouping: rest) { speakers($0.language).count }
        for call in choices.sorted(by: { $0.key < $1.key }).flatMap(\.value) {
            if let caller = fewest(speakers(call.language)) { give(call, to: caller.id) }
        }
    }

    /// Moves calls from the ends of the longest lists to somebody who just arrived, until the lists are even.
    private mutating func level(_ newcomer: Int64, _ calls: [Call]) {
        let movable = calls.filter { call in
            !call.isFixed && speakers(call.language).contains { $0.id == newcomer }
                && callers.first { $0.id == owners[call.id] }?.manages(call) != true
        }
        while let call = lastOfLongest(movable, toRelieve: newcomer), let owner = owners[call.id] {
            loads[owner, default: 0] -= 1
            give(call, to: newcomer)
        }
    }

    /// The last call of the longest list that is longer than the newcomer's by more than one.
    private func lastOfLongest(_ movable: [Call], toRelieve newcomer: Int64) -> Call? {
        let limit = loads[newcomer, default: 0] + 1
        let donors = callers.map(\.id).filter { loads[$0, default: 0] > limit }
            .sorted { (loads[$1, default: 0], $0) < (loads[$0, default: 0], $1) }
        for donor in donors {
            if let call = movable.last(where: { owners[$0.id] == donor }) { return call }
        }
        return nil
    }

    /// Those who speak the language; everybody where nobody does, as somebody has to call.
    private func speakers(_ language: Language) -> [Caller] {
        let speakers = callers.filter { $0.languages.contains(language) }
        return speakers.isEmpty ? callers : speakers
    }

    private func fewest(_ callers: [Caller]) -> Caller? {
        callers.min { (loads[$0.id, default: 0], $0.id) < (loads[$1.id, default: 0], $1.id) }
    }

    private mutating func give(_ call: Call, to caller: Int64) {
        owners[call.id] = caller
        loads[caller]? += 1
    }
}
