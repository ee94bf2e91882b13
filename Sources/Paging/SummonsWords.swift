import Access
import Basis
import Foundation
import Incidents
import Mail
import Rendering

/// What the staff read who are called.
package struct SummonsWords: Sendable {
    private let catalogue: StringCatalogue
    private let zone: TimeZone
    private let sender: MailAddress
    /// The address of the console, without a slash at its end.
    private let consoleURL: String

    package init(catalogue: StringCatalogue, zone: TimeZone, sender: MailAddress, consoleURL: String) {
        self.catalogue = catalogue
        self.zone = zone
        self.sender = sender
        self.consoleURL = consoleURL
    }

    /// Nil for whoever has no e-mail: they see it in the console.
    func message(_ letter: SummonsLetter, at now: Instant) -> MailMessage? {
        guard let address = letter.staff.email else { return nil }
        let language = letter.staff.languages.first { Language.spoken.contains($0) } ?? .spanish
        let line = line(letter.cause, letter.incident, dueAt: letter.dueAt, language)
        let path = Self.path(letter.cause, letter.causeID, letter.incident)
        let text = [
            line,
            catalogue.text(MessageKey("paging.open"), language, ["url": consoleURL + path]),
            catalogue.text(MessageKey("paging.others"), language),
        ].joined(separator: "\n\n")
        return MailMessage(
            from: sender,
            to: MailAddress(name: letter.staff.name, address: address),
            subject: line,
            text: text + "\n",
            messageID:
                "summons-\(letter.summonsID)-\(letter.staff.id)@\(sender.address.split(separator: "@").last.map(String.init) ?? "localhost")",
            date: now,
            language: language,
            headers: [(name: "Auto-Submitted", value: "auto-generated"), (name: "X-Priority", value: "1")]
        )
    }

    /// In one sentence, what somebody is needed for.
    private func line(
        _ cause: Summons.Cause,
        _ incident: Incident?,
        dueAt: Instant?,
        _ language: Language
    ) -> String {
        let time = ReadableTime(language: language, zone: zone)
        return catalogue.text(
            MessageKey("paging.line.\(cause.rawValue)"),
            language,
            [
                "incident": incident?.name ?? "",
                "title": incident.flatMap { $0.title.resolved([language])?.text } ?? "",
                "when": dueAt.map(time.time) ?? "",
            ]
        )
    }

    /// Where in the console it can be seen to.
    package static func path(_ cause: Summons.Cause, _ causeID: Int64, _ incident: Incident?) -> String {
        switch cause {
        case .incident, .promise: incident.map { "/incidents/\($0.name)" } ?? "/incidents"
        case .approval: "/approvals/\(causeID)"
        }
    }
}
