import Access
import Basis
import Hummingbird
import NIOCore

/// What is known about one request, filled in by the guards on its way to a controller.
package struct ConsoleContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// Set by `LanguageChoice`.
    var language: Language = .english
    /// What a posted form held; set by `FormGuard` once its token is good.
    var form: FormFields?
    /// The rest of a posted upload, behind its token; set by `FormGuard`.
    var upload: MultipartReader?
    /// What the forms of this page carry as their token; set by `FormGuard`.
    var formToken = ""
    /// Who asks; nil where nobody is logged in. Set by `SignInGuard`, or by the link that a route is opened with.
    var caller: Caller?
    /// How many orders wait for a second person; set by `WaitingCount`.
    var waitingApprovals = 0
    /// Where the request comes from, and whether it came encrypted; set by `SignInGuard`.
    var arrival: Arrival
    /// The address at the other end of the connection: a browser's, or a proxy's.
    let peer: String?
    /// The connection; nil where there is none to close.
    let channel: (any Channel)?

    package init(source: Source) {
        coreContext = .init(source: source)
        peer = source.channel.remoteAddress?.ipAddress
        channel = source.channel
        arrival = Arrival(source: LoginSource(peer ?? ""), isEncrypted: false)
    }
}
