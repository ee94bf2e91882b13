import Basis
import Catalog
import Incidents
import Letters
import StatusPage

/// The morning of 9 November 2017 at a small agency that resells hosting, as its public page knows it.
enum Sample {
    static let page = PageIdentity(
        name: "Candil Hosting",
        url: "https://estado.candil.example/",
        timeZone: "Europe/Madrid",
        language: .spanish
    )

    static func at(_ time: String, _ day: String = "2017-11-09") -> Instant {
        Instant(rfc3339: "\(day)T\(time):00+01:00") ?? Instant(seconds: 0)
    }

    static let now = at("09:20")

    static func text(_ es: String, _ en: String) -> LocalizedText {
        LocalizedText([.spanish: es, .english: en])
    }

    static func component(
        _ id: Int64,
        _ name: LocalizedText,
        group: String? = nil,
        impact: ImpactLevel = .operational
    ) -> PublicComponent {
        PublicComponent(
            id: id,
            publicID: "component\(id < 10 ? "00" : "0")\(id)",
            name: name,
            group: group,
            position: Int(id),
            impact: impact,
            createdAt: at("12:00", "2017-09-20"),
            updatedAt: at("08:32")
        )
    }

    static let components = [
        component(1, text("Webs en Madrid", "Websites in Madrid"), group: "Alojamiento"),
        component(
            2,
            text("Webs en Roubaix", "Websites in Roubaix"),
            group: "Alojamiento",
            impact: .majorOutage
        ),
        component(
            3,
            text("Copias de seguridad", "Backups"),
            group: "Alojamiento",
            impact: .degradedPerformance
        ),
        component(4, text("Correo de clientes", "Customer e-mail"), group: "Correo", impact: .majorOutage),
        component(5, text("Panel de clientes", "Customer panel")),
    ]

    static let outage = PublicIncident(
        id: 2,
        publicID: "incident0002",
        title: text("Webs y correo caídos en Roubaix", "Websites and e-mail down in Roubaix"),
        kind: .outage,
        origin: .upstream,
        stage: .identified,
        beganAt: at("08:25"),
        openedAt: at("08:32"),
        affected: [
            .init(componentID: 2, impact: .majorOutage), .init(componentID: 4, impact: .majorOutage),
            .init(componentID: 3, impact: .degradedPerformance),
        ],
        updates: [
            PublicUpdate(
                publicID: "update000003",
                stage: .identified,
                message: text(
                    """
                    OVH ha perdido la corriente en la sala que conecta su centro de Roubaix con el resto del mundo. \
                    Sus datos están a salvo: las máquinas están encendidas, solo que **nadie puede llegar a ellas**.

                    Le llamamos por teléfono a lo largo de la mañana. No hace falta que haga nada.
                    """,
                    """
                    OVH has lost power in the room that connects its Roubaix centre with the rest of the world. \
                    Your data is safe: the machines are on, only **nobody can reach them**.

                    We are phoning everybody this morning. There is nothing you need to do.
                    """
                ),
                publishedAt: at("09:15"),
                isNotified: true
            ),
            PublicUpdate(
                publicID: "update000002",
                stage: .investigating,
                message: LocalizedText([
                    .spanish:
                        "El problema está en OVH. Su centro de atención no responde; seguimos lo que publican."
                ]),
                publishedAt: at("08:48"),
                editedAt: at("08:55"),
                isNotified: false
            ),
            PublicUpdate(
                publicID: "update000001",
                stage: .investigating,
                message: text(
                    "Desde las 8:25 no se puede entrar en las webs ni en el correo que están en Roubaix.",
                    "Since 08:25 websites and e-mail in Roubaix cannot be reached."
                ),
                publishedAt: at("08:32"),
                isNotified: true
            ),
        ],
        estimates: [
            .init(
                source: .theirs(who: "OVH", link: "https://twitter.com/olesovhcom"),
                at: at("11:00"),
                saidAt: at("09:10")
            )
        ],
        nextUpdateAt: at("10:00"),
        providers: ["OVH"],
        sheet: FactSheet([
            Fact(
                id: Fact.Name.workaround,
                type: .text,
                text: text(
                    "Si espera un correo urgente, pida que se lo manden a otra dirección o le llamen.",
                    "If you expect an urgent e-mail, ask for it at another address, or for a call."
                )
            ),
            Fact(id: Fact.Name.dataExposed, type: .choice, value: "no"),
        ])
    )

    static let past = PublicIncident(
        id: 1,
        publicID: "incident0001",
        title: text("Correo lento", "Slow e-mail"),
        kind: .degradation,
        origin: .ours,
        stage: .closed,
        beganAt: at("10:00", "2017-11-03"),
        openedAt: at("10:06", "2017-11-03"),
        monitoringAt: at("11:20", "2017-11-03"),
        resolvedAt: at("12:14", "2017-11-03"),
        affected: [.init(componentID: 4, impact: .degradedPerformance)],
        updates: [
            PublicUpdate(
                publicID: "update0000b2",
                stage: .resolved,
                message: text(
                    "El correo vuelve a ir a su ritmo. Disculpe las molestias.",
                    "E-mail is back to speed. We are sorry."
                ),
                publishedAt: at("12:14", "2017-11-03"),
                isNotified: true
            ),
            PublicUpdate(
                publicID: "update0000b1",
                stage: .identified,
                message: text("Un disco lleno retrasa el correo.", "A full disk delays e-mail."),
                publishedAt: at("10:06", "2017-11-03"),
                isNotified: true
            ),
        ],
        sheet: FactSheet([
            Fact(id: Fact.Name.cause, type: .text, text: text("Un disco lleno.", "A full disk."))
        ])
    )

    static let troubles = [
        PublicTrouble(beganAt: at("08:25"), endedAt: nil, impact: .majorOutage),
        PublicTrouble(
            beganAt: at("10:00", "2017-11-03"),
            endedAt: at("12:14", "2017-11-03"),
            impact: .degradedPerformance
        ),
    ]

    /// The outage as it stands at `now`, with one incident of the past.
    static func state(
        components: [PublicComponent] = components,
        incidents: [PublicIncident] = [outage, past],
        troubles: [PublicTrouble] = troubles
    ) -> PublicState {
        PublicState(
            page: page,
            components: components,
            incidents: incidents,
            troubles: troubles,
            knownSince: at("12:00", "2017-09-20"),
            changedAt: at("09:15")
        )
    }

    /// A day without anything to tell.
    static let quiet = state(
        components: components.map { component in
            var component = component
            component.impact = .operational
            return component
        },
        incidents: [past],
        troubles: [troubles[1]]
    )
}
