import Basis
import Catalog
import Incidents
import Letters
import StatusPage
import Testing

/// The big sentence, and what the page says about times that are promised, passed or unknown.
struct StateInWordsTests {
    private func headline(
        _ impacts: [ImpactLevel],
        stage: Incident.Stage = .identified,
        _ language: Language = .english
    ) throws -> String? {
        let components = impacts.enumerated().map { index, impact in
            var component = Sample.component(Int64(index + 1), Sample.text("S\(index + 1)", "S\(index + 1)"))
            component.impact = impact
            return component
        }
        var incident = Sample.outage
        incident.stage = stage
        let isOpen = impacts.contains { $0 > .operational } || stage != .identified
        let state = Sample.state(components: components, incidents: isOpen ? [incident] : [])
        return try Rendered.site(state).text("/", language).between("<h1 id=\"state\">", "</h1>")
    }

    @Test(arguments: [
        ([ImpactLevel.operational, .operational], "All services are working normally"),
        ([.majorOutage, .operational], "Not working: S1"),
        ([.partialOutage, .majorOutage, .majorOutage, .operational], "Not working: S2 and S3"),
        ([.degradedPerformance, .partialOutage, .operational], "Partly down: S2"),
        ([.degradedPerformance, .operational], "Slow or unstable: S1"),
        ([.underMaintenance, .operational], "Under maintenance: S1"),
        (
            [.majorOutage, .majorOutage, .majorOutage, .majorOutage, .operational],
            "4 services are not working"
        ),
        (
            [.majorOutage, .majorOutage, .majorOutage, .majorOutage],
            "None of our services is working right now"
        ),
    ])
    func `the worst that happens, by name where there are few`(
        impacts: [ImpactLevel],
        sentence: String
    ) throws {
        #expect(try headline(impacts) == sentence)
    }

    @Test func `while it is watched it is recovering, not broken`() throws {
        #expect(try headline([.majorOutage, .operational], stage: .monitoring) == "Recovering: S1")
        #expect(try headline([.operational], stage: .monitoring) == "It is fixed; we are still checking")
    }

    @Test func `an open incident without components is no green light`() throws {
        let html = try Rendered.site(
            Sample.state(components: [Sample.components[0]], incidents: [Sample.outage])
        ).text("/")

        #expect(html.contains("We are dealing with an incident"))
        #expect(html.contains("<body class=\"tone-degraded_performance\">"))
    }

    @Test func `for a day after the end all is well again, then it is only well`() throws {
        let ended = try #require(Sample.past.resolvedAt)

        let soon = try Rendered.site(Sample.quiet, now: ended + .hours(2)).text("/")
        let later = try Rendered.site(Sample.quiet, now: ended + .hours(25)).text("/")
        #expect(soon.contains("Everything is working normally again"))
        #expect(soon.contains("“Slow e-mail” was resolved: 12:14."))
        #expect(later.contains("All services are working normally"))
    }

    @Test func `whose estimate it is stands beside it, and when it passed that it passed`() throws {
        var incident = Sample.outage
        incident.estimates.insert(
            .init(source: .ours, at: Sample.at("12:30"), saidAt: Sample.at("09:15")),
            at: 0
        )
        let state = Sample.state(incidents: [incident])

        let before = try Rendered.site(state, now: Sample.now).text("/")
        let after = try Rendered.site(state, now: Sample.at("12:30")).text("/")
        #expect(before.contains("Our own estimate, given at this time: 09:15."))
        #expect(before.contains("This is what OVH expects (09:10), not a promise of ours."))
        #expect(before.contains("At the latest, even if nothing has changed."))
        #expect(!before.contains("fact-late"))
        #expect(after.contains("Our estimate was wrong"))
        #expect(after.contains("This is what OVH expected (09:10); it has passed."))
        #expect(after.contains("We are late: we should have written by now."))
    }

    @Test func `where nobody knows an end that is said, but not once it is mended`() throws {
        var incident = Sample.outage
        incident.estimates = []
        let unknown = try Rendered.site(Sample.state(incidents: [incident])).text("/")
        incident.stage = .monitoring
        let mended = try Rendered.site(Sample.state(incidents: [incident])).text("/")

        #expect(unknown.contains("We do not know yet"))
        #expect(!mended.contains("We do not know yet"))
    }

    @Test func `where it was theirs the page says who is mending it`() throws {
        #expect(
            try Rendered.site().text("/").contains("The failure is at our supplier (OVH), who is fixing it.")
        )
        var incident = Sample.outage
        incident.origin = .ours
        let ours = try Rendered.site(Sample.state(incidents: [incident])).text("/")
        #expect(ours.contains("We know what failed and are fixing it."))
        #expect(!ours.contains("supplier"))
    }

    @Test func `a corrected text says that it was corrected`() throws {
        #expect(try Rendered.site().text("/").contains("Text corrected: 08:55"))
    }

    @Test func `the front page shows the newest updates and leads to all of them`() throws {
        var incident = Sample.outage
        let update = incident.updates[2]
        incident.updates += [update, update]

        let html = try Rendered.site(Sample.state(incidents: [incident])).text("/")
        #expect(html.count(of: "<li class=\"update ") == 3)
        #expect(html.contains("See all 5 updates on this incident"))
        #expect(
            try Rendered.site(Sample.state(incidents: [incident])).text("/incidents/INC-2").count(
                of: "<li class=\"update "
            ) == 5
        )
    }
}

extension String {
    /// How often `part` occurs.
    func count(of part: String) -> Int { ranges(of: part).count }
}
