import Basis
import Foundation
import Letters
import Rendering

/// A composer over the real sentences, and every situation that a letter may be written in.
struct LetterSamples {
    static let root = ResourceRoot(
        path: URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources").path
    )
    static let during: Set<String> = ["first-notice", "follow-up", "advisory"]

    /// What is known of customers' data.
    enum Data: CaseIterable {
        case untouched
        case touched
        case unknown
    }

    struct Situation {
        var origin: NoticeFacts.Origin
        var knowsCause: Bool
        var data: Data
        var audience: ComposeOptions.Audience
        var register: ComposeOptions.Register
    }

    let composer: LetterComposer
    private let linter = LetterLinter(root: root)

    init() throws {
        composer = try LetterComposer(
            root: Self.root,
            catalogue: try StringCatalogue(root: Self.root, rooms: ["Letters"]),
            templates: try Templates(root: Self.root, rooms: ["Letters"])
        )
    }

    static func situations(_ framework: String) -> [Situation] {
        var all: [Situation] = []
        for origin in [NoticeFacts.Origin.ours, .upstream, .attack] {
            for knowsCause in [true, false] {
                for data in Data.allCases {
                    for audience in ComposeOptions.Audience.allCases {
                        all += ComposeOptions.Register.allCases.map {
                            Situation(
                                origin: origin,
                                knowsCause: knowsCause,
                                data: data,
                                audience: audience,
                                register: $0
                            )
                        }
                    }
                }
            }
        }
        return all
    }

    func letter(
        _ situation: Situation,
        _ framework: String,
        _ language: Language,
        _ form: ComposeOptions.Form = .letter,
        incident: String = "INC-7"
    ) throws -> ComposedLetter {
        try composer.compose(
            Self.facts(situation, framework, incident: incident),
            ComposeOptions(
                framework: framework,
                language: language,
                register: situation.register,
                audience: situation.audience,
                form: form
            ),
            zone: NoticeSamples.madrid ?? .gmt,
            now: NoticeSamples.now
        )
    }

    func report(_ letter: ComposedLetter, _ situation: Situation) throws -> LintReport {
        let facts = Self.facts(situation, letter.framework, incident: "INC-7")
        let sheet = try JSONEncoder().encode(facts.sheet(zone: NoticeSamples.madrid ?? .gmt))
        return try linter.lint(
            letter.text,
            options: LintOptions(language: letter.language.code, framework: letter.framework, facts: sheet)
        )
    }

    /// A step that nobody could do, because the fact it tells is not known, and the letter reports it.
    static func isHonestlyMissing(_ finding: LintReport.Finding, _ letter: ComposedLetter) -> Bool {
        guard finding.type == "missing" else { return false }
        return finding.rule.hasSuffix(".explain") && letter.missing.contains("cause")
    }

    static func facts(_ situation: Situation, _ framework: String, incident: String) -> LetterFacts {
        let isOver = !during.contains(framework)
        var facts = sheet(situation, isOver: isOver)
        if situation.knowsCause { facts.append(cause(situation.origin)) }
        let now = NoticeSamples.now
        let notice = NoticeFacts(
            title: LocalizedText([
                .spanish: "Webs y correo sin servicio", .english: "Websites and email down",
            ]),
            kind: .outage,
            origin: situation.origin,
            stage: isOver ? .resolved : .identified,
            isFirst: true,
            beganAt: now - .minutes(298),
            resolvedAt: isOver ? now - .minutes(10) : nil,
            message: LocalizedText(),
            estimate: NoticeFacts.Estimate(
                at: now + .minutes(110),
                whose: situation.origin == .upstream ? "OVH" : nil
            ),
            nextUpdate: now + .minutes(50),
            sheet: FactSheet(facts),
            contactPhone: "+34 910 000 000",
            pageURL: "https://estado.wanaleads.example/incidents/\(incident)",
            sender: "Wanaleads"
        )
        return LetterFacts(incident: incident, notice: notice, customer: "Marta Gil")
    }

    private static func text(_ id: String, _ spanish: String, _ english: String) -> Fact {
        Fact(id: id, type: .text, text: LocalizedText([.spanish: spanish, .english: english]))
    }

    private static func sheet(_ situation: Situation, isOver: Bool) -> [Fact] {
        let choice =
            switch situation.data {
            case .untouched: Fact.Choice.no
            case .touched: Fact.Choice.yes
            case .unknown: Fact.Choice.unknown
            }
        let lost = situation.data == .touched ? Fact.Choice.no : choice
        return [
            Fact(id: "data_exposed", type: .choice, value: choice.rawValue),
            Fact(id: "data_lost", type: .choice, value: lost.rawValue),
            isOver
                ? text(
                    "what",
                    "La web y el correo dejaron de funcionar.",
                    "The websites and email stopped working."
                )
                : text("what", "La web y el correo no funcionan.", "The websites and email are not working."),
            isOver
                ? text(
                    "fix",
                    "Hemos restablecido la red, web por web",
                    "We restored the network, site by site"
                )
                : text("fix", "Estamos restableciendo la red", "We are restoring the network"),
            text(
                "prevention",
                "Instalaremos una segunda salida a la red antes del 31 de enero de 2018",
                "We will install a second line before 31 January 2018"
            ),
            text(
                "remedy",
                "Le abonamos un mes de servicio en la factura de diciembre",
                "One month of service will be credited on your December invoice"
            ),
            text("workaround", "Cambie la contraseña del correo", "Change the password of your email"),
            text("product", "La estufa Brasa", "The Brasa heater"),
            text("hazard", "El cable puede provocar un incendio", "The cable can start a fire"),
            text("units", "Las del lote B-77", "Those of batch B-77"),
            Fact(id: "signatory", type: .name, value: "Alberto Ruiz"),
        ]
    }

    private static func cause(_ origin: NoticeFacts.Origin) -> Fact {
        switch origin {
        case .upstream:
            text(
                "cause",
                "OVH se quedó sin corriente en su sala de enrutamiento",
                "OVH lost power in its routing room"
            )
        case .attack:
            text("cause", "Alguien entró con una contraseña antigua", "Somebody got in with an old password")
        case .ours, .unknown:
            text(
                "cause",
                "Un cambio nuestro borró las tablas del router",
                "A change of ours wiped the router's tables"
            )
        }
    }
}
