import Access
import Basis
import Catalog
import Database

/// Whether customers can be reached, and whether there is somebody to reach them.
enum PeopleCheck {
    static func findings(at now: Instant, in session: any Session) throws -> [Doctor.Finding] {
        let customers = try CustomerStore.count(in: session)
        guard customers > 0 else { return [.problem("assembly.doctor.no_customers")] }
        return [.good("assembly.doctor.customers", ["count": String(customers)])]
            + (try ways(of: customers, in: session))
            + (try services(of: customers, at: now, in: session))
            + (try team(in: session))
    }

    /// Whether what waits for a second person can find one.
    static func approvers(in session: any Session) throws -> [Doctor.Finding] {
        let count = try AccountStore.activeApprovers(besides: nil, in: session)
        return count >= 2 ? [] : [.problem("assembly.doctor.few_approvers", ["count": String(count)])]
    }

    private static func ways(of customers: Int, in session: any Session) throws -> [Doctor.Finding] {
        let unreachable = try session.count(
            """
            SELECT count(*) FROM customer c WHERE c.erased_at IS NULL AND NOT EXISTS (
                SELECT 1 FROM address a WHERE a.customer_id = c.id AND a.standing = 'usable' AND a.consent <> 'no'
            )
            """
        )
        let writtenOnly = try session.count(
            """
            SELECT count(*) FROM customer c
            WHERE c.erased_at IS NULL AND EXISTS (
                SELECT 1 FROM address a WHERE a.customer_id = c.id AND a.standing = 'usable' AND a.channel = 'email'
            ) AND NOT EXISTS (
                SELECT 1 FROM address a WHERE a.customer_id = c.id AND a.standing = 'usable' AND a.channel <> 'email'
            )
            """
        )
        let counts = { (count: Int) in ["count": String(count), "customers": String(customers)] }
        var findings: [Doctor.Finding] = []
        if unreachable > 0 { findings.append(.problem("assembly.doctor.unreachable", counts(unreachable))) }
        if writtenOnly > 0 { findings.append(.advice("assembly.doctor.mail_only", counts(writtenOnly))) }
        return findings
    }

    private static func services(
        of customers: Int,
        at now: Instant,
        in session: any Session
    ) throws -> [Doctor.Finding] {
        let without = try session.count(
            """
            SELECT count(*) FROM customer c WHERE c.erased_at IS NULL AND NOT EXISTS (
                SELECT 1 FROM subscription s WHERE s.customer_id = c.id AND \(SubscriptionStore.activeFilter(at: now))
            )
            """
        )
        guard without > 0 else { return [] }
        let counts = ["count": String(without), "customers": String(customers)]
        return [.advice("assembly.doctor.without_service", counts)]
    }

    private static func team(in session: any Session) throws -> [Doctor.Finding] {
        let staff = try StaffStore.all(in: session)
        guard !staff.isEmpty else { return [.problem("assembly.doctor.no_staff")] }
        let spoken = Set(staff.flatMap(\.languages))
        let unspoken = try CustomerStore.languages(in: session).filter { !spoken.contains($0.key) }
        var findings: [Doctor.Finding] = unspoken.sorted { $0.key.code < $1.key.code }.map {
            language,
            count in
            .advice("assembly.doctor.unspoken", ["language": language.code, "count": String(count)])
        }
        if !staff.contains(where: \.isOnDuty) { findings.append(.problem("assembly.doctor.nobody_on_duty")) }
        if staff.count == 1 { findings.append(.advice("assembly.doctor.one_person")) }
        return findings
    }
}
