import Basis
import Catalog
import Database

extension Component {
    static let shape = Shape.named(
        "Component",
        .object([
            .required("id", .ownID),
            .required("name", .localized(isLine: true)),
            .required("group", .nullable(.line(max: 1_000))),
            .required("provider", .nullable(.line(max: 1_000))),
            .required("status_url", .nullable(.line(max: 2_000))),
            .required("mail_domains", .list(.line(max: 300), max: 100_000)),
        ])
    )

    var json: JSONValue {
        [
            "id": .string(externalID),
            "name": .text(name),
            "group": .string(orNull: group),
            "provider": .string(orNull: provider),
            "status_url": .string(orNull: statusURL),
            "mail_domains": .array(mailDomains.map { .string($0.typed) }),
        ]
    }
}

/// A component with what it depends on.
enum ComponentDocument {
    static let shape = Shape.named(
        "ComponentWithDependencies",
        .object(
            Component.shape.fields + [
                .required(
                    "depends_on",
                    .list(
                        .object([.required("id", .ownID), .required("kind", .word(Dependency.Kind.self))]),
                        max: 100_000
                    )
                )
            ]
        )
    )

    static func json(_ component: Component, in session: any Session) throws -> JSONValue {
        let dependencies = try ComponentStore.dependencies(ofComponents: [component.id], in: session)
        let names = try ComponentStore.externalIDs(of: Set(dependencies.map(\.dependsOnID)), in: session)
        let rows: [JSONValue] = dependencies.compactMap { dependency in
            names[dependency.dependsOnID].map {
                ["id": .string($0), "kind": .string(dependency.kind.rawValue)]
            }
        }
        return component.json.adding([("depends_on", .array(rows))])
    }
}

extension Customer {
    static let shape = Shape.named(
        "Customer",
        .object([
            .required("id", .ownID),
            .required("name", .line(max: 1_000)),
            .required("language", .name(max: 3)),
            .required("country", .nullable(.line(max: 10))),
            .required("time_zone", .nullable(.line(max: 100))),
            .required("tier", .nullable(.line(max: 1_000))),
            .required("account_manager", .nullable(.ownID)),
            .required("domains", .list(.line(max: 300), max: 100_000)),
        ])
    )

    var json: JSONValue {
        [
            "id": .string(externalID),
            "name": .string(name),
            "language": .string(language.code),
            "country": .string(orNull: country),
            "time_zone": .string(orNull: timeZone),
            "tier": .string(orNull: tier),
            "account_manager": .string(orNull: accountManager),
            "domains": .array(domains.map { .string($0) }),
        ]
    }
}

/// A customer with how they are reached and what they have.
enum CustomerDocument {
    private static let address = Shape.object([
        .required("channel", .word(AddressChannel.self)),
        .required("value", .line(max: 1_000)),
        .required("preference", .count),
        .required("consent", .word(Address.Consent.self)),
        .required("standing", .word(Address.Standing.self)),
        .required(
            "contact",
            .nullable(.object([.required("name", .line(max: 1_000)), .required("role", .line(max: 1_000))]))
        ),
    ])

    private static let subscription = Shape.object([
        .required("component", .ownID),
        .required("quantity", .integer(Int.min...Int.max)),
        .required("unit_price", .nullable(.money)),
        .required("period", .nullable(.word(Subscription.Period.self))),
        .required("status", .word(Subscription.Status.self)),
        .required("started_at", .time),
        .required("ended_at", .nullable(.time)),
    ])

    static let shape = Shape.named(
        "CustomerWithAddresses",
        .object(
            Customer.shape.fields + [
                .required("addresses", .list(address, max: 100_000)),
                .required("subscriptions", .list(subscription, max: 100_000)),
            ]
        )
    )

    static func json(_ customer: Customer, in session: any Session) throws -> JSONValue {
        let addresses = try AddressStore.of(customerIDs: [customer.id], in: session)[customer.id] ?? []
        let contacts = try AddressStore.contacts(customerIDs: [customer.id], in: session)
        let held = try SubscriptionStore.of(customerIDs: [customer.id], in: session)[customer.id] ?? []
        let names = try ComponentStore.externalIDs(of: Set(held.map(\.componentID)), in: session)
        return customer.json.adding([
            ("addresses", .array(addresses.map { json($0, contacts) })),
            ("subscriptions", .array(held.map { json($0, names) })),
        ])
    }

    private static func json(_ address: Address, _ contacts: [Int64: Contact]) -> JSONValue {
        let contact = address.contactID.flatMap { contacts[$0] }.map { contact -> JSONValue in
            ["name": .string(contact.name), "role": .string(contact.role)]
        }
        return [
            "channel": .string(address.channel.rawValue),
            "value": .string(address.value),
            "preference": .integer(address.preference),
            "consent": .string(address.consent.rawValue),
            "standing": .string(address.standing.rawValue),
            "contact": contact ?? .null,
        ]
    }

    private static func json(_ subscription: Subscription, _ names: [Int64: String]) -> JSONValue {
        [
            "component": .string(names[subscription.componentID] ?? ""),
            "quantity": .integer(subscription.quantity),
            "unit_price": subscription.price.map { .money($0) } ?? .null,
            "period": .string(orNull: subscription.period?.rawValue),
            "status": .string(subscription.status.rawValue),
            "started_at": .time(subscription.startedAt),
            "ended_at": .time(subscription.endedAt),
        ]
    }
}

extension JSONValue {
    /// A decimal with a point, and the currency.
    static func money(_ money: Money) -> JSONValue {
        ["amount": .string(money.decimal), "currency": .string(money.currency)]
    }
}
