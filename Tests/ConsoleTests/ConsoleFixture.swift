import Access
import Basis
import Catalog
import Console
import Database
import Delivery
import Foundation
import GoBag
import Incidents
import Letters
import Paging
import Rendering
import Response
import Synchronization
import TestSupport

/// A console over a fresh database, with a small web agency in it: two servers of one provider, one of another, what
/// is sold on them, seven customers, three members of staff.
struct ConsoleFixture: Sendable {
    let house: ConsoleHouse
    let clock: ManualClock
    let folder: String

    /// 2017-11-09, a quarter past nine in the morning in Madrid.
    static let morning = Instant(rfc3339: "2017-11-09T08:15:00Z") ?? Instant(milliseconds: 0)

    private static let rooms = [
        "Access", "Basis", "Catalog", "Console", "Delivery", "GoBag", "Incidents", "Letters", "Response",
        "Review",
    ]

    private static let shared = Mutex<(StringCatalogue, Templates)?>(nil)

    static func root() throws -> ResourceRoot {
        try ResourceRoot.locate(explicit: nil, environment: [:], executable: CommandLine.arguments[0])
    }

    /// Reading all templates takes longer than a test.
    private static func resources(_ root: ResourceRoot) throws -> (StringCatalogue, Templates) {
        try shared.withLock { shared in
            if let shared { return shared }
            let loaded = (
                try StringCatalogue(root: root, rooms: rooms),
                try Templates(root: root, rooms: ["Console", "GoBag", "Letters"])
            )
            shared = loaded
            return loaded
        }
    }

    init(
        empty: Bool = false,
        isOwnersMachine: Bool = true,
        approvals: ApprovalPolicy? = nil,
        canary: Canary = .off,
        proxies: TrustedProxies = TrustedProxies(),
        requestsAtOnce: Int = 100_000
    ) async throws {
        let root = try Self.root()
        let (catalogue, templates) = try Self.resources(root)
        folder = try ThrowAwayFolder.path("console")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let database = try SQLiteDatabase(path: folder + "/amends.db")
        _ = try await database.migrate(
            AccessMigrations.all + CatalogMigrations.all + IncidentMigrations.all + DeliveryMigrations.all
                + PagingMigrations.all + ResponseMigrations.all + GoBagMigrations.all
        )
        clock = ManualClock(Self.morning)
        let zone = TimeZone(identifier: "Europe/Madrid") ?? .gmt
        let random = SeededRandom(seed: 7)
        let keys = AccessKeys(secret: Array(repeating: 7, count: 32))
        let site = "http://localhost:8080"
        var desk = Desk(
            composer: NoticeComposer(templates: templates, catalogue: catalogue),
            source: IncidentRecipients(publicURL: site),
            random: random,
            keys: keys,
            zone: zone,
            senderName: "Taller Web",
            contactPhone: "+34 944 000 000",
            publicURL: site
        )
        desk.approvals = approvals
        desk.canary = canary
        house = ConsoleHouse(
            database: database,
            response: Response(database: database, desk: desk),
            templates: templates,
            catalogue: catalogue,
            root: root,
            entry: Entry(
                keys: keys,
                hasher: PasswordHasher(cost: PasswordCost(kibibytes: 64, passes: 1)),
                isOwnersMachine: isOwnersMachine,
                proxies: proxies
            ),
            clock: clock,
            zone: zone,
            senderName: "Taller Web",
            siteURL: site,
            allowedHosts: ["localhost", "127.0.0.1"],
            uploadFolder: folder + "/uploads",
            catalogImport: CatalogImport(database: database, random: random, clock: clock),
            random: random,
            requestsAtOnce: requestsAtOnce
        )
        if !empty { try await fill() }
    }

