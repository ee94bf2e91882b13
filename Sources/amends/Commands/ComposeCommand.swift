import Access
import ArgumentParser
import Assembly
import Basis
import Database
import Foundation
import Incidents
import Letters
import Rendering
import Response

/// Writes a letter, a short text, a script, a briefing or a kit about an incident, from its facts alone.
struct Compose: AmendsCommand {
    static let configuration = CommandConfiguration("compose", "cli.compose")

    enum Printed: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
        case markdown
        case html
    }

    @OptionGroup var common: CommonOptions
    @Argument(help: .words("cli.incident.id")) var incident: String
    @Option(help: .words("cli.compose.framework")) var framework: String
    @Option(help: .words("cli.compose.language")) var language: String
    @Option(help: .words("cli.compose.register")) var register = ComposeOptions.Register.usted
    @Option(help: .words("cli.compose.audience")) var audience = ComposeOptions.Audience.hurt
    @Option(help: .words("cli.compose.reader")) var reader = ComposeOptions.Reader.business
    @Option(help: .words("cli.compose.form")) var form = ComposeOptions.Form.letter
    @Option(help: .words("cli.compose.customer", valueName: "name")) var customer: String?
    @Option(help: .words("cli.compose.format")) var format = Printed.text

    func run(in house: House) async throws -> ExitStatus {
        guard let spoken = Language(language), Language.spoken.contains(spoken) else {
            throw ComposeRefusal.unknownLanguage(language)
        }
        let root = try Self.root()
        let composer = try LetterComposer(
            root: root,
            catalogue: try Words.catalogue ?? StringCatalogue(root: root, rooms: ["Letters"]),
            templates: try Templates(root: root, rooms: ["Letters"])
        )
        let letter = try composer.compose(
            try await facts(in: house),
            ComposeOptions(
                framework: framework,
                language: spoken,
                register: register,
                audience: audience,
                reader: reader,
                form: form
            ),
            zone: house.settings.timeZone,
            now: house.clock.now()
        )
        try show(letter, composer)
        return .done
    }

    private func facts(in house: House) async throws -> LetterFacts {
        let (name, now, settings) = (incident, house.clock.now(), house.settings)
        let notice = try await house.response.read { session in
            guard let found = try IncidentStore.with(name: name, in: session) else {
                throw DeedRefusal.unknownIncident(name)
            }
            return NoticeFacts(
                of: found,
                message: LocalizedText(),
                isFirst: try IncidentStore.updates(of: found.id, in: session).isEmpty,
                reach: found.basis == .list ? .listed : .services,
                sheet: try FactStore.sheet(found.id, in: session),
                promises: try IncidentStore.promises(of: found.id, in: session),
                sightings: try IncidentStore.sightings(of: found.id, in: session),
                now: now,
                pageURL: "\(settings.publicURL)/incidents/\(found.name)",
                sender: settings.senderName,
                contactPhone: settings.contactPhone
            )
        }
        return LetterFacts(incident: incident.uppercased(), notice: notice, customer: customer)
    }

    private func show(_ letter: ComposedLetter, _ composer: LetterComposer) throws {
        switch format {
        case .text:
            if !letter.subject.isEmpty { Output.line(letter.subject + "\n") }
            Output.raw(letter.text)
        case .markdown: Output.raw(letter.markdown)
        case .html: Output.raw(try composer.html(letter))
        case .json: try Output.json(ComposedView(letter))
        }
        guard !letter.missing.isEmpty, format != .json else { return }
        ExitStatus.complain(
            Words.text("cli.compose.missing", ["facts": letter.missing.joined(separator: ", ")])
        )
    }
}

/// What `compose --format json` prints.
struct ComposedView: Encodable {
    let letter: ComposedLetter

    init(_ letter: ComposedLetter) { self.letter = letter }

    private enum CodingKeys: String, CodingKey { case text, markdown }

    func encode(to encoder: any Encoder) throws {
        try letter.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(letter.text, forKey: .text)
        try container.encode(letter.markdown, forKey: .markdown)
    }
}

extension ComposeOptions.Register: ExpressibleByArgument {}
extension ComposeOptions.Audience: ExpressibleByArgument {}
extension ComposeOptions.Reader: ExpressibleByArgument {}
extension ComposeOptions.Form: ExpressibleByArgument {}
