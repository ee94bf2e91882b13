import Access
import Basis
import Catalog
import Database
import Foundation
import Rendering
import Response

/// What the console is given: everything it reads from, acts through and renders with. Made once, in Assembly.
package struct ConsoleHouse: Sendable {
    package var database: any Database
    package var response: Response
    package var templates: Templates
    package var catalogue: StringCatalogue
    package var root: ResourceRoot
    /// How people get in.
    package var entry: Entry
    package var clock: any WallClock
    /// The zone of the people who work here.
    package var zone: TimeZone
    /// Who signs what customers read.
    package var senderName: String
    /// The address of the public site, without a slash at its end.
    package var siteURL: String
    /// The names under which the console may be called, `host` or `host:port`; see `HostGuard`.
    package var allowedHosts: Set<String>
    /// Where uploaded files wait until they are imported.
    package var uploadFolder: String
    package var catalogImport: CatalogImport
    /// For form cookies and upload names: never a repeatable one outside tests.
    package var random: any RandomSource
    /// What the doctor last said; the home page shows it.
    package var readiness: Readiness
    /// The counts of very large incidents.
    package var tallies: Tallies
    package let imports: ImportQueue
    /// How fast programs may ask.
    let pace: APIPace

    package init(
        database: any Database,
        response: Response,
        templates: Templates,
        catalogue: StringCatalogue,
        root: ResourceRoot,
        entry: Entry,
        clock: any WallClock,
        zone: TimeZone,
        senderName: String,
        siteURL: String,
        allowedHosts: Set<String>,
        uploadFolder: String,
        catalogImport: CatalogImport,
        random: any RandomSource = SystemRandom(),
        readiness: Readiness = Readiness(),
        requestsAtOnce: Int = APIPace.usualBurst,
        tallies: Tallies = Tallies()
    ) {
        self.database = database
        self.response = response
        self.templates = templates
        self.catalogue = catalogue
        self.root = root
        self.entry = entry
        self.clock = clock
        self.zone = zone
        self.senderName = senderName
        self.siteURL = siteURL
        self.allowedHosts = allowedHosts
        self.uploadFolder = uploadFolder
        self.catalogImport = catalogImport
        self.random = random
        self.readiness = readiness
        self.tallies = tallies
        imports = ImportQueue()
        pace = APIPace(burst: requestsAtOnce)
    }

    /// Signs forms and links.
    package var signer: TokenSigner { entry.keys.signer }

    /// The console's sentences and times for a reader.
    func words(_ language: Language) -> Words {
        Words(catalogue: catalogue, language: language, zone: zone)
    }
}
