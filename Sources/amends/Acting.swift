import Access
import Assembly
import Basis
import Foundation
import Response

extension House {
    /// The variable that holds the token of the member of staff for whom commands act.
    private static let tokenVariable = "AMENDS_TOKEN"

    /// Does a deed as whoever runs the command: the owner of the token in `AMENDS_TOKEN`, else the operator of the
    /// machine, who may do all but approve.
    func perform<Asked: Deed>(_ deed: Asked) async throws -> Asked.Answer {
        let (actor, door) = try await caller()
        return try await response.perform(deed, by: actor, through: door, at: clock.now())
    }

    /// Throws `Problems` where the token is none, or no longer good.
    func caller() async throws -> (actor: Actor, door: Door) {
        guard let given = ProcessInfo.processInfo.environment[Self.tokenVariable], !given.isEmpty else {
            return (.operator, .commandLine)
        }
        let now = clock.now()
        guard let text = APITokenText(given),
            let (token, owner) = try await response.read({ try APITokenStore.find(text, at: now, in: $0) })
        else { throw Problems([Problem(Self.tokenVariable, "cli.bad_token")]) }
        return (token.actor(owner: owner), .api(token: token.publicID))
    }
}
