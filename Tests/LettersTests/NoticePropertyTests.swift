import Basis
import Foundation
import Letters
import Rendering
import Testing

/// What holds for every notice, over all that can be combined.
struct NoticePropertyTests {
    private let samples: NoticeSamples

    init() throws {
        samples = try NoticeSamples()
    }

    /// All facts there are, said or left out.
    private static let sheets = [
        FactSheet(),
        FactSheet(
            [Fact.Name.cause, Fact.Name.workaround, Fact.Name.fix, Fact.Name.contact].map {
                Fact(
                    id: $0,
                    type: .text,
                    text: LocalizedText([.spanish: "dicho de \($0)", .english: "said of \($0)"])
                )
            } + [Fact(id: Fact.Name.dataExposed, type: .choice, value: "unknown")]
        ),
    ]

    private static func all(_ kind: NoticeFacts.Kind) -> [NoticeFacts] {
        var all: [NoticeFacts] = []
        for stage in NoticeFacts.Stage.allCases {
            for origin in NoticeFacts.Origin.allCases {
                for reach in NoticeFacts.Reach.allCases {
                    for (isFirst, sheet) in [(true, sheets[0]), (false, sheets[1]), (true, sheets[1])] {
                        all.append(
                            NoticeSamples.facts(
                                kind: kind,
                                origin: origin,
                                stage: stage,
                                isFirst: isFirst,
                                reach: reach,
                                estimate: isFirst
                                    ? nil : NoticeFacts.Estimate(at: NoticeSamples.now + .hours(1)),
                                nextUpdate: sheet == sheets[0] ? nil : NoticeSamples.now + .hours(1),
                                sheet: sheet,
                                contactEmail: "soporte@wanaleads.example",
                                linkTakesAnswers: sheet == sheets[1]
                            )
                        )
                    }
                }
            }
        }
        return all
    }

    @Test(arguments: NoticeFacts.Kind.allCases, Language.spoken)
    func `every notice is whole`(kind: NoticeFacts.Kind, language: Language) throws {
        for facts in Self.all(kind) {
            let notice = try samples.compose(facts, language)
            let title = facts.title.text(language)
            for reading in notice.readings {
                #expect(reading.contains(title))
                #expect(!reading.contains("⟦"), "\(reading)")
                #expect(!reading.contains("{{"))
                #expect(!reading.contains(".."), "\(reading)")
                #expect(!reading.contains("  ") || reading == notice.script || reading == notice.html)
                #expect(SegmentedText(marked: reading).slots.isSubset(of: ["customer", "services", "link"]))
            }
            #expect(!notice.subject.contains("\n"))
            #expect(!notice.text.contains("\n\n\n"))
            #expect(!notice.text.hasPrefix("\n"))
            // There is no public page of what happened to the customers of a list.
            let asks = facts.linkTakesAnswers && (facts.isFirst || facts.isResolved)
            let hasPage = facts.reach != .listed
            let link = Slot.marker("link")
            #expect(notice.text.contains(link) == (hasPage || asks))
            #expect(notice.html.contains("href=\"\(link)\"") == (hasPage || asks))
            #expect(notice.short.hasSuffix(link) == (hasPage || facts.linkTakesAnswers))
            #expect(SegmentedText(marked: notice.text).slots.contains("services") == (facts.reach != .none))
        }
    }

    @Test(arguments: NoticeFacts.Kind.allCases, Language.spoken)
    func `every short text fits with usual names and a personal link`(
        kind: NoticeFacts.Kind,
        language: Language
    ) throws {
        let values = [
            "link": "https://estado.wanaleads.example/n/" + String(repeating: "x", count: 85),
            "services": "alojamiento web y correo electrónico (no va)", "customer": "Peluquería Mari Carmen",
        ]
        for var facts in Self.all(kind) {
            facts.title[.spanish] = String(repeating: "Una avería muy larga ", count: 12)
            facts.title[.english] = String(repeating: "A very long outage ", count: 12)
            let short = SegmentedText(marked: try samples.compose(facts, language).short)
            let text = short.spliced(values) { $0 }
            #expect(text.count <= NoticeText.shortLimit, "\(text)")
            #expect(text.hasPrefix("Wanaleads: "))
        }
    }

    @Test func `a short text leaves out the least important where room is short`() throws {
        let facts = NoticeSamples.facts(
            title: LocalizedText([
                .spanish: "Corte general del alojamiento web y del correo electrónico en OVH"
            ]),
            estimate: NoticeFacts.Estimate(at: NoticeSamples.now + .hours(2), whose: "OVH")
        )

        let short = try samples.compose(facts).short

        #expect(short.contains("Lo estamos investigando."))
        #expect(short.contains("Volvemos a informarle a las 10:00 como muy tarde."))
        #expect(!short.contains(Slot.marker("services")))
    }

    @Test(arguments: Language.spoken)
    func `the mail is one that everybody can read`(language: Language) throws {
        for stage in NoticeFacts.Stage.allCases {
            let html = try samples.compose(NoticeSamples.facts(stage: stage), language).html
            #expect(html.contains("<html lang=\"\(language.code)\" dir=\"ltr\">"))
            #expect(html.contains("max-width: 600px"))
            #expect(html.contains("prefers-color-scheme: dark"))
            #expect(html.contains("<div class=\"preheader\">"))
            #expect(html.components(separatedBy: "<h1>").count == 2)
            #expect(html.components(separatedBy: "<h2>").count >= 4)
            for banned in ["<img", "http://", "https://", "<script", "<link", "url(", "@import"] {
                #expect(!html.contains(banned), "\(banned)")
            }
        }
    }

    @Test func `each template has its page`() throws {
        #expect(
            samples.templates.names == [
                "Letters/letter.html", "Letters/notice.html", "Letters/notice.text", "Letters/script.text",
            ]
        )
    }
}
