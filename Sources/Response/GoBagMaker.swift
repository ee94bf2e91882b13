import Access
import Basis
import Crypto
import Database
import Foundation
import GoBag
import Incidents
import Rendering

/// Makes a go-bag from an order: the deed that may be refused and is audited, then reading, sealing and the page.
package struct GoBagMaker: Sendable {
    private let response: Response
    private let page: BagPage
    private let sealer = BagSealer()
    private static let keyBytes = 32

    package init(
        response: Response,
        templates: Templates,
        catalogue: StringCatalogue,
        root: ResourceRoot
    ) throws {
        self.response = response
        page = try BagPage(templates: templates, catalogue: catalogue, root: root)
    }

    /// A bag that was made.
    package struct Made: Sendable {
        package var id: String
        package var customers: Int
        /// Of them, those who are still to be called.
        package var calls: Int
        package var html: String
        /// As the file is usually called.
        package var fileName: String
    }

    /// - Parameters:
    ///   - language: in which the page greets whoever opens it.
    ///   - door: how the actor came, for the audit row.
    package func make(
        _ order: MakeGoBag,
        passphrase: Passphrase,
        language: Language,
        by actor: Actor,
        through door: Door = .program,
        at now: Instant
    ) async throws -> Made {
        let answer = try await response.perform(order, by: actor, through: door, at: now)
        let contents = try await contents(order, answer, at: now)
        let sealed = try await sealer.seal(contents, passphrase: passphrase, random: response.desk.random)
        return Made(
            id: answer.bag,
            customers: contents.customers.count,
            calls: contents.customers.count { $0.call != nil },
            html: try page.html(sealed, sender: response.desk.senderName, language: language),
            fileName: "go-bag-\(order.incident.map { "\($0)-" } ?? "")\(answer.bag).html"
        )
    }

    private func contents(
        _ order: MakeGoBag,
        _ answer: MakeGoBag.Answer,
        at now: Instant
    ) async throws -> BagContents {
        let desk = response.desk
        return try await response.read { session in
            let incident = try order.incident.flatMap { try IncidentStore.with(name: $0, in: session) }
            let subject = incident.map { IncidentRecipients.subject($0.id) }
            let ids = try BagCustomers.choose(incident, subject, order.narrowing, at: now, in: session)
            let reading = try BagReading(
                customerIDs: ids,
                incident,
                subject,
                source: desk.source,
                at: now,
                in: session
            )
            let resultKey = SealedResult.key(ofBag: answer.bag, signer: desk.signer)
            return BagContents(
                bag: answer.bag,
                madeAt: answer.madeAt,
                zone: desk.zone.identifier,
                sender: desk.senderName,
                contactPhone: desk.contactPhone,
                incident: incident.map { BagContents.Incident(id: $0.name, title: $0.title) },
                reading,
                phoneKey: Base64URL.encode(desk.random.bytes(Self.keyBytes)),
                resultKey: resultKey.withUnsafeBytes { Base64URL.encode(Array($0)) }
            )
        }
    }
}
