import Basis
import Catalog
import Database
import TestSupport
import Testing

/// What an import changes of what is there, on both engines.
struct RepeatedImportTests {
    @Test(arguments: DatabaseUnderTest.available)
    func `all five lists at once, and a second run changes nothing`(_ engine: DatabaseUnderTest) async throws
    {
        let warehouse = try await Warehouse(engine)
        let files = CatalogFiles(
            components: try warehouse.file(
                "components.csv",
                "id,name_es,name_en,group,provider,mail_domains,status_url\n"
                    + "web,Webs,Sites,Nuestros,OVH,,https://estado.example\nmail,Correo,,,,ovh.example *.ovh.example,\n"
            ),
            dependencies: try warehouse.file(
                "dependencies.csv",
                "component,depends_on,kind\nweb,mail,soft\n"
            ),
            customers: try warehouse.file(
                "customers.csv",
                "id,name,language,country,time_zone,tier,account_manager,email,phone,domains\n"
                    + "k1,Bar,es,ES,Europe/Madrid,a,lucia,a@b.example,968550112,bar.example\nk2,Pub,en,GB,,,,,,\n"
            ),
            contacts: try warehouse.file(
                "contacts.csv",
                "customer,name,role,channel,address,preference,consent\n"
                    + "k1,Ana,owner,whatsapp,626 55 01 33,1,yes\nk2,Bob,,telegram,@bob_pub,,no\n"
                    + "k2,Bob,,phone,020 7946 0018,2,\n"
            ),
            subscriptions: try warehouse.file(
                "subscriptions.csv",
                "customer,component,quantity,unit_price,currency,period,status,start,end\n"
                    + "k1,web,1,\"39,00\",EUR,month,,01/03/2012,\nk2,mail,6,5.20,GBP,year,suspended,,\n"
            )
        )

        let first = try await warehouse.run(files)
        let second = try await warehouse.run(files)

        #expect(first.counts == [10, 10, 0, 0, 0])
        #expect(second.counts == [10, 0, 0, 10, 0])
        #expect(
            try await warehouse.addresses("k1") == [
                "whatsapp:+34626550133", "email:a@b.example", "phone:+34968550112",
            ]
        )
        #expect(try await warehouse.addresses("k2") == ["phone:+442079460018", "telegram:@bob_pub"])
        let stored = try await warehouse.database.read { session in
            (
                component: try ComponentStore.with(externalID: "mail", in: session)?.mailDomains.map(\.typed),
                subscriptions: try SubscriptionStore.of(customerIDs: [1, 2], in: session).mapValues {
                    $0.map(\.price)
                }
            )
        }
        #expect(stored.component == ["*.ovh.example", "ovh.example"])
        #expect(stored.subscriptions.values.joined().compactMap { $0?.minorUnits }.sorted() == [520, 3_900])
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a new address replaces the old one, and may come back`(_ engine: DatabaseUnderTest) async throws {
        let warehouse = try await Warehouse(engine)
        var seen: [[String]] = []
        var counts: [[Int]] = []
        for email in ["a@b.example", "c@b.example", "", "a@b.example", "a@b.example"] {
            counts.append(try await warehouse.customers("id,name,email\nk1,Bar,\(email)\n").counts)
            seen.append(try await warehouse.addresses("k1"))
        }

        #expect(
            seen == [
                ["email:a@b.example"], ["email:c@b.example"], [], ["email:a@b.example"],
                ["email:a@b.example"],
            ]
        )
        #expect(
            counts.map { Array($0[1...3]) } == [[1, 0, 0], [0, 1, 0], [0, 1, 0], [0, 1, 0], [0, 0, 1]]
        )
    }

    @Test func `what a file does not speak of stays as it was`() async throws {
        let warehouse = try await Warehouse()
        _ = try await warehouse.customers(
            "id,name,language,country,tier,email,phone,domains\nk1,Bar,en,GB,a,a@b.example,020 7946 0018,b.example\n"
        )
        let before = try await warehouse.customer("k1")

        let report = try await warehouse.customers("id,name\nk1,Bar\n")
        let cleared = try await warehouse.customers("id,name,tier,phone\nk1,Bar,,\n")

        #expect(report.counts == [1, 0, 0, 1, 0])
        #expect(cleared.counts == [1, 0, 1, 0, 0])
        var expected = try #require(before)
        expected.tier = nil
        #expect(try await warehouse.customer("k1") == expected)
        #expect(try await warehouse.addresses("k1") == ["email:a@b.example"])
    }

    @Test func `a customer's own address may be a contact's, who keeps it`() async throws {
        let warehouse = try await Warehouse()
        _ = try await warehouse.customers("id,name,email\nk1,Bar,a@b.example\n")
        let contacts = try warehouse.file(
            "contacts.csv",
            "customer,name,channel,address,preference\nk1,Ana,email,A@B.example,3\n"
        )
        let taken = try warehouse.file(
            "contacts2.csv",
            "customer,name,channel,address,preference\nk1,Ana,email,a@b.example,3\n"
        )

        let other = try await warehouse.run(CatalogFiles(contacts: contacts))
        let same = try await warehouse.run(CatalogFiles(contacts: taken))
        let again = try await warehouse.customers("id,name,email\nk1,Bar,a@b.example\n")
        let moved = try await warehouse.customers("id,name,email\nk1,Bar,new@b.example\n")

        // Only its own server knows whether the case of a local part matters.
        #expect(other.counts == [1, 1, 0, 0, 0])
        #expect(same.counts == [1, 0, 1, 0, 0])
        #expect(again.counts == [1, 0, 0, 1, 0])
        #expect(moved.counts == [1, 0, 1, 0, 0])
        #expect(
            try await warehouse.addresses("k1") == [
                "email:a@b.example", "email:A@b.example", "email:new@b.example",
            ]
        )
    }

    @Test(arguments: [Address.Standing.optedOut, .bounced, .invalid])
    func `an import does not undo what became of an address`(_ standing: Address.Standing) async throws {
        let warehouse = try await Warehouse()
        _ = try await warehouse.customers("id,name,email\nk1,Bar,a@b.example\n")
        let contacts = try warehouse.file(
            "contacts.csv",
            "customer,name,channel,address,consent\nk1,Ana,email,a@b.example,yes\n"
        )
        try await warehouse.database.write { session in
            for address in try AddressStore.of(customerIDs: [1], in: session)[1] ?? [] {
                try AddressStore.setStanding(addressID: address.id, standing, in: session)
            }
        }

        let own = try await warehouse.customers("id,name,email\nk1,Bar,a@b.example\n")
        _ = try await warehouse.run(CatalogFiles(contacts: contacts))

        #expect(own.counts == [1, 0, 0, 1, 0])
        let addresses = try await warehouse.database.read {
            try AddressStore.of(customerIDs: [1], in: $0)[1] ?? []
        }
        #expect(addresses.map(\.standing) == [standing])
        #expect(addresses.map(\.consent) == [.yes])
    }

    @Test func `components keep their place and their public id`() async throws {
        let warehouse = try await Warehouse()
        try await warehouse.stock(components: ["web", "mail"])
        let before = try await warehouse.database.read { try ComponentStore.all(in: $0) }
        let path = try warehouse.file("c.csv", "id,name_en,name_es\nmail,Mail,\ndns,DNS,DNS\n")

        let report = try await warehouse.run(CatalogFiles(components: path))

        let after = try await warehouse.database.read { try ComponentStore.all(in: $0) }
        #expect(report.counts == [2, 1, 1, 0, 0])
        #expect(after.map(\.externalID) == ["web", "mail", "dns"])
        #expect(after.prefix(2).map(\.publicID) == before.map(\.publicID))
        #expect(after[1].name == LocalizedText([.english: "Mail"]))
        #expect(Set(after.map(\.publicID)).count == 3)
    }

    @Test func `an import is announced and leaves its counts in the audit trail`() async throws {
        let warehouse = try await Warehouse()
        let topics = warehouse.database.announcements()
        _ = try await warehouse.customers("id,name\nk1,Bar\nk2,\n")

        let heard = await topics.first { $0.concerns(.catalog) }
        let details = try await warehouse.database.read { session in
            try session.value(
                "SELECT details FROM audit_entry WHERE deed = 'import_catalog'",
                as: JSONColumn<[String: String]>.self
            )?.value
        }

        #expect(heard != nil)
        #expect(details == ["rows": "2", "imported": "1", "updated": "0", "unchanged": "0", "rejected": "1"])
    }
}
