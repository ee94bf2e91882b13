import Basis
import Incidents
import Letters
import Testing

struct SightingTests {
    private func sighting(
        _ trust: Sighting.Trust,
        who: String? = "OVH",
        seenAt: Instant = .morning,
        etaAt: Instant? = .at(120)
    ) -> Sighting {
        Sighting(
            incidentID: 1,
            source: .twitter,
            who: who,
            said: LocalizedText([.spanish: "Corte de corriente"]),
            seenAt: seenAt,
            notedAt: seenAt,
            trust: trust,
            etaAt: etaAt
        )
    }

    @Test func `the estimate of others is the newest that is at least plausible`() throws {
        let sightings = [
            sighting(.confirmed, seenAt: .at(5), etaAt: .at(90)),
            sighting(.plausible, seenAt: .at(10), etaAt: .at(120)),
            sighting(.rumour, seenAt: .at(20), etaAt: .at(30)),
        ]

        let estimate = try #require(sightings.estimateOfOthers(at: .at(25)))

        #expect(estimate.etaAt == .at(120))
    }

    @Test func `a rumour, a time that has passed, none at all and nobody's word are no estimate`() {
        let sightings = [
            sighting(.rumour), sighting(.confirmed, etaAt: .at(20)), sighting(.confirmed, etaAt: nil),
            sighting(.confirmed, who: nil),
        ]

        #expect(sightings.estimateOfOthers(at: .at(20)) == nil)
    }

    @Test func `the estimate of others stays theirs`() throws {
        let incident = try Incident.sample()

        let theirs = NoticeFacts.Estimate(promises: [], sightings: [sighting(.confirmed)], at: .at(10))
        let promise = try Promise(incidentID: incident.id, kind: .eta, madeAt: .morning, dueAt: .at(90))
        let ours = NoticeFacts.Estimate(promises: [promise], sightings: [sighting(.confirmed)], at: .at(10))
        let afterOurs = NoticeFacts.Estimate(
            promises: [promise],
            sightings: [sighting(.confirmed)],
            at: .at(95)
        )

        #expect(theirs == NoticeFacts.Estimate(at: .at(120), whose: "OVH"))
        #expect(ours == NoticeFacts.Estimate(at: .at(90), whose: nil))
        #expect(afterOurs == NoticeFacts.Estimate(at: .at(120), whose: "OVH"))
        #expect(NoticeFacts.Estimate(promises: [], sightings: [], at: .at(10)) == nil)
    }

    @Test func `trust grows from rumour to confirmed`() {
        #expect(Sighting.Trust.allCases.sorted() == [.rumour, .plausible, .confirmed])
    }
}
