import Basis

/// All that a bag holds, as the page in the browser reads it once it is opened. Times are RFC 3339.
package struct BagContents: Sendable, Codable {
    /// Of the form of this document.
    package static let version = 1

    package var version = Self.version
    package var bag: String
    package var madeAt: Instant
    /// The zone in which its times are read.
    package var zone: String
    /// The name of the business.
    package var sender: String
    package var contactPhone: String?
    /// Nil in a bag for the day when nothing works at all.
    package var incident: Incident?
    package var callers: [Caller]
    /// The names of components by the number that customers have.
    package var components: [String: LocalizedText]
    package var customers: [Customer]
    /// Lines of scripts and short texts, each once; customers name them by their place.
    package var texts: [String]
    /// What the page encrypts with while it waits on the telephone.
    package var phoneKey: String
    /// What it encrypts its results with; only the program that made the bag has it besides.
    package var resultKey: String

    package init(
        bag: String,
        madeAt: Instant,
        zone: String,
        sender: String,
        contactPhone: String?,
        incident: Incident?,
        _ reading: BagReading,
        phoneKey: String,
        resultKey: String
    ) {
        self.bag = bag
        self.madeAt = madeAt
        self.zone = zone
        self.sender = sender
        self.contactPhone = contactPhone
        self.incident = incident
        callers = reading.callers
        components = reading.components
        customers = reading.customers
        texts = reading.texts
        self.phoneKey = phoneKey
        self.resultKey = resultKey
    }

    package struct Incident: Sendable, Codable {
        package var id: String
        package var title: LocalizedText

        package init(id: String, title: LocalizedText) {
            self.id = id
            self.title = title
        }
    }

    /// Somebody who makes calls.
    package struct Caller: Sendable, Codable {
        package var id: String
        package var name: String
        package var isOnDuty: Bool
    }

    package struct Customer: Sendable, Codable {
        package var id: String
        package var name: String
        package var language: String
        package var tier: String?
        /// The own id or name of whoever looks after them.
        package var manager: String?
        /// What they have.
        package var has: [Int64]
        /// What of it fails; empty without an incident.
        package var why: [Int64]
        /// What a list says about them, where the hurt came from one.
        package var listed: [String]
        package var toldAt: Instant?
        package var people: [Person]
        package var ways: [Way]
        package var mails: [String]
        /// What to say to them; nil where nothing has been said about the incident yet.
        package var words: Words?
        package var call: Call?
    }

    package struct Person: Sendable, Codable {
        package var name: String
        package var role: String
    }

    /// A number, and how to use it.
    package struct Way: Sendable, Codable {
        package var way: String
        package var address: Int64
        package var number: String
        /// Who answers there.
        package var person: String?
    }

    /// A script by its lines and what to write, as places in `texts`.
    package struct Words: Sendable, Codable {
        package var language: String
        package var script: [Int]
        package var short: Int
    }

    /// A call of theirs that is still to be made.
    package struct Call: Sendable, Codable {
        package var id: Int64
        /// The own id of whoever makes it; nil where it is nobody's or a guest's.
        package var caller: String?
        /// The address that comes first.
        package var address: Int64
        package var way: String
        package var dueAt: Instant
        package var attempts: [Attempt]
    }

    package struct Attempt: Sendable, Codable {
        package var at: Instant
        package var way: String
        package var outcome: String
    }
}
