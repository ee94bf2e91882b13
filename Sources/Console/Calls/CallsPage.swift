import Access
import Basis
import Database
import Delivery
import Incidents
import Rendering

/// Who calls whom: every sheet, who is on duty, and a link for a helper.
struct CallsPage: Sendable {
    let frame: Frame
    let t: [String: String]
    let room: LinkItem
    let estimate: String?
    let sheets: [Sheet]
    let absent: [Person]
    let guests: [Sheet]
    let unassigned: String?
    let assign: String
    /// Where these calls are put into a go-bag.
    let goBag: String
    let invite: String
    let inviteFields: [FormPage.Item]
    /// The link just made.
    let link: InviteLink?
    let back: String

    struct Sheet: Sendable {
        let name: String
        let href: String?
        let progress: String
        let done: Int
        let total: Int
        /// Whether there is anybody left to call.
        let hasOpen: Bool
        let duty: DutySwitch?
    }

    struct Person: Sendable {
        let name: String
        let duty: DutySwitch
    }

    struct InviteLink: Sendable {
        let name: String
        let address: String
        let note: String
    }

    struct Reading: Sendable {
        var incident: Incident
        var sheets: [CallSheetReading]
        var estimate: CallEstimate
        var staff: [Staff]

        init?(_ name: String, at now: Instant, in session: any Session) throws {
            guard let incident = try IncidentStore.with(name: name, in: session) else { return nil }
            self.incident = incident
            (sheets, estimate) = try CallSheetReading.all(incident.id, at: now, in: session)
            staff = try StaffStore.all(in: session)
        }
    }

    init(
        _ visit: Visit,
        _ reading: Reading,
        form: FormFields? = nil,
        link: InviteLink? = nil,
        problems: FieldProblems = FieldProblems()
    ) {
        let words = visit.words
        let incident = reading.incident
        let here = Links.calls(incident.name)
        frame = visit.frame(
            title: "\(incident.name) · \(words("calls.title"))",
            section: .incidents,
            scripts: ["calls.js"],
            banner: problems.banner(words),
            home: here
        )
        t = words.t
        room = .room(incident, words)
        estimate = CallsSection.estimate(reading.estimate, words, visit.now)
        let onDuty = Dictionary(reading.staff.map { ($0.externalID, $0.isOnDuty) }) { first, _ in first }
        func sheet(_ sheet: CallSheetReading) -> Sheet {
            Sheet(
                name: sheet.name ?? words("calls.unassigned"),
                href: sheet.staffID.map { Links.sheet(incident.name, $0) },
                progress: words(
                    "calls.progress",
                    [
                        "done": words.time.number(sheet.done),
                        "total": words.time.number(sheet.done + sheet.open),
                    ]
                ),
                done: sheet.done,
                total: max(1, sheet.done + sheet.open),
                hasOpen: sheet.open > 0,
                duty: sheet.staffID.map { DutySwitch($0, isOn: onDuty[$0] ?? false, words) }
            )
        }
        sheets = reading.sheets.filter { $0.staffID != nil }.map(sheet)
        guests = reading.sheets.filter(\.isGuest).map(sheet)
        let listed = Set(reading.sheets.compactMap(\.staffID))
        absent = reading.staff.filter { !listed.contains($0.externalID) }.map {
            Person(name: $0.name, duty: DutySwitch($0.externalID, isOn: $0.isOnDuty, words))
        }
        let nobodys = reading.sheets.first { $0.name == nil }?.open ?? 0
        unassigned = nobodys > 0 ? words.count("calls.nobody_has", nobodys) : nil
        goBag = Links.with(Links.goBag, ["incident": incident.name])
        assign = Links.room(incident.name, "assign")
        invite = Links.room(incident.name, "helpers")
        inviteFields = Self.fields(form, problems, words)
        self.link = link
        back = here
    }

    private static func fields(
        _ form: FormFields?,
        _ problems: FieldProblems,
        _ words: Words
    ) -> [FormPage.Item] {
        func field(_ name: String, _ usual: String, type: String) -> FormPage.Item {
            .text(
                TextField(
                    name,
                    label: words("helper.\(name)"),
                    value: form?[name] ?? usual,
                    problem: problems[name],
                    type: type,
                    isRequired: true
                )
            )
        }
        return [
            field("name", "", type: "text"), field("calls", "10", type: "number"),
            field("hours", "4", type: "number"),
        ]
    }
}

/// The switch by which somebody comes on duty or leaves.
struct DutySwitch: Sendable {
    let action: String
    let isOn: Bool
    /// What pressing it makes of it.
    let next: String
    let label: String

    init(_ staff: String, isOn: Bool, _ words: Words) {
        action = Links.staffDuty(staff)
        self.isOn = isOn
        next = isOn ? "off" : "on"
        label = words(isOn ? "staff.on_duty" : "staff.off_duty")
    }
}
