import Access
import Basis
import Paging

/// Somebody who was called has seen it and sees to it; nobody else is called.
package struct SeeSummons: Deed {
    package static let name = "see_summons"
    package static let role = Role.viewer

    package var summons: Int64

    package init(summons: Int64) { self.summons = summons }

    package func subject(_ answer: Done) -> String { "summons:\(summons)" }

    package func act(in context: DeedContext) throws -> Done {
        guard let staffID = context.actor.staffID else { throw AccessRefusal.needsRole(.responder) }
        try SummonsStore.see(summons, by: staffID, at: context.now, in: context.session)
        return Done()
    }
}
