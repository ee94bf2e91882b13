import Basis
import Foundation
import Rendering

/// All that a letter about one incident may say, and who says it.
package struct LetterFacts: Sendable {
    /// The incident's name; which of several sentences is taken hangs on it, so that the same incident always reads
    /// the same and two incidents do not.
    package var incident: String
    package var notice: NoticeFacts
    /// How the greeting calls the reader: a name, or the marker of a slot; nil greets without a name.
    package var customer: String?
    /// What of theirs is hurt: names, or the marker of a slot; nil where it is not named.
    package var services: String?

    package init(incident: String, notice: NoticeFacts, customer: String? = nil, services: String? = nil) {
        self.incident = incident
        self.notice = notice
        self.customer = customer
        self.services = services
    }

    /// The fact sheet with what else the program knows: names, moments, ways to reach us. A letter is compared with
    /// this one.
    package func sheet(zone: TimeZone) -> FactSheet {
        var facts = notice.sheet.facts
        let known = Set(facts.map(\.id))
        func add(_ id: String, _ type: Fact.Form, _ value: String?) {
            guard let value, !value.isEmpty, !known.contains(id) else { return }
            facts.append(Fact(id: id, type: type, value: value, text: LocalizedText([.spanish: value])))
        }
        func add(_ id: String, _ moment: Instant?) {
            guard let moment, !known.contains(id) else { return }
            facts.append(Fact(id: id, type: .time, value: moment.rfc3339(in: zone)))
        }
        add("sender", .name, notice.sender)
        add("page", .text, notice.pageURL)
        add("phone", .text, notice.contactPhone)
        add("email", .text, notice.contactEmail)
        add("customer", .name, customer)
        add("services", .name, services)
        add("estimate_by", .name, notice.estimate?.whose)
        add(Fact.Name.beganAt, notice.beganAt)
        add(Fact.Name.restoredAt, notice.resolvedAt)
        add(Fact.Name.eta, notice.estimate?.at)
        add(Fact.Name.nextUpdate, notice.nextUpdate)
        if let ended = notice.resolvedAt, ended > notice.beganAt {
            facts.append(Self.lasted(ended - notice.beganAt))
        }
        if !known.contains("title") { facts.append(Fact(id: "title", type: .text, text: notice.title)) }
        return FactSheet(facts)
    }

    private static func lasted(_ span: Span) -> Fact {
        var text = LocalizedText()
        for language in Language.spoken { text[language] = length(span, language) }
        return Fact(id: "lasted", type: .duration, value: String(span.milliseconds / 1_000), text: text)
    }

    /// `4 horas y 48 minutos`: as somebody writes it in a letter, to the minute.
    static func length(_ span: Span, _ language: Language) -> String {
        let minutes = max(1, (span.milliseconds + 30_000) / 60_000)
        let units = Duration.UnitsFormatStyle(
            allowedUnits: [.days, .hours, .minutes],
            width: .wide,
            maximumUnitCount: 2
        )
        let parts = Duration.seconds(minutes * 60).formatted(units.locale(Locale(identifier: language.code)))
            .components(separatedBy: ", ")
        return ReadableTime(language: language, zone: .gmt).list(parts)
    }
}

extension Instant {
    /// With the offset of the zone, so that clock times can be compared as they are told there.
    fileprivate func rfc3339(in zone: TimeZone) -> String {
        let date = Date(timeIntervalSince1970: Double(milliseconds) / 1_000)
        let minutes = zone.secondsFromGMT(for: date) / 60
        let local = Instant(milliseconds: milliseconds + Int64(minutes) * 60_000).rfc3339
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
        let offset = (minutes < 0 ? "-" : "+") + two(abs(minutes) / 60) + ":" + two(abs(minutes) % 60)
        return (local.hasSuffix("Z") ? String(local.dropLast()) : local) + offset
    }
}
