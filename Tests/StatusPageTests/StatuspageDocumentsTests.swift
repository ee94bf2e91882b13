import Basis
import Catalog
import Foundation
import Incidents
import StatusPage
import Testing

/// The documents against the list of fields that clients of Statuspage's public API read.
struct StatuspageDocumentsTests {
    private static let componentKeys: Set<String> = [
        "id", "name", "status", "created_at", "updated_at", "position", "description", "showcase",
        "start_date",
        "group_id", "page_id", "group", "only_show_if_degraded",
    ]
    private static let incidentKeys: Set<String> = [
        "id", "name", "status", "created_at", "updated_at", "monitoring_at", "resolved_at", "impact",
        "shortlink",
        "started_at", "page_id", "incident_updates", "components", "reminder_intervals",
    ]
    private static let updateKeys: Set<String> = [
        "id", "status", "body", "incident_id", "created_at", "updated_at", "display_at",
        "affected_components",
        "deliver_notifications", "custom_tweet", "tweet_id",
    ]

    private func list(_ document: [String: Any], _ key: String) throws -> [[String: Any]] {
        try #require(document[key] as? [[String: Any]])
    }

    @Test(arguments: [
        ("summary.json", ["components", "incidents", "page", "scheduled_maintenances", "status"]),
        ("status.json", ["page", "status"]),
        ("components.json", ["components", "page"]),
        ("incidents.json", ["incidents", "page"]),
        ("incidents/unresolved.json", ["incidents", "page"]),
        ("scheduled-maintenances.json", ["page", "scheduled_maintenances"]),
        ("scheduled-maintenances/upcoming.json", ["page", "scheduled_maintenances"]),
        ("scheduled-maintenances/active.json", ["page", "scheduled_maintenances"]),
    ])
    func `each document has its wrapper and the page`(name: String, keys: [String]) throws {
        let document = try Rendered.site().json(name)

        #expect(document.keys.sorted() == keys)
        let page = try #require(document["page"] as? [String: String])
        #expect(page.keys.sorted() == ["id", "name", "time_zone", "updated_at", "url"])
        #expect(page["id"]?.count == 12)
        #expect(page["url"] == "https://estado.candil.example")
        #expect(page["time_zone"] == "Europe/Madrid")
    }

    @Test func `components have every field, groups list their members and leaves do not`() throws {
        let rows = try list(Rendered.site().json("components.json"), "components")

        for row in rows {
            let isGroup = try #require(row["group"] as? Bool)
            let expected = isGroup ? Self.componentKeys.union(["components"]) : Self.componentKeys
            #expect(Set(row.keys) == expected)
            #expect((row["status"] as? String).flatMap(ImpactLevel.init(rawValue:)) != nil)
            #expect((row["start_date"] as? String)?.count == 10)
        }
        let group = try #require(rows.first { $0["name"] as? String == "Alojamiento" })
        #expect(group["components"] as? [String] == ["component001", "component002", "component003"])
        #expect(group["status"] as? String == "major_outage")
        let member = try #require(rows.first { $0["id"] as? String == "component002" })
        #expect(member["group_id"] as? String == group["id"] as? String)
        let alone = try #require(rows.first { $0["id"] as? String == "component005" })
        #expect(alone["group_id"] is NSNull)
    }

    @Test func `incidents and their updates have every field, the newest update first`() throws {
        let incidents = try list(Rendered.site().json("incidents.json"), "incidents")

        #expect(incidents.map { $0["id"] as? String } == ["incident0002", "incident0001"])
        for incident in incidents {
            #expect(Set(incident.keys) == Self.incidentKeys)
            let updates = try list(incident, "incident_updates")
            #expect(!updates.isEmpty)
            for update in updates {
                #expect(Set(update.keys) == Self.updateKeys)
                #expect(update["incident_id"] as? String == incident["id"] as? String)
            }
            let times = updates.compactMap { $0["created_at"] as? String }
            #expect(times == times.sorted(by: >))
            for component in try list(incident, "components") {
                #expect(Set(component.keys) == Self.componentKeys)
            }
        }
        let link = incidents[0]["shortlink"] as? String
        #expect(link == "https://estado.candil.example/incidents/INC-2")
    }

