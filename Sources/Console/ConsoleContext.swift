import Access
import Basis
import Hummingbird

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

    package init(source: Source) {
        coreContext = .init(source: source)
    }

    /// Who acts. Until somebody can log in, whoever reaches the loopback listener owns the machine.
    var actor: Actor { .operator }
}