    private func fill() async throws {
        for (name, text) in SmallAgency.files {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
        }
        let catalogue = house.catalogue
        let report = try await house.catalogImport.run(
            CatalogFiles(
                components: path("components"),
                dependencies: path("dependencies"),
                customers: path("customers"),
                contacts: path("contacts"),
                subscriptions: path("subscriptions")
            ),
            say: { catalogue.text($0, .english) }
        )
        guard report.rejected == 0 else { throw FixtureError(report: report) }
        for staff in SmallAgency.staff {
            _ = try await house.response.perform(AddStaff(staff: staff), by: .operator, at: clock.now())
        }
    }

    private func path(_ name: String) -> String { "\(folder)/\(name).csv" }

    struct FixtureError: Error {
        var report: ImportReport
    }
}

/// The agency of the tests.
enum SmallAgency {
    static let files = [
        "components": """
        id,name_es,name_en,group,provider,mail_domains,status_url
        ovh-net,Red de OVH,OVH network,Proveedores,OVH,,https://status.ovh.com
        ovh-web,Alojamiento web (OVH),Web hosting (OVH),Servicios,OVH,,
        ovh-mail,Correo (OVH),E-mail (OVH),Servicios,OVH,panaderia.example bodega.example,
        arsys-web,Alojamiento web (Arsys),Web hosting (Arsys),Servicios,Arsys,,
        """,
        "dependencies": """
        component,depends_on,kind
        ovh-web,ovh-net,hard
        ovh-mail,ovh-net,hard
        """,
        "customers": """
        id,name,language,country,time_zone,tier,account_manager,email,phone,domains
        panaderia,Panadería Arrieta,es,ES,Europe/Madrid,oro,lucia,hola@panaderia.example,944111001,panaderia.example
        bodega,Bodega Urruti,es,ES,Europe/Madrid,,jon,info@bodega.example,944111002,bodega.example
        clinica,Clínica Dental Sota,es,ES,Europe/Madrid,,lucia,clinica@correo.test,944111003,
        surf,Basque Surf Tours,en,ES,Europe/Madrid,,jon,ride@surf.test,944111004,
        taller,Taller Mecánico Ibarra,es,ES,Europe/Madrid,,lucia,,944111005,
        abogados,Abogados Lasa,es,ES,Europe/Madrid,,jon,lasa@abogados.test,,
        floristeria,Floristería Miren,es,ES,Europe/Madrid,,jon,miren@flores.test,944111007,
        """,
        "contacts": """
        customer,name,role,channel,address,preference,consent
        panaderia,Ane Arrieta,owner,phone,688111001,1,yes
        """,
        "subscriptions": """
        customer,component,quantity,unit_price,currency,period,status,start,end
        panaderia,ovh-web,1,25.00,EUR,month,active,2016-01-01,
        panaderia,ovh-mail,3,5.00,EUR,month,active,2016-01-01,
        bodega,ovh-mail,2,5.00,EUR,month,active,2016-01-01,
        clinica,ovh-web,1,25.00,EUR,month,active,2016-01-01,
        surf,ovh-web,1,25.00,EUR,month,active,2016-01-01,
        taller,ovh-web,1,25.00,EUR,month,active,2016-01-01,
        abogados,ovh-web,1,25.00,EUR,month,active,2016-01-01,
        floristeria,arsys-web,1,25.00,EUR,month,active,2016-01-01,
        """,
    ]

    static let staff = [
        Staff(
            id: 0,
            externalID: "lucia",
            name: "Lucía Etxeberria",
            email: nil,
            phone: "+34600000001",
            role: .responder,
            languages: [.spanish],
            isOnDuty: true
        ),
        Staff(
            id: 0,
            externalID: "jon",
            name: "Jon Aguirre",
            email: nil,
            phone: nil,
            role: .administrator,
            languages: [.spanish, .english],
            isOnDuty: true
        ),
        Staff(
            id: 0,
            externalID: "maite",
            name: "Maite Ruiz",
            email: nil,
            phone: nil,
            role: .responder,
            languages: [.spanish],
            isOnDuty: false
        ),
    ]
}