    @Test func `a corrected update is as old as it is and as new as its correction`() throws {
        let incidents = try list(Rendered.site().json("incidents.json"), "incidents")
        let corrected = try list(incidents[0], "incident_updates")[1]

        #expect(corrected["created_at"] as? String == "2017-11-09T07:48:00.000Z")
        #expect(corrected["updated_at"] as? String == "2017-11-09T07:55:00.000Z")
    }

    @Test func `an update says what it changed only where that is known`() throws {
        let incidents = try list(Rendered.site().json("incidents.json"), "incidents")
        let open = try list(incidents[0], "incident_updates")
        let over = try list(incidents[1], "incident_updates")

        let broke = try #require((open.last?["affected_components"] as? [[String: String]])?.first)
        #expect(
            broke == [
                "code": "component002", "name": "Alojamiento - Websites in Roubaix",
                "old_status": "operational",
                "new_status": "major_outage",
            ]
        )
        #expect(open[1]["affected_components"] is NSNull)
        let mended = try #require((over.first?["affected_components"] as? [[String: String]])?.first)
        #expect(mended["old_status"] == "degraded_performance")
        #expect(mended["new_status"] == "operational")
    }

    @Test func `times always have a fraction`() throws {
        func check(_ value: Any, _ key: String) {
            if let object = value as? [String: Any] { for (key, value) in object { check(value, key) } }
            if let list = value as? [Any] { for value in list { check(value, key) } }
            guard key.hasSuffix("_at"), let text = value as? String else { return }
            #expect(text.contains("."), "\(key)")
            #expect(Instant(rfc3339: text) != nil, "\(key) \(text)")
        }

        check(try Rendered.site().json("summary.json"), "")
        check(try Rendered.site().json("incidents.json"), "")
    }

    @Test func `unresolved incidents are the open ones only`() throws {
        let site = try Rendered.site()

        #expect(try list(site.json("incidents/unresolved.json"), "incidents").count == 1)
        #expect(try list(site.json("summary.json"), "incidents").count == 1)
        #expect(try list(site.json("incidents.json"), "incidents").count == 2)
    }

    @Test(arguments: [
        (ImpactLevel.operational, "none", "All Systems Operational"),
        (.underMaintenance, "maintenance", "Service Under Maintenance"),
        (.degradedPerformance, "minor", "Partially Degraded Service"),
        (.partialOutage, "major", "Partial System Outage"),
        (.majorOutage, "critical", "Major System Outage"),
    ])
    func `the state in two words`(impact: ImpactLevel, indicator: String, description: String) throws {
        var component = Sample.component(1, Sample.text("Correo", "E-mail"))
        component.impact = impact
        var incident = Sample.outage
        incident.affected = [.init(componentID: 1, impact: impact)]
        let site = try Rendered.site(Sample.state(components: [component], incidents: [incident]))

        // The words are the same in both languages, because clients compare them.
        for language in Language.spoken {
            let status = try #require(try site.json("status.json", language)["status"] as? [String: String])
            #expect(status == ["indicator": indicator, "description": description])
        }
        #expect(try list(site.json("incidents.json"), "incidents")[0]["impact"] as? String == indicator)
    }

    @Test func `an incident about which nothing was written yet has a first word all the same`() throws {
        var incident = Sample.outage
        incident.updates = []
        let site = try Rendered.site(Sample.state(incidents: [incident]))

        let updates = try list(list(site.json("incidents.json"), "incidents")[0], "incident_updates")
        #expect(updates.count == 1)
        #expect(updates[0]["body"] as? String == "We have noticed a problem and are looking into it.")
        #expect(updates[0]["status"] as? String == "investigating")
    }

    @Test func `a list holds the fifty newest incidents and every open one`() throws {
        var incidents = (1...60).reversed().map { number in
            var incident = Sample.past
            incident.id = Int64(number)
            incident.publicID = "incident\(number)"
            return incident
        }
        incidents[59].stage = .monitoring
        let site = try Rendered.site(Sample.state(incidents: incidents))

        let ids = try list(site.json("incidents.json"), "incidents").compactMap { $0["id"] as? String }
        #expect(ids.count == 51)
        #expect(ids.last == "incident1")
    }
}
