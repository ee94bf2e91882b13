import Basis
import Foundation
import Letters
import Rendering
import Testing

/// A composer over the real templates and strings, and facts to word.
struct NoticeSamples {
    static let madrid = TimeZone(identifier: "Europe/Madrid")
    /// 2017-11-09 09:10 in Spain.
    static let now = Instant(seconds: 1_510_215_000)

    let composer: NoticeComposer
    let templates: Templates

    init() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources").path
        let resources = ResourceRoot(path: root)
        templates = try Templates(root: resources, rooms: ["Letters"])
        composer = NoticeComposer(
            templates: templates,
            catalogue: try StringCatalogue(root: resources, rooms: ["Letters"])
        )
    }

    static func facts(
        title: LocalizedText = LocalizedText([
            .spanish: "Corte en el alojamiento de OVH", .english: "Outage of hosting at OVH",
        ]),
        kind: NoticeFacts.Kind = .outage,
        origin: NoticeFacts.Origin = .upstream,
        stage: NoticeFacts.Stage = .investigating,
        isFirst: Bool = true,
        reach: NoticeFacts.Reach = .services,
        resolvedAt: Instant? = nil,
        message: LocalizedText = LocalizedText([
            .spanish: "OVH ha sufrido un **corte de corriente** en Francia y su red está aislada.",
            .english: "OVH has had a **power cut** in France and its network is cut off.",
        ]),
        estimate: NoticeFacts.Estimate? = NoticeFacts.Estimate(at: now + .minutes(110), whose: "OVH"),
        nextUpdate: Instant? = now + .minutes(50),
        sheet: FactSheet = FactSheet(),
        contactPhone: String? = "+34 910 000 000",
        contactEmail: String? = nil,
        linkTakesAnswers: Bool = false
    ) -> NoticeFacts {
        NoticeFacts(
            title: title,
            kind: kind,
            origin: origin,
            stage: stage,
            isFirst: isFirst,
            reach: reach,
            beganAt: now - .minutes(58),
            resolvedAt: resolvedAt ?? (stage == .resolved ? now : nil),
            message: message,
            estimate: estimate,
            nextUpdate: nextUpdate,
            sheet: sheet,
            contactPhone: contactPhone,
            contactEmail: contactEmail,
            pageURL: "https://estado.wanaleads.example/incidents/INC-1",
            linkTakesAnswers: linkTakesAnswers,
            sender: "Wanaleads"
        )
    }

    func compose(
        _ facts: NoticeFacts,
        _ language: Language = .spanish,
        zone: TimeZone? = madrid
    ) throws -> NoticeText {
        try composer.compose(facts, language: language, zone: try #require(zone), now: Self.now)
    }
}

extension NoticeText {
    /// All that a reader may get to see.
    var readings: [String] { [subject, text, html, short, script] }
}
