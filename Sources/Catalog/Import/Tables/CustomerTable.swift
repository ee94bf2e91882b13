import Basis
import Database

/// Rows of `customers.csv`.
struct CustomerTable: ImportTable {
    struct Draft: Sendable {
        var customer: Customer
        var email: String?
        var phone: String?
    }

    static let kind = ImportKind.customers

    private let rules: ImportRules
    private let id: Column?
    private let name: Column?
    private let language: Column?
    private let country: Column?
    private let timeZone: Column?
    private let tier: Column?
    private let accountManager: Column?
    private let email: Column?
    private let phone: Column?
    private let domains: Column?

    init(layout: Layout, rules: ImportRules) {
        self.rules = rules
        id = layout["id"]
        name = layout["name"]
        language = layout["language"]
        country = layout["country"]
        timeZone = layout["time_zone"]
        tier = layout["tier"]
        accountManager = layout["account_manager"]
        email = layout["email"]
        phone = layout["phone"]
        domains = layout["domains"]
    }

    func draft(from cells: inout CellReader) -> Draft? {
        let externalID = cells.ownID(id)
        let name = cells.required(name)
        let country = cells.code(country, "catalog.reject.country", Vocabulary.country)
        let customer = Customer(
            id: 0,
            externalID: externalID ?? "",
            name: name ?? "",
            language: cells.code(language, "catalog.reject.language", Vocabulary.language) ?? rules.language,
            country: country,
            timeZone: cells.code(timeZone, "catalog.reject.time_zone", Vocabulary.timeZone),
            tier: cells.text(tier),
            accountManager: cells.text(accountManager),
            domains: cells.domains(domains) { DomainName.ascii(String($0)) }
        )
        let draft = Draft(
            customer: customer,
            email: cells.email(email),
            phone: cells.phone(phone, country: country ?? rules.country)
        )
        return cells.problems.isEmpty ? draft : nil
    }

    func identify(_ entry: Draft, into hasher: inout Hasher) { hasher.combine(entry.customer.externalID) }

    func note(_ entry: Draft, in arrivals: inout ImportArrivals) { arrivals.add(customer: entry.customer) }

    func shown(_ entry: Draft) -> [String: String] {
        let customer = entry.customer
        return [
            "id": customer.externalID, "name": customer.name, "language": customer.language.code,
            "country": customer.country ?? "", "time_zone": customer.timeZone ?? "",
            "tier": customer.tier ?? "",
            "account_manager": customer.accountManager ?? "", "email": entry.email ?? "",
            "phone": entry.phone ?? "", "domains": customer.domains.joined(separator: " "),
        ]
    }

    func write(_ entries: [Draft], with desk: ImportDesk, in session: any Session) throws -> ImportTally {
        let known = try CustomerStore.with(externalIDs: entries.map(\.customer.externalID), in: session)
        let byExternalID = Dictionary(known.map { ($0.externalID, $0) }) { first, _ in first }
        let addresses = try AddressWriter.all(of: known.map(\.id), in: session)
        var tally = ImportTally()
        var customers: [Customer] = []
        var changes: [Address] = []
        var newcomers: [Draft] = []
        for entry in entries {
            guard let old = byExternalID[entry.customer.externalID] else {
                customers.append(entry.customer)
                newcomers.append(entry)
                tally.imported += 1
                continue
            }
            let merged = merged(entry.customer, into: old)
            let moved = moved(entry, of: old.id, from: addresses[old.id] ?? [])
            if merged != old { customers.append(merged) }
            changes += moved
            if merged == old, moved.isEmpty { tally.unchanged += 1 } else { tally.updated += 1 }
        }
        let ids = try CustomerWriter.upsert(customers, in: session)
        for entry in newcomers {
            guard let id = ids[entry.customer.externalID] else { continue }
            changes += moved(entry, of: id, from: [])
        }
        try AddressWriter.upsert(changes, in: session)
        return tally
    }

    /// What the file says, and what it does not speak of as it was.
    private func merged(_ new: Customer, into old: Customer) -> Customer {
        var customer = old
        customer.name = new.name
        if language != nil { customer.language = new.language }
        if country != nil { customer.country = new.country }
        if timeZone != nil { customer.timeZone = new.timeZone }
        if tier != nil { customer.tier = new.tier }
        if accountManager != nil { customer.accountManager = new.accountManager }
        if domains != nil { customer.domains = new.domains }
        return customer
    }

    private func moved(_ entry: Draft, of customerID: Int64, from current: [Address]) -> [Address] {
        var changes: [Address] = []
        if email != nil {
            changes += OwnAddress(customerID: customerID, channel: .email).changes(
                to: entry.email,
                from: current
            )
        }
        if phone != nil {
            changes += OwnAddress(customerID: customerID, channel: .phone).changes(
                to: entry.phone,
                from: current
            )
        }
        return changes
    }
}

/// The one address of a channel that the list of customers gives; those of contacts are another matter.
struct OwnAddress {
    var customerID: Int64
    var channel: AddressChannel

    /// What must be written so that `value` is the address, or none where nil.
    func changes(to value: String?, from current: [Address]) -> [Address] {
        var changes: [Address] = []
        for var address in current where address.channel == channel && address.value != value {
            guard address.contactID == nil, address.standing != .removed else { continue }
            address.standing = .removed
            changes.append(address)
        }
        guard let value else { return changes }
        if var same = current.first(where: { $0.channel == channel && $0.value == value }) {
            guard same.standing == .removed else { return changes }
            same.standing = .usable
            changes.append(same)
        } else {
            changes.append(
                Address(
                    id: 0,
                    customerID: customerID,
                    channel: channel,
                    value: value,
                    preference: channel.usualPreference
                )
            )
        }
        return changes
    }
}

/// Writes customers.
enum CustomerWriter {
    /// Inserts or changes customers with distinct own ids; returns the ids inside by those.
    static func upsert(_ customers: [Customer], in session: any Session) throws -> [String: Int64] {
        let rows = customers.map { customer in
            [
                customer.externalID.sqlValue, customer.name.sqlValue, customer.language.sqlValue,
                customer.country.orNull, customer.timeZone.orNull, customer.tier.orNull,
                customer.accountManager.orNull,
                customer.domains.isEmpty ? .null : .text(customer.domains.joined(separator: " ")),
            ]
        }
        let pairs = try session.insertRows(
            """
            INSERT INTO customer
                (external_id, name, language, country, time_zone, tier, account_manager, domains)
            """,
            rows,
            """
            ON CONFLICT (external_id) DO UPDATE SET
                name = excluded.name, language = excluded.language, country = excluded.country,
                time_zone = excluded.time_zone, tier = excluded.tier, account_manager = excluded.account_manager,
                domains = excluded.domains, is_indexed = 0
            RETURNING external_id, id
            """
        ) { (externalID: try $0.text(0), id: try $0.int64(1)) }
        return Dictionary(pairs.map { ($0.externalID, $0.id) }) { first, _ in first }
    }
}

extension Optional where Wrapped: SQLBindable {
    /// The bound value, or NULL.
    var orNull: SQLValue { self?.sqlValue ?? .null }
}
