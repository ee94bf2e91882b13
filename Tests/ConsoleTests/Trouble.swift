import Basis
import HTTPTypes
import Testing

/// The morning of the tests: the network of one provider is gone, and everything on it.
struct Trouble {
    let browser: Browser

    init(_ browser: Browser) {
        self.browser = browser
    }

    static let answers = [
        ("noticed", "down"), ("ongoing", "yes"), ("origin", "upstream"), ("data", "no"), ("since", "09:02"),
        ("component", "ovh-net"), ("level.ovh-net", ""), ("key", "a-draft"),
    ]

    static let wording = [
        ("wording", "yes"), ("title.es", "Sin servicio: OVH"), ("title.en", "Not working: OVH"),
        ("message.es", "La red del proveedor ha dejado de funcionar."),
        ("message.en", "The provider's network has stopped working."), ("next_update", "30"),
        ("notify", "yes"),
    ]

    /// Opens it by the four questions and tells the customers; then notes what one notes.
    func open() async throws {
        let wording = try await browser.post("/incidents/new", Self.answers + [("step", "next")])
        #expect(wording.status == .ok)
        let opened = try await browser.post(
            "/incidents/new",
            Self.answers + Self.wording + [("step", "open")]
        )
        #expect(
            opened.location == "/incidents/INC-1?done=opened_told",
            "\(opened.status) \(opened.text.prefix(2_000))"
        )
        let notes: [(String, [(String, String)])] = [
            (
                "sightings/new",
                [
                    ("said", "Corte de luz en Estrasburgo"), ("source", "twitter"), ("who", "OVH"),
                    ("trust", "confirmed"), ("link", "https://twitter.com/olesovhcom"), ("seen", "09:10"),
                    ("eta", "11:00"),
                ]
            ),
            ("contacts/new", [("customer", "surf"), ("channel", "phone"), ("said", "Is it down?")]),
            (
                "facts",
                [
                    ("cause.es", "Un corte de luz del proveedor"),
                    ("cause.en", "A power cut at the provider"),
                    ("data_exposed", "no"),
                ]
            ),
            ("promises/new", [("what", "Revisar los pedidos"), ("due", "2017-11-09T18:00")]),
        ]
        for (part, fields) in notes {
            let noted = try await browser.post("/incidents/INC-1/\(part)", fields)
            #expect(noted.status == .seeOther, "\(part): \(noted.text)")
        }
    }
}
