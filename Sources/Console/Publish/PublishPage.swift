import Basis
import Incidents

/// An update before it is published: the form, and what three real customers would receive.
struct PublishPage: Sendable {
    let frame: Frame
    let t: [String: String]
    let title: String
    let room: LinkItem
    let form: PublishForm
    let preview: Preview?
    let publishLabel: String?

    init(_ visit: Visit, _ incident: Incident, form: PublishForm, preview: Preview?, problems: FieldProblems)
    {
        let words = visit.words
        title = words("publish.title")
        frame = visit.frame(
            title: "\(incident.name) · \(title)",
            section: .incidents,
            banner: problems.banner(words),
            home: Links.room(incident.name, "publish")
        )
        t = words.t
        room = LinkItem(
            href: Links.room(incident.name),
            label: "\(incident.name) · \(words.localized(incident.title))"
        )
        self.form = form
        self.preview = preview
        publishLabel = preview.map { preview in
            preview.toldCount > 0
                ? words.count("publish.publish_and_tell", preview.toldCount) : words("publish.publish")
        }
    }
}
