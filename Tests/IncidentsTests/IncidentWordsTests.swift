import Access
import Basis
import Catalog
import Foundation
import Incidents
import Letters
import Rendering
import Testing

/// Every word and refusal of the room has its sentence, in both languages.
struct IncidentWordsTests {
    private let catalogue: StringCatalogue

    init() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources").path
        catalogue = try StringCatalogue(root: ResourceRoot(path: root), rooms: ["Incidents"])
    }

    static let words: [MessageKey] =
        Incident.Stage.allCases.map { "incidents.stage.\($0.rawValue)" }
        + Incident.Kind.allCases.map { "incidents.kind.\($0.rawValue)" }
        + Incident.Origin.allCases.map { "incidents.origin.\($0.rawValue)" }
        + Audience.allCases.map { "incidents.audience.\($0.rawValue)" }
        + Promise.Kind.allCases.map { "incidents.promise_kind.\($0.rawValue)" }
        + Sighting.Source.allCases.map { "incidents.sighting_source.\($0.rawValue)" }
        + BackCheck.State.allCases.map { "incidents.back_state.\($0.rawValue)" }
        + TimelineEntry.Kind.all.map { "incidents.timeline.\($0)" }

    static let refusals: [any Refusal] = [
        Incident.Refusal.isClosed, Incident.Refusal.alreadyResolved, Incident.Refusal.closedIsNoStatus,
        Incident.Refusal.notResolved, Incident.Refusal.alreadyClosed, Incident.Refusal.openChecks(1),
        Incident.Refusal.openChecks(3), Incident.Refusal.stillOpen, Promise.Refusal.inThePast,
        Promise.Refusal.alreadySettled,
    ]

    @Test(arguments: words)
    func `each word has a sentence`(key: MessageKey) {
        #expect(catalogue.has(key))
    }

    @Test func `no sentence is left over`() {
        // Some have a number in them.
        let used = Set(
            (Self.words + Self.refusals.map(\.message.key)).flatMap {
                [$0.name, $0.name + ".one", $0.name + ".other"]
            }
        )

        #expect(catalogue.keys.filter { !used.contains($0) }.isEmpty)
    }

    @Test(arguments: Language.spoken)
    func `each refusal is said without a gap`(language: Language) {
        for refusal in Self.refusals {
            let sentence = catalogue.text(refusal.message, language)
            #expect(!sentence.contains("⟦"))
            #expect(!sentence.contains("{"))
        }
    }

    @Test func `the words in the details of an entry have names`() {
        let moved = TimelineEntry(
            incidentID: 1,
            happenedAt: .morning,
            kind: TimelineEntry.Kind.moved,
            actor: .system,
            details: ["from": "investigating", "to": "resolved"]
        )

        #expect(moved.wordKey(ofDetail: "to") == "incidents.stage.resolved")
        #expect(moved.wordKey(ofDetail: "other") == nil)
        #expect(catalogue.text(moved.message, .english) == "It went from “investigating” to “resolved”")
    }
}
