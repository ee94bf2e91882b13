import Testing

struct MigrationLockTests {
    private static let first = MigrationLock.Step(name: "001-access", checksum: "aa")
    private static let second = MigrationLock.Step(name: "002-catalog", checksum: "bb")
    private static let third = MigrationLock.Step(name: "003-delivery", checksum: "cc")

    @Test
    func `a lock is read`() {
        let text = "# Steps.\n001-access aa\n002-catalog bb\n"

        #expect(MigrationLock(text: text) == MigrationLock([Self.first, Self.second]))
    }

    @Test(
        arguments: [
            ([first, second], [first, second], nil),
            (
                [first, .init(name: "002-catalog", checksum: "xx")], [first, second],
                "002-catalog was changed after its release"
            ),
            ([second, first], [first, second], "001-access is no longer step 1, but 002-catalog is"),
            ([first], [first, second], "002-catalog is no longer step 2, but nothing is"),
            ([first, second, third], [first, second], "003-delivery is new"),
        ] as [([MigrationLock.Step], [MigrationLock.Step], String?)]
    )
    func `what changed after its release is found`(
        _ now: [MigrationLock.Step],
        _ locked: [MigrationLock.Step],
        _ found: String?
    ) {
        #expect(MigrationLock(locked).findings(now).first?.found == found)
    }
}
