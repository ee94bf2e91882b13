import Basis

/// The text for a phone: who, what, how far, when more, and the link, in at most `NoticeText.shortLimit` characters.
///
/// What is filled in per person is not known yet; each slot is given room for a usual value.
struct ShortNotice {
    /// Room for a personal link: the address of the site and a signed token.
    static let linkAllowance = 120
    static let servicesAllowance = 50
    private static let titleLimit = 80

    let wording: NoticeWording

    private var facts: NoticeFacts { wording.facts }
    private var voice: NoticeVoice { wording.voice }

    /// The pieces in the order in which they are read; those of a lower rank go first where there is no room.
    var text: String {
        let title = "\(facts.sender.typed): \(wording.title.shortened(to: Self.titleLimit))."
        var pieces = [Piece(title, rank: 0), Piece(state, rank: 1)]
        if let services { pieces.append(Piece(services, rank: 4)) }
        if let estimate { pieces.append(Piece(estimate, rank: 3)) }
        if let next { pieces.append(Piece(next, rank: 2)) }
        if facts.reach != .listed || facts.linkTakesAnswers {
            pieces.append(Piece(NoticeVoice.link, rank: 0))
        }
        while Self.room(for: pieces) > NoticeText.shortLimit,
            let last = pieces.indices.max(by: { pieces[$0].rank < pieces[$1].rank }), pieces[last].rank > 0
        {
            pieces.remove(at: last)
        }
        return pieces.map(\.text).joined(separator: " ")
    }

    private struct Piece {
        var text: String
        var rank: Int

        init(_ text: String, rank: Int) {
            self.text = text
            self.rank = rank
        }
    }

    private var state: String {
        voice.say(facts.reach == .none ? "short.unaffected" : "short.\(facts.stage.rawValue)")
    }

    private var services: String? {
        guard facts.reach == .services || facts.reach == .listed else { return nil }
        let key = facts.isResolved ? "short.services_resolved" : "short.services"
        return voice.say(key, ["services": NoticeVoice.services])
    }

    private var estimate: String? {
        guard !facts.isResolved, let estimate = facts.estimate, estimate.at > voice.now else { return nil }
        let when = voice.soon(estimate.at)
        guard let whose = estimate.whose?.typed else { return voice.say("short.estimate", ["when": when]) }
        return voice.say("short.estimate_theirs", ["who": whose, "when": when])
    }

    private var next: String? {
        facts.nextUpdate.map { voice.say("short.next", ["when": voice.soon($0)]) }
    }

    private static func room(for pieces: [Piece]) -> Int {
        pieces.reduce(pieces.count - 1) { sum, piece in
            var count = piece.text.count
            if piece.text.contains(NoticeVoice.link) { count += linkAllowance - NoticeVoice.link.count }
            if piece.text.contains(NoticeVoice.services) {
                count += servicesAllowance - NoticeVoice.services.count
            }
            return sum + count
        }
    }
}

extension String {
    /// The text cut at a word where it is longer.
    fileprivate func shortened(to limit: Int) -> String {
        guard count > limit else { return self }
        let cut = prefix(limit - 1)
        let words = cut.split(separator: " ").dropLast().joined(separator: " ")
        return (words.isEmpty ? String(cut) : words) + "…"
    }
}
