import Basis

/// Walks along the chain and notes what does not fit. A value, fed link by link and checkpoint by checkpoint in
/// their order; its memory does not depend on how many there are.
struct ChainWalk: Sendable {
    /// A link whose hash does not follow, with the hash that stands before it.
    private struct Suspect {
        var link: AuditLink
        var previous: String
    }

    /// A row that says something else than its seal.
    private struct Mismatch {
        var position: Int64
        var entry: Int64
        var found: String
        var sealed: String
    }

    private(set) var position: Int64 = 0
    private(set) var hash = AuditLink.root
    /// False behind a gap, where what stood before is not known.
    private var knowsPrevious = true
    private var removed: [ClosedRange<Int64>] = []
    private var suspects: [Suspect] = []
    private var mismatches: [Mismatch] = []
    private var swaps: [(Int64, Int64)] = []
    private var others: [AuditFault] = []
    private var lastGoodCheckpoint: Int64 = 0
    private var isRewritten = false

    mutating func take(_ link: AuditLink, _ record: AuditRecord?) {
        if link.position > position + 1 {
            note(removed: position + 1...link.position - 1)
            knowsPrevious = false
        }
        if let record {
            if record.content != link.content, mismatches.count < AuditVerifier.faultsMax {
                mismatches.append(
                    Mismatch(
                        position: link.position,
                        entry: record.id,
                        found: record.content,
                        sealed: link.content
                    )
                )
            }
        } else {
            note(removed: link.position...link.position)
        }
        if knowsPrevious, !link.fits(after: hash, at: link.position) { suspect(link) }
        position = link.position
        hash = link.hash
        knowsPrevious = true
    }

    /// A checkpoint whose link was taken last, or is gone.
    mutating func compare(_ checkpoint: Checkpoint) {
        guard checkpoint.count == position else { return }
        if checkpoint.head == hash {
            if !isRewritten { lastGoodCheckpoint = checkpoint.count }
        } else if !isRewritten {
            isRewritten = true
            others.append(.rewritten(after: lastGoodCheckpoint, upTo: checkpoint.count))
        }
    }

    /// All faults, once the last link was taken.
    /// - Parameter expected: how long the chain was, by its head or by a checkpoint.
    func faults(expected: Int64) -> [AuditFault] {
        var faults = removed.map { AuditFault.removed(first: $0.lowerBound, last: $0.upperBound) }
        faults += contentFaults
        faults += swaps.map { .swapped($0.0, $0.1) }
        faults += resealed
        // A rewritten hash is a rewritten chain only where nothing else explains it.
        faults += others.filter { fault in
            if case .rewritten = fault { return swaps.isEmpty && resealed.isEmpty }
            return true
        }
        if expected > position { faults.append(.cut(after: position, expected: expected)) }
        return Array(faults.prefix(AuditVerifier.faultsMax))
    }

    private mutating func note(removed range: ClosedRange<Int64>) {
        if let last = removed.last, last.upperBound + 1 == range.lowerBound {
            removed[removed.count - 1] = last.lowerBound...range.upperBound
        } else if removed.count < AuditVerifier.faultsMax {
            removed.append(range)
        }
    }

    /// Notes a link that does not follow. Where it and an earlier one fit into each other's place, they were swapped.
    private mutating func suspect(_ link: AuditLink) {
        let found = suspects.firstIndex { earlier in
            // The link before this place is the one that stands there, or, for neighbours, this one itself.
            [hash, link.hash].contains { earlier.link.fits(after: $0, at: link.position) }
                && link.fits(after: earlier.previous, at: earlier.link.position)
        }
        if let found {
            swaps.append((suspects[found].link.position, link.position))
        } else if suspects.count < AuditVerifier.faultsMax {
            suspects.append(Suspect(link: link, previous: hash))
        }
    }

    /// Two rows that say each what the other's seal says were swapped; one that says what no seal says was edited.
    private var contentFaults: [AuditFault] {
        var faults: [AuditFault] = []
        var explained: Set<Int64> = []
        for (index, one) in mismatches.enumerated() where !explained.contains(one.position) {
            let other = mismatches[(index + 1)...].first {
                !explained.contains($0.position) && $0.found == one.sealed && $0.sealed == one.found
            }
            if let other {
                explained.insert(other.position)
                faults.append(.swapped(one.position, other.position))
            } else {
                faults.append(.edited(position: one.position, entry: one.entry))
            }
        }
        return faults
    }

    /// Links that do not follow, without those that only stand behind one that was swapped or changed.
    private var resealed: [AuditFault] {
        let swapped = Set(swaps.flatMap { [$0.0, $0.1] })
        let named = swapped.union(mismatches.map(\.position))
        var changed: Set<Int64> = []
        for suspect in suspects {
            let place = suspect.link.position
            guard !named.contains(place), !swapped.contains(place - 1), !changed.contains(place - 1) else {
                continue
            }
            changed.insert(place)
        }
        return changed.sorted().map { .resealed(position: $0) }
    }
}
