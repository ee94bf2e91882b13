import Basis
import Database

/// Rows of `contacts.csv`: how a person at a customer is reached.
struct ContactTable: ImportTable {
    struct Draft: Sendable {
        var customer: String
        var name: String
        var role: String
        var channel: AddressChannel
        var preference: Int?
        var consent: Address.Consent?
    }

    struct Entry: Sendable {
        var draft: Draft
        var customerID: Int64
        /// Normalised.
        var value: String
    }

    /// Of a customer that rows name: the id, and the country that their numbers are read by.
    struct KnownCustomer: Sendable {
        var id: Int64
        var country: String?
    }

    typealias References = [String: KnownCustomer]

    static let kind = ImportKind.contacts

    private let rules: ImportRules
    private let customer: Column?
    private let name: Column?
    private let role: Column?
    private let channel: Column?
    private let address: Column?
    private let preference: Column?
    private let consent: Column?

    init(layout: Layout, rules: ImportRules) {
        self.rules = rules
        customer = layout["customer"]
        name = layout["name"]
        role = layout["role"]
        channel = layout["channel"]
        address = layout["address"]
        preference = layout["preference"]
        consent = layout["consent"]
    }

    func draft(from cells: inout CellReader) -> Draft? {
        let customer = cells.ownID(customer)
        let name = cells.required(name)
        let role = cells.text(role) ?? ""
        _ = cells.required(channel)
        let channel = cells.word(channel, of: Vocabulary.channels)
        let preference = cells.count(preference, in: 1...1_000)
        let consent = cells.word(consent, of: Vocabulary.consents)
        guard cells.problems.isEmpty, let customer, let name, let channel else { return nil }
        return Draft(
            customer: customer,
            name: name,
            role: role,
            channel: channel,
            preference: preference,
            consent: consent
        )
    }

    func references(
        of drafts: [Draft],
        _ arrivals: ImportArrivals,
        in session: any Session
    ) throws -> References {
        let named = Set(drafts.map(\.customer))
        let stored = try CustomerStore.with(externalIDs: Array(named), in: session).map { customer in
            (customer.externalID, KnownCustomer(id: customer.id, country: customer.country))
        }
        return Dictionary(stored) { first, _ in first }.adding(named) { arrivals.customers[$0] }
    }

    func entry(from draft: Draft, _ references: References, _ cells: inout CellReader) -> Entry? {
        guard let known = references[draft.customer] else {
            if let customer { cells.reject("catalog.reject.unknown_customer", customer, draft.customer) }
            return nil
        }
        let value = cells.address(address, draft.channel, country: known.country ?? rules.country)
        guard cells.problems.isEmpty, let value else { return nil }
        return Entry(draft: draft, customerID: known.id, value: value)
    }

    func identify(_ entry: Entry, into hasher: inout Hasher) {
        hasher.combine(entry.customerID)
        hasher.combine(entry.draft.channel)
        hasher.combine(entry.value)
    }

    func shown(_ entry: Entry) -> [String: String] {
        [
            "customer": entry.draft.customer, "name": entry.draft.name, "role": entry.draft.role,
            "channel": entry.draft.channel.rawValue, "address": entry.value,
            "preference": entry.draft.preference.map(String.init) ?? "",
            "consent": entry.draft.consent?.rawValue ?? "",
        ]
    }

    func write(_ entries: [Entry], with desk: ImportDesk, in session: any Session) throws -> ImportTally {
        let contactIDs = try ContactWriter.ids(of: entries, in: session)
        let current = try AddressWriter.all(of: Array(Set(entries.map(\.customerID))), in: session)
        var tally = ImportTally()
        var changes: [Address] = []
        for entry in entries {
            let old = current[entry.customerID]?.first {
                $0.channel == entry.draft.channel && $0.value == entry.value
            }
            let new = merged(entry, into: old, contactID: contactIDs[ContactWriter.Key(entry)])
            if new == old {
                tally.unchanged += 1
                continue
            }
            changes.append(new)
            if old == nil { tally.imported += 1 } else { tally.updated += 1 }
        }
        try AddressWriter.upsert(changes, in: session)
        return tally
    }

    /// What the file says, and what it does not speak of as it was; who opted out stays so.
    private func merged(_ entry: Entry, into old: Address?, contactID: Int64?) -> Address {
        var address =
            old
            ?? Address(
                id: 0,
                customerID: entry.customerID,
                channel: entry.draft.channel,
                value: entry.value,
                preference: entry.draft.channel.usualPreference
            )
        address.contactID = contactID
        if let preference = entry.draft.preference { address.preference = preference }
        if let consent = entry.draft.consent { address.consent = consent }
        if address.standing == .removed { address.standing = .usable }
        return address
    }
}

extension CellReader {
    /// The address of a channel in the form in which it is stored.
    mutating func address(_ column: Column?, _ channel: AddressChannel, country: String) -> String? {
        let before = problems.count
        let address: String? =
            switch channel {
            case .email: email(column)
            case .phone, .sms, .whatsapp: phone(column, country: country)
            case .telegram: telegramName(column)
            case .webhook: webAddress(column)
            }
        if address == nil, problems.count == before, let column {
            reject("catalog.reject.empty", column, "")
        }
        return address
    }

    /// A public name (`@name`) or the number of a chat.
    private mutating func telegramName(_ column: Column?) -> String? {
        guard let column, let text = text(column, allowing: { $0.hasPrefix("@") }) else { return nil }
        let name = text.hasPrefix("@") ? text.dropFirst() : text[...]
        let isName =
            (5...32).contains(name.utf8.count)
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        guard isName || Int64(text) != nil else {
            reject("catalog.reject.telegram", column, text)
            return nil
        }
        return Int64(text) != nil ? text : "@\(name)"
    }
}
