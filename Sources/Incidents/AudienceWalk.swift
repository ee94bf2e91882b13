import Basis
import Catalog
import Database

/// One bounded step over an audience, from a cursor to the next.
struct AudienceWalk {
    /// How many customers one step looks at, per customer that it may return.
    private static let windowFactor = 4
    /// How many components are looked up at a time.
    private static let placesPerLook = 32

    private let query: HurtQuery
    private let audience: Audience
    private let limit: Int
    private var cursor: AudienceCursor
    private var recipients: [HurtCustomer] = []
    private var seen: Set<Int64> = []
    private var looks: Int

    init(query: HurtQuery, audience: Audience, cursor: AudienceCursor, limit: Int) {
        self.query = query
        self.audience = audience
        self.cursor = cursor
        self.limit = limit
        looks = limit * Self.windowFactor
    }

    /// Whether the step may look at more customers.
    private var goesOn: Bool { recipients.count < limit && looks > 0 }

    mutating func step(in session: any Session) throws -> AudiencePage {
        if !cursor.isPastHurt {
            let isDone = query.basis == .list ? try walkList(in: session) : try walkComponents(in: session)
            guard isDone else { return AudiencePage(recipients: recipients, next: cursor) }
            guard audience == .everyone else { return AudiencePage(recipients: recipients) }
            cursor = AudienceCursor(scopeVersion: cursor.scopeVersion, isPastHurt: true)
        }
        let isDone = try walkOthers(in: session)
        return AudiencePage(recipients: recipients, next: isDone ? nil : cursor)
    }

    /// The next components in the order of telling that anybody has, behind a position.
    static func places(
        _ incidentID: Int64,
        after position: Int64,
        limit: Int,
        in session: any Session
    ) throws -> [ScopePlace] {
        try session.rows(
            """
            SELECT c.position, c.component_id, c.severity FROM scope_component c
            WHERE c.incident_id = \(incidentID) AND c.position > \(position)
              AND EXISTS (SELECT 1 FROM subscription s WHERE s.component_id = c.component_id)
            ORDER BY c.position LIMIT \(limit)
            """
        ) { ScopePlace(position: try $0.int64(0), componentID: try $0.int64(1), severity: try $0.int64(2)) }
    }

    /// Whether all components are done.
    private mutating func walkComponents(in session: any Session) throws -> Bool {
        // The one that the walk stands in comes first: only at its end are the next ones worth looking up, which
        // passes over all that nobody has.
        if let place = cursor.place, try !walk(place, in: session) { return false }
        while goesOn {
            let places = try Self.places(
                query.incidentID,
                after: cursor.place?.position ?? 0,
                limit: Self.placesPerLook,
                in: session
            )
            for place in places {
                cursor.place = place
                cursor.lastCustomerID = 0
                guard try walk(place, in: session) else { return false }
            }
            if places.count < Self.placesPerLook { return true }
        }
        return false
    }

    /// Whether all customers of the component are done.
    private mutating func walk(_ place: ScopePlace, in session: any Session) throws -> Bool {
        while goesOn {
            let asked = limit - recipients.count
            let customers = try SubscriptionStore.customers(
                ofComponent: place.componentID,
                after: cursor.lastCustomerID,
                limit: asked,
                at: query.now,
                in: session
            )
            looks -= customers.count
            try take(customers, severity: place.severity, in: session)
            cursor.lastCustomerID = customers.last ?? cursor.lastCustomerID
            if customers.count < asked { return true }
        }
        return false
    }

    private mutating func walkList(in session: any Session) throws -> Bool {
        guard audience != .possibly else { return true }
        let customers = try session.rows(
            """
            SELECT customer_id FROM scope_listed
            WHERE incident_id = \(query.incidentID) AND customer_id > \(cursor.lastCustomerID)
            ORDER BY customer_id LIMIT \(limit)
            """
        ) { try $0.next(Int64.self) }
        try take(customers, severity: ScopeStore.listedImpact.severity, in: session)
        cursor.lastCustomerID = customers.last ?? cursor.lastCustomerID
        return customers.count < limit
    }

    /// Whether all customers outside the scope are done.
    private mutating func walkOthers(in session: any Session) throws -> Bool {
        while goesOn {
            let asked = limit - recipients.count
            let customers = try session.rows(
                """
                SELECT id FROM customer WHERE id > \(cursor.lastCustomerID) AND erased_at IS NULL
                ORDER BY id LIMIT \(asked)
                """
            ) { try $0.next(Int64.self) }
            looks -= customers.count
            let hurt = try query.members(of: customers, in: session)
            recipients += customers.filter { !hurt.contains($0) }.map {
                HurtCustomer(customerID: $0, severity: 0)
            }
            cursor.lastCustomerID = customers.last ?? cursor.lastCustomerID
            if customers.count < asked { return true }
        }
        return false
    }

    /// Keeps those of `customers` who belong to the audience and did not come in this step before.
    private mutating func take(_ customers: [Int64], severity: Int64, in session: any Session) throws {
        var kept = customers
        if audience == .surely || audience == .possibly {
            let sure = try query.members(of: customers, surely: true, in: session)
            kept = customers.filter { sure.contains($0) == (audience == .surely) }
        }
        for id in kept where seen.insert(id).inserted {
            recipients.append(HurtCustomer(customerID: id, severity: severity))
        }
    }
}
