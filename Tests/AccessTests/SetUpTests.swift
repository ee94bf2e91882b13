import Access
import Basis
import Database
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2)))
struct SetUpTests {
    private let founder = SetUp.Newcomer(
        externalID: "ana",
        name: "Ana",
        email: "ana@agency.example",
        languages: [.spanish]
    )

    private func begin(_ house: AccessHouse) async throws -> String? {
        let (random, now) = (house.random, house.now)
        return try await house.database.write { try SetUp.begin(random: random, at: now, in: $0) }
    }

    private func standing(
        _ token: String,
        _ house: AccessHouse,
        after span: Span = .seconds(0)
    ) async throws -> SetUp.Standing {
        let now = house.now + span
        return try await house.database.read { try SetUp.standing(token, at: now, in: $0) }
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `the link makes one administrator, who is logged in, and is gone for ever`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let house = try await AccessHouse.open(engine)
        let token = try #require(try await begin(house))
        #expect(try await standing(token, house) == .open)
        #expect(try await standing("another", house) == .unknown)

        let signedIn = try await house.desk.setUp(
            token,
            founder,
            password: AccessHouse.password,
            at: house.now
        )
        let signIn = try #require(try await house.find(signedIn.token))
        #expect(signIn.staff.externalID == "ana")
        #expect(signIn.staff.role == .administrator)

        #expect(try await standing(token, house) == .gone)
        #expect(try await standing("another", house) == .gone, "every link is gone, whoever made it up")
        #expect(try await begin(house) == nil)
        await #expect(throws: AccessRefusal.linkGone) {
            try await house.desk.setUp(token, founder, password: AccessHouse.password, at: house.now)
        }
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `the link is good for an hour, and a newer one takes its place`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let house = try await AccessHouse.open(engine)
        let first = try #require(try await begin(house))
        #expect(try await standing(first, house, after: .minutes(59)) == .open)
        #expect(try await standing(first, house, after: .hours(1)) == .gone)
        await #expect(throws: AccessRefusal.linkGone) {
            try await house.desk.setUp(
                first,
                founder,
                password: AccessHouse.password,
                at: house.now + .hours(1)
            )
        }
        let second = try #require(try await begin(house))
        #expect(try await standing(first, house) == .unknown)
        #expect(try await standing(second, house) == .open)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `of many who come at the same time one becomes administrator`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let house = try await AccessHouse.open(engine)
        let token = try #require(try await begin(house))
        let made = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<8 {
                group.addTask {
                    var newcomer = founder
                    newcomer.externalID = "ana\(number)"
                    do {
                        _ = try await house.desk.setUp(
                            token,
                            newcomer,
                            password: AccessHouse.password,
                            at: house.now
                        )
                        return true
                    } catch {
                        #expect(error as? AccessRefusal == .linkGone)
                        return false
                    }
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(made == 1)
        #expect(try await house.database.read { try StaffStore.everybody(in: $0).count } == 1)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `an administrator who came by another way closes the set-up`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let house = try await AccessHouse.open(engine)
        let token = try #require(try await begin(house))
        _ = try await house.member("boss", .administrator)
        #expect(try await standing(token, house) == .gone)
        #expect(try await begin(house) == nil)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `what is wrong with the form is told, and the link stays good`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let house = try await AccessHouse.open(engine)
        let token = try #require(try await begin(house))
        var newcomer = founder
        newcomer.externalID = " "
        newcomer.name = "Ana\r\nBcc: x"
        let problems = await #expect(throws: Problems.self) {
            try await house.desk.setUp(token, newcomer, password: AccessHouse.password, at: house.now)
        }
        #expect(
            problems?.all.map(\.message.key.name) == ["access.line_missing", "access.line_control"]
        )
        await #expect(throws: Problems.self) {
            try await house.desk.setUp(token, founder, password: "short", at: house.now)
        }
        #expect(try await standing(token, house) == .open)
    }
}
