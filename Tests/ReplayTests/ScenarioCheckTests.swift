import Basis
import Foundation
import Rendering
import Replay
import Testing

struct ScenarioCheckTests {
    @Test func `a scenario in which nothing is wrong can be played`() throws {
        #expect(try ScenarioFolder().problems() == [])
    }

    @Test func `every scenario of the house can be played`() throws {
        let root = try ResourceRoot.locate(explicit: nil, environment: [:], executable: #filePath)
        let names = root.scenarios()

        #expect(names.count >= 2)
        for name in names {
            let folder = try #require(root.scenario(name))
            #expect(try Scenario.load(name, folder: folder).name == name)
        }
    }

    /// What stands there, what somebody wrote in its place, and where the problem lies.
    @Test(arguments: [
        ("zone: Europe/Madrid", "zone: Mars/Olympus", "1: zone no_zone"),
        ("\"2017-11-09T07:15:00+01:00\"", "\"07:15\"", "2: start no_moment"),
        ("\"2017-11-09T15:00:00+01:00\"", "\"tomorrow\"", "3: finish no_moment"),
        ("2017-11-09T15:00:00+01:00", "2017-11-09T07:15:00+01:00", "3: finish finish_first"),
        ("no_answer", "nobody", "5: customers.calls choice"),
        ("08:02", "8 o'clock", "5: customers.knew_since no_time"),
        ("back: \"yes\"", "back: maybe", "5: customers.back choice"),
        ("at: \"09:00\"", "at: \"24:00\"", "7: answers.at no_time"),
        ("at: \"08:00\"", "at: \"8\"", "9: events.at no_time"),
        ("at: \"08:00\"", "at: \"08:00:00\"", "9: events.at no_time"),
        ("at: \"08:00\"", "at: \"x:08:00\"", "9: events.at no_time"),
        ("title: {es:", "title: {klingon:", "12: events.open.title.klingon no_language"),
        ("major_outage", "kaput", "13: events.open.components.web choice"),
        ("kind: outage", "kind: mess", "14: events.open.kind choice"),
        ("origin: upstream", "origin: them", "15: events.open.origin choice"),
        ("\"08:30\"", "soon", "16: events.open.next_update no_time"),
        ("incident: first", "incident: second", "19: events.update.incident unknown_label"),
        ("status: identified", "status: fixed", "20: events.update.status choice"),
        ("\"10:00\"", "\"10:60\"", "22: events.update.eta no_time"),
        ("twitter", "gossip", "23: events.sighting.source choice"),
        ("rumour", "surely", "23: events.sighting.trust choice"),
        ("09:01", "9", "23: events.sighting.seen no_time"),
        ("staff: jon", "staff: tom", "24: events.duty.staff unknown_staff"),
        ("data_lost: \"no\"", "data_lost: perhaps", "25: events.facts.data_lost choice"),
        ("impact: operational", "impact: fine", "26: events.impact.impact choice"),
        ("07:59", "7:5x", "27: events.contact.when no_time"),
        ("resolve: {message: {es:", "resolve: {message: {e:", "28: events.resolve.message.e no_language"),
        (", close: {}", "", "30: events one_deed"),
        ("close: {}", "close: {}, check_back: {}", "30: events one_deed"),
        ("close: {}", "close: {incident: other}", "30: events.close.incident unknown_label"),
        ("events:", "other:", "1 unreadable"),
        ("notic", "x", "7: answers unreadable"),
        ("noticed: false", "noticed: [1]", "7: answers.noticed unreadable"),
    ])
    func `what is wrong in the timeline is said with line and field`(
        _ old: String,
        _ new: String,
        _ problem: String
    ) throws {
        let folder = try ScenarioFolder("timeline.yml", replacing: old, with: new)

        #expect(try folder.problems() == ["timeline.yml:\(problem)"])
    }

    @Test(arguments: [
        ("staff.yml", "role: responder", "role: boss", "staff.yml:4: role choice"),
        ("staff.yml", "[es, en]", "[es, e]", "staff.yml:3: languages no_language"),
        ("staff.yml", "id: ane", "id: jon", "staff.yml:6: id twice"),
        ("staff.yml", "on_duty: false", "on_duty: later", "staff.yml:6: on_duty unreadable"),
        ("expected.yml", "unreachable", "unlucky", "expected.yml:4: expectations.what unknown_figure"),
        (
            "expected.yml", "told_first_share", "by_channel",
            "expected.yml:2: expectations.what unknown_figure"
        ),
        ("expected.yml", ", equals: 0", "", "expected.yml:4: expectations unreadable"),
        ("expected.yml", "at_most", "at_mots", "expected.yml:3: expectations unreadable"),
        ("expected.yml", "equals: 0", "equals: 0, at_least: 0", "expected.yml:4: expectations unreadable"),
        ("expected.yml", "0.9", "many", "expected.yml:2: expectations.at_least unreadable"),
    ])
    func `so is what is wrong in the other files`(
        _ file: String,
        _ old: String,
        _ new: String,
        _ problem: String
    ) throws {
        #expect(try ScenarioFolder(file, replacing: old, with: new).problems() == [problem])
    }

    /// Behaviour is looked up by customer: two for one would be a contradiction.
    @Test func `a customer behaves in one way`() throws {
        let row = "  - {id: k1, calls: [sent]}\nanswers:"
        let folder = try ScenarioFolder("timeline.yml", replacing: "answers:", with: row)

        #expect(try folder.problems() == ["timeline.yml:6: customers.id twice"])
    }

    @Test func `all that is wrong is said at once, over all files`() throws {
        var files = ScenarioFolder.files
        files["timeline.yml"] = files["timeline.yml"]?
            .replacing("Europe/Madrid", with: "Mars").replacing("outage\n", with: "mess\n")
            .replacing("staff: jon", with: "staff: tom")
        files["staff.yml"] = files["staff.yml"]?.replacing("approver", with: "boss")
        files["expected.yml"] = files["expected.yml"]?.replacing("unreachable", with: "unlucky")

        let problems = try ScenarioFolder(files).problems()

        #expect(
            problems.sorted() == [
                "expected.yml:4: expectations.what unknown_figure", "staff.yml:6: role choice",
                "timeline.yml:14: events.open.kind choice", "timeline.yml:1: zone no_zone",
                "timeline.yml:24: events.duty.staff unknown_staff",
            ]
        )
    }

    @Test func `what is missing is said of each file, and what is no YAML too`() throws {
        #expect(
            try ScenarioFolder([:]).problems() == [
                "timeline.yml missing_file", "staff.yml missing_file", "expected.yml missing_file",
            ]
        )
        var files = ScenarioFolder.files
        files["timeline.yml"] = "zone: [\n"
        files["staff.yml"] = nil
        let problems = try ScenarioFolder(files).problems()
        #expect(problems.count == 2)
        #expect(problems.contains("staff.yml missing_file"))
        #expect(problems.contains { $0.hasPrefix("timeline.yml") && $0.hasSuffix(" unreadable") })
    }
}
