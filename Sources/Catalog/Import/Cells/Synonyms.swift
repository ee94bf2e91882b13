import Basis

/// What columns are called in the files that people have: for guessing a mapping, which a person confirms.
enum Synonyms {
    private static let customers: [String: [String]] = [
        "id": [
            "codigo", "cod", "numero", "num", "n cliente", "numero de cliente", "codigo cliente",
            "customer id", "customer", "client", "client id", "account", "account number", "cif", "nif",
            "referencia",
        ],
        "name": [
            "nombre", "cliente", "razon social", "empresa", "nombre comercial", "company", "company name",
            "customer name", "client name", "full name",
        ],
        "language": ["idioma", "lengua", "lang", "locale"],
        "country": ["pais", "country code"],
        "time_zone": ["zona horaria", "huso horario", "timezone", "time zone"],
        "tier": ["nivel", "categoria", "tipo", "plan", "segment", "segmento", "level"],
        "account_manager": ["gestor", "responsable", "comercial", "manager", "account manager", "owner"],
        "email": ["correo", "correo electronico", "e-mail", "mail", "email address", "direccion de correo"],
        "phone": [
            "telefono", "tel", "tlf", "tfno", "movil", "telefono movil", "mobile", "phone number",
            "telephone", "cell",
        ],
        "domains": ["dominio", "dominios", "web", "domain", "website"],
    ]
    private static let contacts: [String: [String]] = [
        "customer": ["cliente", "id cliente", "codigo cliente", "customer id", "client", "account"],
        "name": ["nombre", "contacto", "persona", "contact", "contact name", "full name"],
        "role": ["rol", "cargo", "funcion", "puesto", "position", "title"],
        "channel": ["canal", "via", "medio", "tipo", "type"],
        "address": ["direccion", "valor", "correo", "telefono", "email", "phone", "value"],
        "preference": ["preferencia", "orden", "prioridad", "priority", "order"],
        "consent": ["consentimiento", "permiso", "acepta", "opt in"],
    ]
    private static let subscriptions: [String: [String]] = [
        "customer": ["cliente", "id cliente", "codigo cliente", "customer id", "client", "account"],
        "component": ["componente", "servicio", "producto", "service", "product", "plan"],
        "quantity": ["cantidad", "unidades", "uds", "qty", "units", "amount"],
        "unit_price": ["precio", "precio unitario", "importe", "tarifa", "price", "unit price", "cost"],
        "currency": ["moneda", "divisa"],
        "period": ["periodo", "periodicidad", "facturacion", "billing period", "interval", "cycle"],
        "status": ["estado", "situacion", "state"],
        "start": ["inicio", "alta", "fecha de alta", "fecha inicio", "desde", "start date", "from", "since"],
        "end": [
            "fin", "baja", "fecha de baja", "fecha fin", "hasta", "vencimiento", "end date", "until", "to",
        ],
    ]
    private static let components: [String: [String]] = [
        "id": ["codigo", "cod", "component", "componente", "service id", "referencia"],
        "name_es": ["nombre", "servicio", "nombre es", "nombre en espanol", "name"],
        "name_en": ["nombre en", "nombre en ingles", "english name", "name in english"],
        "group": ["grupo", "categoria", "category", "family", "familia"],
        "provider": ["proveedor", "vendor", "supplier"],
        "mail_domains": ["dominios de correo", "dominios", "mail domains", "domains"],
        "status_url": ["pagina de estado", "estado", "status page", "status url", "url"],
    ]
    private static let dependencies: [String: [String]] = [
        "component": ["componente", "servicio", "service", "from"],
        "depends_on": ["depende de", "dependencia", "depends on", "dependency", "needs", "necesita", "to"],
        "kind": ["tipo", "clase", "type"],
    ]

    /// The field that a title usually stands for; nil where it is unusual.
    static func field(_ title: String, _ kind: ImportKind) -> String? {
        let plain = plain(title)
        let underscored = plain.replacing(" ", with: "_")
        if kind.knows(underscored) { return underscored }
        return fields[kind]?[plain]
    }

    /// What each column of a header may mean: at most one column for a field, exact titles first.
    static func mapping(_ titles: [String], _ kind: ImportKind) -> [String: String] {
        var mapping: [String: String] = [:]
        var taken: Set<String> = []
        for isExact in [true, false] {
            for title in titles where mapping[title] == nil {
                let field = isExact ? title.lowercased() : field(title, kind)
                guard let field, kind.knows(field), taken.insert(field).inserted else { continue }
                mapping[title] = field
            }
        }
        return mapping
    }

    /// Lower case without accents, dots and underscores: `Correo_electrónico` is `correo electronico`.
    private static func plain(_ title: String) -> String {
        Vocabulary.folded(title).split { " _.:º°".contains($0) }.joined(separator: " ")
    }

    private static let fields: [ImportKind: [String: String]] = [
        .customers: inverted(customers), .contacts: inverted(contacts),
        .subscriptions: inverted(subscriptions),
        .components: inverted(components), .dependencies: inverted(dependencies),
    ]

    private static func inverted(_ synonyms: [String: [String]]) -> [String: String] {
        var fields: [String: String] = [:]
        for (field, titles) in synonyms {
            for title in titles { fields[title] = field }
        }
        return fields
    }
}
