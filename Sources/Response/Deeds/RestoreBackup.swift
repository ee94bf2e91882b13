import Access
import Basis
import Delivery
import Incidents

/// The first that happens in a database that came out of a backup: whatever it was about to tell is held until
/// somebody has looked, because part of it was told after the backup was made; and everybody logs in anew.
package struct RestoreBackup: Deed {
    package static let name = "restore_backup"
    package static let role = Role.administrator

    /// When the backup was made.
    package var takenAt: Instant
    /// What people read beside what is held.
    package var reason: String

    package init(takenAt: Instant, reason: String) {
        self.takenAt = takenAt
        self.reason = reason
    }

    package func subject(_ answer: CampaignsMoved) -> String { "backup:\(takenAt.rfc3339)" }

    package func act(in context: DeedContext) throws -> CampaignsMoved {
        try SignInStore.endAll(in: context.session)
        let campaigns = try CampaignStore.hold(nil, reason: reason, at: context.now, in: context.session)
        let details = ["reason": reason]
        return try CampaignsMoved(campaigns, TimelineEntry.Kind.campaignHeld, details, in: context)
    }
}
