import Basis
import Foundation
import Review
import Testing

struct ScorecardTests {
    private let began = Instant(seconds: 1_510_210_800)

    private func told(_ seconds: Int64, _ channel: String = "email", noticed: Bool? = nil) -> PersonRecord {
        PersonRecord(
            incidentBeganAt: began,
            toldAt: began + .seconds(seconds),
            toldBy: channel,
            hadNoticed: noticed
        )
    }

    @Test func `people are counted by what happened to each`() {
        var card = Scorecard()
        card.count([
            told(60, noticed: false), told(60, "phone", noticed: false), told(60, noticed: true), told(60),
            PersonRecord(incidentBeganAt: began, isUnreachable: true),
            PersonRecord(incidentBeganAt: began),
            PersonRecord(incidentBeganAt: began, firstContactAt: began),
        ])
        card.count([
            told(60, "phone"), PersonRecord(incidentBeganAt: began, toldAt: began, isUnreachable: true),
        ])

        #expect(card.customersHurt == 9)
        #expect(card.told == 6)
        #expect(card.toldFirst == 2)
        #expect(card.knewFirst == 2)
        #expect(card.toldUnknownWhich == 3)
        #expect(card.unreachable == 1, "who was told after all is not unreachable")
        #expect(card.byChannel == ["email": 3, "phone": 2])
    }

    @Test(arguments: [
        (0, 0, Double?.none), (1, 0, 1.0), (0, 3, 0.0), (1, 2, 0.3333), (2, 1, 0.6667), (37, 3, 0.925),
    ])
    func `the share told first has only those as its base of whom it is known`(
        _ first: Int,
        _ knew: Int,
        _ share: Double?
    ) {
        var card = Scorecard()
        (card.toldFirst, card.knewFirst, card.toldUnknownWhich) = (first, knew, 99)

        #expect(card.toldFirstShare == share)
    }

    private static let timings: [([Int64], Int64?, Int64?, Int64?)] = [
        ([], nil, nil, nil), ([30], 30, 30, 30), ([30, 10], 10, 10, 30), ([50, 10, 20], 10, 20, 50),
        ([40, 10, 30, 20], 10, 20, 40), ([5, 5, 5, 5, 900], 5, 5, 900),
    ]

    @Test(arguments: timings)
    func `first, median and last of the times until people were told`(
        _ times: [Int64],
        _ first: Int64?,
        _ median: Int64?,
        _ last: Int64?
    ) {
        var card = Scorecard()
        card.time(times.map { told($0) } + [PersonRecord(incidentBeganAt: began, isUnreachable: true)])

        #expect(card.firstNoticeSeconds == first)
        #expect(card.medianNoticeSeconds == median)
        #expect(card.lastNoticeSeconds == last)
    }

    @Test func `every key is always there, and what nobody knows is null`() throws {
        let bytes = try JSONEncoder().encode(Scorecard())
        let keys = try #require(try JSONSerialization.jsonObject(with: bytes) as? [String: Any])

        #expect(keys.count == 22)
        for unknown in [
            "told_first_share", "first_notice_seconds", "median_notice_seconds", "last_notice_seconds",
            "longest_silence_seconds",
        ] {
            #expect(keys[unknown] is NSNull, "\(unknown)")
        }
        for known in ["customers_hurt", "told", "unreachable", "promises_due", "possible_duplicates"] {
            #expect(keys[known] as? Int == 0, "\(known)")
        }
    }

    /// Each number of the JSON can be expected by its name, and has the value that stands there.
    @Test func `a figure is found by its name in the JSON`() throws {
        let card = Self.numbered
        let bytes = try JSONEncoder().encode(card)
        let keys = try #require(try JSONSerialization.jsonObject(with: bytes) as? [String: Any])
        var figures = 0

        for (name, value) in keys {
            guard let number = value as? NSNumber else { continue }
            let figure = try #require(card.figure(name), "\(name)")
            #expect(figure == number.doubleValue, "\(name)")
            figures += 1
        }

        #expect(figures == 19)
        #expect(card.figure("no_such_figure") == nil)
        #expect(card.figure("by_channel") == nil)
        #expect(Scorecard().figure("median_notice_seconds") == .some(nil))
    }

    /// A card on which no two figures are the same.
    private static var numbered: Scorecard {
        var card = Scorecard()
        (card.customersHurt, card.told, card.toldFirst, card.knewFirst) = (100, 90, 21, 19)
        (card.toldUnknownWhich, card.unreachable) = (50, 11)
        (card.firstNoticeSeconds, card.medianNoticeSeconds, card.lastNoticeSeconds) = (601, 602, 603)
        (card.promisesDue, card.promisesKept, card.promisesReplaced, card.promisesLate) = (12, 5, 4, 3)
        (card.longestSilenceSeconds, card.contactsBeforeTold, card.contactsAfterTold) = (777, 31, 32)
        (card.emailsToAffectedCarrier, card.possibleDuplicates) = (41, 42)
        card.byChannel = ["email": 90]
        return card
    }
}
