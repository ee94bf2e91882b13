import Basis
import BenchmarkSupport
import Database
import Delivery
import Mail

/// How fast mails go to a Maildir, every one of them durable before it counts.
struct MailRun {
    let house: House
    let mails: Int
    let folder: String

    func measure(_ figures: inout Figures) async throws {
        let channel = MaildirChannel(maildir: try Maildir(path: folder), sender: House.sender)
        _ = try await house.launch()
        let run = DeliveryRun(
            database: house.database,
            planner: house.planner,
            pump: house.pump(channel),
            clock: SystemClock(),
            patience: .seconds(1)
        )
        let begin = ContinuousClock.now
        try await run.run()
        let took = (ContinuousClock.now - begin).seconds
        Progress.say("mails are in the Maildir")
        let told = try await house.database.read {
            try $0.count("SELECT count(*) FROM notice WHERE state = 'handed_over'")
        }
        figures.add("mails to the Maildir", Double(told), "", atLeast: Double(mails))
        figures.add("mails a second, each durable", Double(told) / took, "/s")
    }
}
