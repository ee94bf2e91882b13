import Basis
import Foundation
import Rendering
import Review
import Testing

struct FindingTests {
    /// A morning on which everything went well.
    private func good(_ change: (inout Scorecard) -> Void = { _ in }) -> Scorecard {
        var card = Scorecard()
        (card.customersHurt, card.told, card.toldFirst, card.knewFirst) = (100, 100, 90, 10)
        (card.firstNoticeSeconds, card.longestSilenceSeconds) = (3_600, 3_600)
        (card.promisesDue, card.promisesKept, card.promisesReplaced) = (3, 2, 1)
        change(&card)
        return card
    }

    private func keys(_ card: Scorecard, _ weight: ScorecardFinding.Weight) -> [String] {
        card.findings.filter { $0.weight == weight }.map { String($0.message.key.name.dropFirst(7)) }
    }

    @Test func `a good morning has nothing bad in it, also at the edge of what is good`() {
        let card = good()

        #expect(keys(card, .bad) == [])
        #expect(keys(card, .note) == [])
        #expect(keys(card, .good).sorted() == ["promises_kept", "told_all", "told_first"])
    }

    @Test func `where nobody was hurt there is nothing to judge`() {
        #expect(keys(Scorecard(), .note) == ["nobody_hurt"])
        #expect(Scorecard().findings.count == 1)
    }

    @Test func `each lapse is said, and only that`() {
        let lapses: [(String, (inout Scorecard) -> Void)] = [
            ("told_some", { $0.told = 94 }), ("knew_first", { ($0.toldFirst, $0.knewFirst) = (89, 11) }),
            ("first_notice_late", { $0.firstNoticeSeconds = 3_601 }),
            ("broken_carrier", { $0.emailsToAffectedCarrier = 1 }), ("no_promise", { $0.promisesDue = 0 }),
            ("promises_late", { $0.promisesLate = 1 }), ("silence", { $0.longestSilenceSeconds = 3_601 }),
        ]

        for (key, lapse) in lapses { #expect(keys(good(lapse), .bad) == [key]) }
        #expect(keys(good { $0.unreachable = 1 }, .note) == ["unreachable"])
        #expect(keys(good { $0.contactsBeforeTold = 1 }, .note) == ["had_to_ask"])
    }

    /// Five in a hundred may be missing; of those the card says so without blame.
    @Test func `ninety-five of a hundred is all`() {
        #expect(keys(good { $0.told = 95 }, .good).contains("told_all"))
    }

    @Test func `with less than half told, that customers stay proves nothing`() {
        #expect(keys(good { $0.told = 49 }, .bad).contains("staying_is_not_trust"))
        #expect(!keys(good { $0.told = 50 }, .bad).contains("staying_is_not_trust"))
        let nobody = keys(good { ($0.told, $0.toldFirst, $0.knewFirst) = (0, 0, 0) }, .bad)
        #expect(nobody == ["told_nobody", "staying_is_not_trust"])
    }

    @Test func `the worst comes first`() {
        let weights = good {
            ($0.promisesLate, $0.unreachable, $0.contactsBeforeTold) = (1, 1, 1)
        }.findings.map(\.weight)

        #expect(weights == [.bad, .note, .note, .good, .good])
    }

    @Test(arguments: Language.spoken)
    func `the card reads as lines, with every figure and every finding in words`(_ language: Language) throws
    {
        let root = try ResourceRoot.locate(explicit: nil, environment: [:], executable: #filePath)
        let catalogue = try StringCatalogue(root: root, rooms: ["Basis", "Review"])
        var card = good { ($0.promisesLate, $0.unreachable, $0.toldUnknownWhich) = (77, 66, 55) }
        card.byChannel = ["phone": 4, "email": 96]

        let text = ScorecardText(catalogue: catalogue, language: language).render(card)
        let lines = text.split(separator: "\n")

        #expect(lines.filter { $0.contains("✗") }.count == 1)
        #expect(lines.contains { $0.contains("✗") && $0.contains("77") })
        #expect(lines.contains { $0.contains("·") && $0.contains("66") })
        #expect(lines.contains { $0.hasSuffix("  email 96, phone 4") })
        #expect(lines.contains { $0.hasSuffix("  90 / 100  (90 %)") })
        #expect(lines.contains { $0.hasSuffix("  55") })
        #expect(!lines.contains { $0.contains("review.") || $0.contains("{") })
    }
}
