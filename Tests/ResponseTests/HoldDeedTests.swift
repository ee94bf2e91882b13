import Access
import Basis
import Database
import Delivery
import Incidents
import Response
import TestSupport
import Testing

struct HoldDeedTests {
    @Test(arguments: DatabaseUnderTest.available)
    func `holding and continuing say what they moved, and are in the incident's story`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let agency = try await Agency(engine)
        try await agency.open(notify: true)
        try await agency.open(notify: true, at: .at(1))
        let jon = Actor.staff(id: 1, role: .responder)

        let held = try await agency.response.perform(
            HoldCampaign(incident: "INC-2", reason: "Wrong text"),
            by: jon,
            at: .at(2)
        )
        #expect(held.campaigns == 1 && held.incidents == ["INC-2"])
        #expect(try await agency.calls(2).isEmpty)
        #expect(try await agency.calls(1).count == 2)
        let all = try await agency.response.perform(HoldCampaign(incident: nil), by: jon, at: .at(3))
        #expect(all.campaigns == 1 && all.incidents == ["INC-1"])
        let continued = try await agency.response.perform(
            ContinueCampaign(incident: nil),
            by: jon,
            at: .at(4)
        )
        #expect(continued.campaigns == 2 && continued.incidents == ["INC-1", "INC-2"])
        #expect(try await agency.calls(2).count == 2)

        let story = try await agency.database.read { session in
            try IncidentStore.timeline(of: 2, limit: 10, in: session)
        }
        let moves = story.filter { $0.kind.hasPrefix("campaign_") && $0.kind != "campaign_launched" }
        #expect(Set(moves.map(\.kind)) == ["campaign_held", "campaign_continued"])
        #expect(moves.first { $0.kind == "campaign_held" }?.details == ["reason": "Wrong text"])
    }
}
