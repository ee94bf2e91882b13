import Basis
import Review
import Testing

struct PersonRecordTests {
    private let began = Instant(seconds: 1_510_210_800)

    /// Minutes after the beginning at which they were told and turned to us, and what they said; by `docs/words.md`.
    @Test(arguments: [
        (Int64?.none, Int64?.none, Bool?.none, PersonRecord.Knowledge.neither),
        (nil, nil, false, .neither), (nil, nil, true, .knewFirst), (nil, 5, nil, .knewFirst),
        (10, nil, nil, .toldNotKnownWhich), (10, nil, false, .toldFirst), (10, nil, true, .knewFirst),
        (10, 5, nil, .knewFirst), (10, 5, false, .knewFirst), (10, 10, nil, .knewFirst),
        (10, 11, nil, .toldNotKnownWhich), (10, 11, false, .toldFirst), (10, 11, true, .knewFirst),
    ])
    func `who was first; silence is never success`(
        _ told: Int64?,
        _ contact: Int64?,
        _ hadNoticed: Bool?,
        _ knowledge: PersonRecord.Knowledge
    ) {
        let person = PersonRecord(
            incidentBeganAt: began,
            toldAt: told.map { began + .minutes($0) },
            firstContactAt: contact.map { began + .minutes($0) },
            hadNoticed: hadNoticed
        )

        #expect(person.knowledge == knowledge)
    }

    @Test(arguments: [(Int64?.none, Int64?.none), (0, 0), (90, 90), (-60, 0)])
    func `the time until somebody is told counts from the beginning and is never negative`(
        _ told: Int64?,
        _ seconds: Int64?
    ) {
        let person = PersonRecord(incidentBeganAt: began, toldAt: told.map { began + .seconds($0) })

        #expect(person.secondsUntilTold == seconds)
    }
}
