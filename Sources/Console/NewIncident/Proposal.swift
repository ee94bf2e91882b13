import Basis
import Catalog
import Foundation
import Rendering

/// What could be said first, in each language, so that nobody starts from an empty field at three in the morning.
struct Proposal: Sendable {
    let draft: Draft
    let catalogue: StringCatalogue
    let zone: TimeZone
    /// The names of what is broken.
    let components: [LocalizedText]

    func title() -> LocalizedText {
        text { language, words in
            guard !components.isEmpty else { return words("proposal.title.list") }
            return words("proposal.title.\(shape)", ["services": services(language, words)])
        }
    }

    func message() -> LocalizedText {
        text { language, words in
            let opening =
                components.isEmpty
                ? words("proposal.message.list")
                : words("proposal.message.\(shape)", ["services": services(language, words)])
            let state = words(draft.ongoing == .no ? "proposal.message.over" : "proposal.message.working")
            return opening + " " + state
        }
    }

    /// How it shows: what is told is the worst that any component does.
    private var shape: String {
        switch draft.noticed {
        case .wrongDelivery, .mistake, .defect: "mistake"
        case .down, .partly, .slow, nil:
            switch draft.impacts.values.max() ?? .majorOutage {
            case .majorOutage: "down"
            case .partialOutage: "partly"
            case .degradedPerformance: "slow"
            case .underMaintenance, .operational: "maintenance"
            }
        }
    }

    private func services(_ language: Language, _ words: Words) -> String {
        let shown = components.prefix(3).map { $0.text(language) }
        let more = components.count - shown.count
        return words.time.list(more > 0 ? shown + [words.count("proposal.more", more)] : shown)
    }

    private func text(_ write: (Language, Words) -> String) -> LocalizedText {
        LocalizedText(
            Language.spoken.reduce(into: [:]) { texts, language in
                texts[language] = write(language, Words(catalogue: catalogue, language: language, zone: zone))
            }
        )
    }
}
