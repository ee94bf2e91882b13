import Basis
import Catalog
import Database

/// Writes a planned wave: the wave with its hash, a notice for each recipient, why addresses were passed over, calls,
/// and segments of what machines send. Inserts of many rows, in one transaction that the caller opened.
struct WaveWriter {
    let campaign: Campaign
    let now: Instant
    /// So many that a machine sends go first, in segments of their own.
    var canary = 0

    /// Notices of one segment, hence rows of one insert.
    static let segmentSize = 250

    private struct Kind: Equatable {
        var state: NoticeState
        var channel: AddressChannel?
        var reason: NoticeReason?
    }

    private struct Block {
        var entries: ArraySlice<WavePlan.Entry>
        /// Of the notices.
        var range: ClosedRange<Int64>
        /// Of the notices, by customer; empty where nothing refers to them one by one.
        var ids: [Int64: Int64]

        func notice(of entry: WavePlan.Entry) throws -> Int64 {
            guard let id = ids[entry.customerID] else {
                throw DatabaseError(
                    .malformedRow,
                    "the notice of customer \(entry.customerID) was not inserted"
                )
            }
            return id
        }
    }

    func write(_ plan: WavePlan, in session: any Session) throws {
        guard !plan.entries.isEmpty else { return }
        let number = try session.count(
            "SELECT COALESCE(MAX(number), 0) + 1 FROM wave WHERE campaign_id = \(campaign.id)"
        )
        let waveID = try session.insert(
            """
            INSERT INTO wave (campaign_id, number, recipients, hash, frozen_at)
            VALUES (\(campaign.id), \(number), \(plan.entries.count), \(plan.hash), \(now))
            RETURNING id
            """
        )
        var segments: [[SQLValue]] = []
        let cut = Canary.cut(plan.entries, canary)
        let first = grouped(plan.entries[..<cut]).map { ($0.kind, $0.entries, isCanary: true) }
        let rest = grouped(plan.entries[cut...]).map { ($0.kind, $0.entries, isCanary: false) }
        for (kind, entries, isCanary) in first + rest {
            for start in stride(from: 0, to: entries.count, by: Self.segmentSize) {
                let block = entries[start..<min(start + Self.segmentSize, entries.count)]
                let written = try insert(block, of: kind, wave: waveID, in: session)
                if kind.state == .waiting {
                    segments.append(segment(written.range, wave: waveID, number: number, isCanary: isCanary))
                }
                try insertPassedOver(written, in: session)
                if kind.state == .toCall { try insertCalls(written, plan, in: session) }
            }
        }
        try insertSegments(segments, in: session)
    }

    /// By what becomes of them, each group in the order of telling and the groups in that of their first member.
    private func grouped(
        _ entries: ArraySlice<WavePlan.Entry>
    ) -> [(kind: Kind, entries: [WavePlan.Entry])] {
        var groups: [(kind: Kind, entries: [WavePlan.Entry])] = []
        for entry in entries {
            let choice = entry.choice
            let kind = Kind(state: choice.state, channel: choice.channel, reason: choice.reason)
            // There are few, and mostly it is the first: cheaper than a hash of three names.
            if let place = groups.firstIndex(where: { $0.kind == kind }) {
                groups[place].entries.append(entry)
            } else {
                groups.append((kind, [entry]))
            }
        }
        return groups
    }

    /// What the rows have in common is bound once: two values a row are bound in half the time of nine.
    private func insert(
        _ block: ArraySlice<WavePlan.Entry>,
        of kind: Kind,
        wave waveID: Int64,
        in session: any Session
    ) throws -> Block {
        let rows = block.map { [$0.customerID.sqlValue, $0.choice.addressID?.sqlValue ?? .null] }
        let nextAt = kind.state == .waiting ? now : nil
        let areNamed = kind.state == .toCall || block.contains { !$0.choice.passedOver.isEmpty }
        var (first, last) = (Int64.max, Int64.min)
        var ids: [Int64: Int64] = [:]
        try session.each(
            """
            INSERT INTO notice (campaign_id, wave_id, customer_id, state, channel, address_id, reason, attempts,
                                is_possible_duplicate, next_at)
            SELECT \(bigint: campaign.id), \(bigint: waveID), CAST(v.column1 AS BIGINT), \(text: kind.state.rawValue),
                   \(text: kind.channel?.rawValue), CAST(v.column2 AS BIGINT), \(text: kind.reason?.rawValue), 0, 0,
                   \(bigint: nextAt?.milliseconds)
            FROM (VALUES \(rows: rows)) AS v
            RETURNING id, customer_id
            """
        ) { row in
            let id = try row.int64(0)
            (first, last) = (min(first, id), max(last, id))
            if areNamed { ids[try row.int64(1)] = id }
        }
        guard first <= last else { throw DatabaseError(.malformedRow, "a block of notices was not inserted") }
        return Block(entries: block, range: first...last, ids: ids)
    }

    private func segment(
        _ range: ClosedRange<Int64>,
        wave waveID: Int64,
        number: Int,
        isCanary: Bool
    ) -> [SQLValue] {
        [
            .integer(campaign.id), .integer(waveID), .integer(Int64(number)), .integer(range.lowerBound),
            .integer(range.upperBound), .text("open"), .integer(0), .integer(0), now.sqlValue,
            .integer(isCanary ? 1 : 0),
        ]
    }

    private func insertSegments(_ rows: [[SQLValue]], in session: any Session) throws {
        guard !rows.isEmpty else { return }
        try session.run(
            """
            INSERT INTO segment (campaign_id, wave_id, wave_number, first_notice_id, last_notice_id, state, fence,
                                 lease_until, next_at, is_canary)
            VALUES \(rows: rows)
            """
        )
    }

    private func insertPassedOver(_ block: Block, in session: any Session) throws {
        let rows = try block.entries.flatMap { entry in
            let passed = entry.choice.passedOver
            guard !passed.isEmpty else { return [[SQLValue]]() }
            let id = try block.notice(of: entry)
            return passed.map { PassedOverStore.values(notice: id, $0) }
        }
        try PassedOverStore.insert(rows, in: session)
    }

    private func insertCalls(_ block: Block, _ plan: WavePlan, in session: any Session) throws {
        let rows = try block.entries.compactMap { entry -> [SQLValue]? in
            guard case .call(let way, let addressID) = entry.choice.way else { return nil }
            return CallStore.values(
                notice: try block.notice(of: entry),
                campaign: campaign.id,
                customer: entry.customerID,
                way: way,
                address: addressID,
                plan: plan.calls[entry.customerID] ?? CallPlan(dueAt: now)
            )
        }
        try CallStore.insert(rows, in: session)
    }
}
