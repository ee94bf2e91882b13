import Basis
import Catalog
@preconcurrency import Dispatch
import Mail

/// E-mail into a Maildir: the default, so that nothing else is needed to begin.
///
/// A message's file name follows from its notice, so handing over twice is the same as once.
package struct MaildirChannel: Channel {
    package let kind = AddressChannel.email
    package let repeatsAfterUnknown = Int.max

    private let maildir: Maildir
    private let sender: NoticeSender
    /// Disks block, and the shared pool must not.
    private let queue = DispatchQueue(label: "amends.maildir", attributes: .concurrent)

    /// How long to wait when the folder or the disk refuses.
    private static let storagePause = Span.seconds(30)

    package init(maildir: Maildir, sender: NoticeSender) {
        self.maildir = maildir
        self.sender = sender
    }

    package func deliver(_ group: [OutgoingNotice]) async -> [DeliveryOutcome] {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: delivered(group)) }
        }
    }

    private func delivered(_ group: [OutgoingNotice]) -> [DeliveryOutcome] {
        let built = group.map { notice in
            Result { try MIMEBuilder.build(NoticeMail.message(notice, from: sender)) }
        }
        let files = zip(group, built).compactMap { notice, result in
            (try? result.get()).map { (name: notice.key, bytes: $0) }  // the failures are answered below
        }
        do {
            try maildir.deliver(files)
        } catch {
            // Each file is there whole or not at all, and the next attempt finds those that are.
            return group.map { _ in .retry(after: Self.storagePause, detail: "\(error)") }
        }
        return zip(group, built).map { notice, result in
            switch result {
            case .success: .handedOver(reference: notice.key)
            case .failure(let error): .refusedRecipient(detail: "\(error)")
            }
        }
    }
}
