import Basis
import Database

/// Rows of `subscriptions.csv`: who has what.
struct SubscriptionTable: ImportTable {
    struct Draft: Sendable {
        var customer: String
        var component: String
        var subscription: Subscription
    }

    struct References: Sendable {
        var customers: [String: Int64]
        var components: [String: Int64]
    }

    static let kind = ImportKind.subscriptions

    private let rules: ImportRules
    private let customer: Column?
    private let component: Column?
    private let quantity: Column?
    private let unitPrice: Column?
    private let currency: Column?
    private let period: Column?
    private let status: Column?
    private let start: Column?
    private let end: Column?

    init(layout: Layout, rules: ImportRules) {
        self.rules = rules
        customer = layout["customer"]
        component = layout["component"]
        quantity = layout["quantity"]
        unitPrice = layout["unit_price"]
        currency = layout["currency"]
        period = layout["period"]
        status = layout["status"]
        start = layout["start"]
        end = layout["end"]
    }

    func draft(from cells: inout CellReader) -> Draft? {
        let customer = cells.ownID(customer)
        let component = cells.ownID(component)
        let startedAt = cells.moment(start, country: rules.country) ?? Instant(milliseconds: 0)
        let endedAt = cells.moment(end, country: rules.country, isLast: true)
        if let endedAt, endedAt <= startedAt, let end {
            cells.reject("catalog.reject.ends_before_start", end, endedAt.utcDate)
        }
        let subscription = Subscription(
            id: 0,
            componentID: 0,
            customerID: 0,
            quantity: cells.count(quantity, in: 0...1_000_000_000) ?? 1,
            price: price(in: &cells),
            period: cells.word(period, of: Vocabulary.periods),
            status: cells.word(status, of: Vocabulary.statuses) ?? .active,
            startedAt: startedAt,
            endedAt: endedAt
        )
        guard cells.problems.isEmpty, let customer, let component else { return nil }
        return Draft(customer: customer, component: component, subscription: subscription)
    }

    private func price(in cells: inout CellReader) -> Money? {
        let written = cells.text(currency)?.uppercased()
        if let written, !Vocabulary.isCurrency(written), let currency {
            cells.reject("catalog.reject.currency", currency, written)
            return nil
        }
        guard let unitPrice, let meant = written ?? rules.currency else {
            if let unitPrice, let text = cells.text(unitPrice) {
                cells.reject("catalog.reject.price_without_currency", unitPrice, text)
            }
            return nil
        }
        let price = cells.price(unitPrice, currency: meant)
        guard let price, price.minorUnits < 0 else { return price }
        cells.reject("catalog.reject.price", unitPrice, price.decimal, ["currency": meant])
        return nil
    }

    func references(
        of drafts: [Draft],
        _ arrivals: ImportArrivals,
        in session: any Session
    ) throws -> References {
        let customers = Set(drafts.map(\.customer))
        let components = Set(drafts.map(\.component))
        return References(
            customers: try CustomerStore.ids(externalIDs: Array(customers), in: session)
                .adding(customers) { arrivals.customers[$0]?.id },
            components: try ComponentStore.ids(externalIDs: Array(components), in: session)
                .adding(components) { arrivals.components[$0] }
        )
    }

    func entry(from draft: Draft, _ references: References, _ cells: inout CellReader) -> Draft? {
        var entry = draft
        if let id = references.customers[draft.customer] {
            entry.subscription.customerID = id
        } else if let customer {
            cells.reject("catalog.reject.unknown_customer", customer, draft.customer)
        }
        if let id = references.components[draft.component] {
            entry.subscription.componentID = id
        } else if let component {
            cells.reject("catalog.reject.unknown_component", component, draft.component)
        }
        return cells.problems.isEmpty ? entry : nil
    }

    func identify(_ entry: Draft, into hasher: inout Hasher) {
        hasher.combine(SubscriptionWriter.Key(entry.subscription))
    }

    func shown(_ entry: Draft) -> [String: String] {
        let subscription = entry.subscription
        let isSince1970 = subscription.startedAt.milliseconds == 0
        return [
            "customer": entry.customer, "component": entry.component,
            "quantity": String(subscription.quantity),
            "unit_price": subscription.price?.decimal ?? "", "currency": subscription.price?.currency ?? "",
            "period": subscription.period?.rawValue ?? "", "status": subscription.status.rawValue,
            "start": isSince1970 ? "" : subscription.startedAt.utcDate,
            "end": subscription.endedAt.map { ($0 - Span(milliseconds: 1)).utcDate } ?? "",
        ]
    }

    func write(_ entries: [Draft], with desk: ImportDesk, in session: any Session) throws -> ImportTally {
        let known = try SubscriptionWriter.known(like: entries.map(\.subscription), in: session)
        var tally = ImportTally()
        var changes: [Subscription] = []
        for entry in entries {
            let old = known[SubscriptionWriter.Key(entry.subscription)]
            let new = merged(entry.subscription, into: old)
            if new == old {
                tally.unchanged += 1
                continue
            }
            changes.append(new)
            if old == nil { tally.imported += 1 } else { tally.updated += 1 }
        }
        try SubscriptionWriter.upsert(changes, in: session)
        return tally
    }

    /// What the file says, and what it does not speak of as it was.
    private func merged(_ new: Subscription, into old: Subscription?) -> Subscription {
        guard var subscription = old else { return new }
        if quantity != nil { subscription.quantity = new.quantity }
        if unitPrice != nil { subscription.price = new.price }
        if period != nil { subscription.period = new.period }
        if status != nil { subscription.status = new.status }
        if end != nil { subscription.endedAt = new.endedAt }
        return subscription
    }
}
