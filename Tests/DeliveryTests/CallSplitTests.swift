import Basis
import Delivery
import Testing

struct CallSplitTests {
    private let ana = CallSplit.Caller(id: 1, externalID: "ana", name: "Ana Ruiz", languages: [.spanish])
    private let ben = CallSplit.Caller(
        id: 2,
        externalID: "ben",
        name: "Ben Hall",
        languages: [.english, .spanish]
    )
    private let eva = CallSplit.Caller(id: 3, externalID: "eva", name: "Eva Sanz", languages: [.spanish])

    private func calls(
        _ count: Int,
        _ language: Language = .spanish,
        from first: Int64 = 1
    ) -> [CallSplit.Call] {
        (0..<Int64(count)).map { CallSplit.Call(id: first + $0, language: language) }
    }

    private func loads(_ owners: [Int64: Int64]) -> [Int64: Int] {
        Dictionary(grouping: owners.values, by: \.self).mapValues(\.count)
    }

    /// The calls as they stand after a split.
    private func owned(_ calls: [CallSplit.Call], _ owners: [Int64: Int64]) -> [CallSplit.Call] {
        calls.map { call in
            var call = call
            call.ownerID = owners[call.id]
            return call
        }
    }

    @Test func `calls are shared out evenly`() {
        #expect(loads(CallSplit.assign(calls(41), to: [ana, ben, eva])) == [1: 14, 2: 14, 3: 13])
    }

    @Test func `a language goes to those who speak it, and the rest evens it out`() {
        let all = calls(4) + calls(4, .english, from: 10)
        let owners = CallSplit.assign(all, to: [ana, ben])
        #expect(all.filter { $0.language == .english }.allSatisfy { owners[$0.id] == ben.id })
        #expect(loads(owners) == [1: 4, 2: 4])
    }

    @Test func `where nobody speaks the language somebody calls all the same`() throws {
        let owners = CallSplit.assign(calls(3, try #require(Language("pt"))), to: [ana, eva])
        #expect(loads(owners) == [1: 2, 3: 1])
    }

    @Test func `the account manager comes first, by own id or name, if on duty and speaking`() {
        var all = calls(6)
        all[0].accountManager = "EVA"
        all[1].accountManager = "eva sanz"
        all[2].accountManager = "eva"
        all[3].accountManager = "nobody"
        let owners = CallSplit.assign(all, to: [ana, eva])
        #expect([1, 2, 3].allSatisfy { owners[$0] == eva.id })
        #expect(loads(owners) == [1: 3, 3: 3])
        all = calls(1, .english)
        all[0].accountManager = "ana"
        #expect(CallSplit.assign(all, to: [ana, ben]) == [1: ben.id])
    }

    @Test func `when somebody leaves only their calls move`() {
        let all = calls(30)
        let before = CallSplit.assign(all, to: [ana, ben, eva])
        let after = CallSplit.assign(owned(all, before), to: [ana, ben])
        for call in all where before[call.id] != eva.id { #expect(after[call.id] == before[call.id]) }
        #expect(loads(after) == [1: 15, 2: 15])
    }

    @Test func `somebody who arrives gets their share from the ends of the lists`() {
        let all = calls(30)
        let before = CallSplit.assign(all, to: [ana, ben])
        let after = CallSplit.assign(owned(all, before), to: [ana, ben, eva])
        #expect(loads(after) == [1: 10, 2: 10, 3: 10])
        let moved = all.filter { before[$0.id] != after[$0.id] }.map(\.id)
        #expect(moved.count == 10 && moved.allSatisfy { after[$0] == eva.id && $0 > 20 })
    }

    @Test func `nothing moves where nothing has to`() {
        let all = calls(7)
        let owners = CallSplit.assign(all, to: [ana, ben, eva])
        #expect(CallSplit.assign(owned(all, owners), to: [eva, ben, ana]) == owners)
        // Lists that became uneven by work done stay as they are.
        let left = Array(owned(all, owners).filter { $0.ownerID != ana.id || $0.id == 1 })
        let again = CallSplit.assign(left, to: [ana, ben, eva])
        #expect(left.allSatisfy { again[$0.id] == $0.ownerID })
    }

    @Test func `a call that somebody is on, or a guest has, stays where it is`() {
        var all = calls(4)
        all[0].ownerID = eva.id
        all[0].isFixed = true
        all[1].isFixed = true
        let owners = CallSplit.assign(all, to: [ana, ben])
        #expect(owners == [1: eva.id, 3: ana.id, 4: ben.id])
    }

    @Test func `nobody on duty gets nothing`() {
        #expect(CallSplit.assign(calls(3), to: []).isEmpty)
    }

    @Test(arguments: 0..<50)
    func `whoever comes and goes, lists stay whole and even`(seed: Int) {
        let random = SeededRandom(seed: UInt64(seed))
        let everybody = [ana, ben, eva]
        var all = calls(1 + Int(random.bytes(1)[0]) % 40)
        for _ in 0..<6 {
            let byte = random.bytes(1)[0]
            let present = everybody.enumerated().filter { byte & (1 << $0.offset) != 0 }.map(\.element)
            let owners = CallSplit.assign(all, to: present)
            if !present.isEmpty {
                #expect(owners.count == all.count)
                #expect(owners.values.allSatisfy { owner in present.contains { $0.id == owner } })
            }
            all = owned(all, owners)
        }
        let fresh = CallSplit.assign(
            all.map { CallSplit.Call(id: $0.id, language: $0.language) },
            to: everybody
        )
        let counts = everybody.map { loads(fresh)[$0.id] ?? 0 }
        #expect((counts.max() ?? 0) - (counts.min() ?? 0) <= 1)
    }
}
