import Basis
import Catalog
import Database
import Delivery
import Rendering
import Response

/// What telling would do: how many are hurt, by which way they would hear, and what three of them would receive.
/// Read inside a rehearsal, so it is what will happen.
struct Preview: Sendable {
    static let messagesMax = 3

    let hurt: String
    /// How many will be told; 0 where nobody is.
    let toldCount: Int
    let ways: [Way]
    /// Only the first wave is planned at once; of more customers the ways are those of the first.
    let partNote: String?
    let messages: [MessageCard]
    /// Customers who read a language in which nothing was written.
    let fallBack: String?
    /// Who has to approve before machines begin; nil where nobody is asked.
    let waits: String?

    struct Way: Sendable {
        let icon: String
        let label: String
        let count: String
        let isLost: Bool
    }

    /// One real customer's message.
    struct MessageCard: Sendable {
        let customer: String
        let way: String
        let icon: String
        let lang: String
        let subject: String
        let text: String
        let short: String?
        let script: String?
    }

    init(_ reading: PreviewReading, words: Words) {
        let lost = reading.ways.first { $0.word == "lost" }?.count ?? 0
        toldCount = reading.planned == 0 ? 0 : reading.hurt - lost
        hurt = words.count("preview.hurt", reading.hurt)
        ways = reading.ways.map { way in
            Way(
                icon: way.icon,
                label: words("way.\(way.word)"),
                count: words.time.number(way.count),
                isLost: way.word == "lost"
            )
        }
        partNote =
            reading.planned < reading.hurt
            ? words("preview.first_wave", ["count": words.time.number(reading.planned)]) : nil
        messages = reading.samples.map { sample in
            MessageCard(
                customer: sample.customer.name,
                way: words("preview.by_\(sample.word)", ["address": sample.address ?? ""]),
                icon: PreviewReading.icon(sample.word),
                lang: sample.language.code,
                subject: sample.subject,
                text: sample.word == "phone" ? sample.script : sample.isShort ? sample.short : sample.text,
                short: sample.word == "email" ? sample.short : nil,
                script: sample.word == "email" ? sample.script : nil
            )
        }
        waits = reading.waits.map { Self.waits($0, words) }
        fallBack =
            reading.untranslated.isEmpty
            ? nil
            : words(
                "preview.untranslated",
                [
                    "languages": words.time.list(
                        reading.untranslated.map { words.textIfAny("console.language.\($0.code)") ?? $0.code }
                    )
                ]
            )
    }

    /// Said beforehand, so that nobody is surprised by it at the worst moment.
    private static func waits(_ waits: PreviewReading.Waits, _ words: Words) -> String {
        if !waits.approvers.isEmpty {
            return words("preview.waits", ["names": words.time.list(waits.approvers)])
        }
        return words(waits.isApprover ? "preview.waits_alone" : "preview.waits_nobody")
    }
}
