import Basis
import Catalog
import Database
import Delivery
import Rendering
import Synchronization

/// Recipients in the order in which they were added; the place is the number of those already given.
final class StubSource: RecipientSource {
    private struct Memory {
        var ids: [Int64] = []
        var isFixed = false
        var frozen: [Int64] = []
    }

    private let memory = Mutex(Memory())

    func append(_ ids: [Int64]) { memory.withLock { $0.ids += ids } }
    func replace(_ ids: [Int64]) { memory.withLock { $0.ids = ids } }
    func fix() { memory.withLock { $0.isFixed = true } }

    /// Customers that were told to be frozen, as often as they were; a rolled back transaction counts too.
    var frozen: [Int64] { memory.withLock { $0.frozen } }

    func next(
        _ campaign: Campaign,
        cursor: String?,
        limit: Int,
        at now: Instant,
        in session: any Session
    ) throws -> (recipients: [Recipient], next: String?) {
        let start = cursor.flatMap { Int($0) } ?? 0
        let ids = memory.withLock { $0.ids }
        let end = min(start + limit, ids.count)
        return (
            ids[start..<end].map { Recipient(customerID: $0, severity: 4) }, end < ids.count ? "\(end)" : nil
        )
    }

    func froze(
        _ campaign: Campaign,
        recipients: [Recipient],
        at now: Instant,
        in session: any Session
    ) throws {
        memory.withLock { $0.frozen += recipients.map(\.customerID) }
    }

    func personal(
        _ campaign: Campaign,
        customerIDs: [Int64],
        at now: Instant,
        in session: any Session
    ) throws -> [Int64: [String: String]] {
        let customers = try CustomerStore.with(ids: customerIDs, in: session)
        return Dictionary(
            customers.map { ($0.id, ["customer": $0.name, "link": "https://estado.example/\($0.id)"]) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    func isFixedMeanwhile(_ campaign: Campaign, in session: any Session) throws -> Bool {
        memory.withLock { $0.isFixed }
    }
}

/// Remembers what it was given, and answers as it is told to.
final class RecordingChannel: Delivery.Channel {
    struct Delivered: Sendable, Hashable {
        var customerID: Int64
        var address: String
        var key: String
        var isRepeat: Bool
        var text: String
    }

    let kind: AddressChannel
    let repeatsAfterUnknown: Int
    private let answer: @Sendable (OutgoingNotice) async -> DeliveryOutcome
    private let memory = Mutex<[Delivered]>([])

    init(
        _ kind: AddressChannel = .email,
        repeatsAfterUnknown: Int = 1,
        answer: @escaping @Sendable (OutgoingNotice) async -> DeliveryOutcome = { _ in
            .handedOver(reference: nil)
        }
    ) {
        self.kind = kind
        self.repeatsAfterUnknown = repeatsAfterUnknown
        self.answer = answer
    }

    var delivered: [Delivered] { memory.withLock { $0 } }
    var addresses: [String] { delivered.map(\.address) }

    func deliver(_ group: [OutgoingNotice]) async -> [DeliveryOutcome] {
        var outcomes: [DeliveryOutcome] = []
        for notice in group {
            let outcome = await answer(notice)
            if case .handedOver = outcome { remember(notice) }
            if case .unknown = outcome { remember(notice) }
            outcomes.append(outcome)
        }
        return outcomes
    }

    private func remember(_ notice: OutgoingNotice) {
        let delivered = Delivered(
            customerID: notice.customerID,
            address: notice.address,
            key: notice.key,
            isRepeat: notice.isRepeat,
            text: notice.variant.bodyText.spliced(notice.personal, escape: \.self)
        )
        memory.withLock { $0.append(delivered) }
    }
}

/// A process that dies at its n-th use of the database: that one and all later ones do nothing and fail.
///
/// Whether the n-th is lost before it is committed or only its answer afterwards, the caller chooses.
final class DyingDatabase: Database {
    private let base: any Database
    private let left: Mutex<Int>
    private let losesAnswer: Bool

    init(_ base: any Database, after uses: Int, losesAnswer: Bool) {
        self.base = base
        self.losesAnswer = losesAnswer
        left = Mutex(uses)
    }

    /// Whether it died.
    var isDead: Bool { left.withLock { $0 < 0 } }

    private func use() -> (isAllowed: Bool, isLast: Bool) {
        left.withLock { left in
            left -= 1
            return (left >= 0, left == 0)
        }
    }

    private static let dead = DatabaseError(.unavailable, "the process was killed")

    var dialect: Dialect { base.dialect }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any Session) throws -> Value
    ) async throws -> Value {
        guard use().isAllowed else { throw Self.dead }
        return try await base.read(body)
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any Session) throws -> Value
    ) async throws -> Value {
        let (isAllowed, isLast) = use()
        guard isAllowed else { throw Self.dead }
        let value = try await base.write(body)
        if isLast && losesAnswer {
            left.withLock { $0 = -1 }
            throw Self.dead
        }
        return value
    }

    func announcements() -> AsyncStream<Topic> { base.announcements() }
    func close() async {}
}
