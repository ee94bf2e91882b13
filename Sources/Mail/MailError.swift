/// A message that cannot be built or kept. What the far end answers to a message is never one of these.
package struct MailError: Error, Equatable, CustomStringConvertible {
    package enum Code: Sendable, Equatable {
        /// Nothing can be sent to or from this address, now or later.
        case address
        /// A header that a message must not carry, or a Message-ID that is none.
        case header
        /// The folder or the disk refuses.
        case storage
        /// The relay cannot be talked to as the settings ask for.
        case relay
    }

    package var code: Code
    package var detail: String

    package init(_ code: Code, _ detail: String) {
        self.code = code
        self.detail = detail
    }

    package var description: String {
        switch code {
        case .address: "the mail address cannot be used: \(detail)"
        case .header: "the mail header cannot be written: \(detail)"
        case .storage: "the mail folder cannot be used: \(detail)"
        case .relay: "the mail relay cannot be used: \(detail)"
        }
    }
}
