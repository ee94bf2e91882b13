import Basis
import Catalog
import StatusPage
import Testing

/// A page stays a page, whatever the catalogue holds.
struct ManyComponentsTests {
    private static let state = Sample.state(
        components: (1...5_000).map { number in
            Sample.component(
                Int64(number),
                Sample.text("Servicio \(number)", "Service \(number)"),
                group: "Group \(number / 20)",
                impact: number == 4_711 ? .majorOutage : .operational
            )
        }
    )

    @Test func `groups are folded, and what is affected comes first and unfolded`() throws {
        let html = try Rendered.site(Self.state).text("/")

        let affected = try #require(html.firstRange(of: "Service 4711</span>"))
        let folded = try #require(html.firstRange(of: "<details"))
        #expect(affected.lowerBound < folded.lowerBound)
        #expect(!html.contains("<details open") && !html.contains(" open>"))
        let firstGroup = try #require(html[folded.lowerBound...].firstRange(of: "group-name\">Group 235<"))
        #expect(html.distance(from: folded.lowerBound, to: firstGroup.lowerBound) < 200)
    }

    @Test func `the page is bounded and says how much it leaves out`() throws {
        let html = try Rendered.site(Self.state).text("/")

        #expect(html.utf8.count < 160_000)
        #expect(html.count(of: "<li class=\"row ") <= 351)
        #expect(
            html.contains("And 3,000 more") || html.contains("And 2,999 more")
                || html.contains("And 3,001 more")
        )
    }

    @Test func `a few components are simply listed in their order`() throws {
        let html = try Rendered.site().text("/")

        #expect(!html.contains("<details"))
        let names = [
            "Websites in Madrid", "Websites in Roubaix", "Backups", "Customer e-mail", "Customer panel",
        ]
        let list = try #require(html.between("<h2 id=\"components\">", "</section>"))
        #expect(names.compactMap { list.firstRange(of: $0)?.lowerBound }.count == names.count)
        #expect(
            names.compactMap { list.firstRange(of: $0)?.lowerBound }
                == names.compactMap { list.firstRange(of: $0)?.lowerBound }.sorted()
        )
    }
}

struct DayBarsTests {
    private static let page = Sample.page

    private func runs(_ troubles: [PublicTrouble], known: Instant?, now: Instant, days: Int) -> [DayBars.Run]
    {
        DayBars(troubles: troubles, knownSince: known, page: Self.page, now: now, dayCount: days).runs
    }

    @Test func `days without trouble, with it, and not known`() {
        let troubles = [
            PublicTrouble(
                beganAt: Sample.at("23:30", "2017-11-06"),
                endedAt: Sample.at("00:30", "2017-11-07"),
                impact: .partialOutage
            ),
            PublicTrouble(
                beganAt: Sample.at("10:00", "2017-11-07"),
                endedAt: Sample.at("11:00", "2017-11-07"),
                impact: .majorOutage
            ),
        ]
        let runs = runs(troubles, known: Sample.at("12:00", "2017-11-04"), now: Sample.now, days: 7)

        #expect(
            runs == [
                .init(impact: nil, firstDay: 0, length: 1),
                .init(impact: .operational, firstDay: 1, length: 2),
                .init(impact: .partialOutage, firstDay: 3, length: 1),
                .init(impact: .majorOutage, firstDay: 4, length: 1),
                .init(impact: .operational, firstDay: 5, length: 2),
            ]
        )
    }

    @Test func `what lasts still reaches until today, what is older than the chart begins with it`() {
        let trouble = PublicTrouble(
            beganAt: Sample.at("10:00", "2016-01-01"),
            endedAt: nil,
            impact: .degradedPerformance
        )

        #expect(
            runs([trouble], known: Sample.at("10:00", "2015-01-01"), now: Sample.now, days: 90)
                == [.init(impact: .degradedPerformance, firstDay: 0, length: 90)]
        )
    }

    @Test func `days are those of the page, not of UTC`() {
        let trouble = PublicTrouble(
            beganAt: Sample.at("00:30", "2017-11-09"),
            endedAt: Sample.at("00:40", "2017-11-09"),
            impact: .majorOutage
        )

        #expect(
            runs([trouble], known: Sample.at("10:00", "2015-01-01"), now: Sample.now, days: 2)
                == [
                    .init(impact: .operational, firstDay: 0, length: 1),
                    .init(impact: .majorOutage, firstDay: 1, length: 1),
                ]
        )
    }

    @Test func `nothing known gives no green day`() {
        let bars = DayBars(troubles: [], knownSince: nil, page: Self.page, now: Sample.now, dayCount: 90)

        #expect(bars.runs == [.init(impact: nil, firstDay: 0, length: 90)])
        #expect(bars.daysKnown == 0)
    }
}
