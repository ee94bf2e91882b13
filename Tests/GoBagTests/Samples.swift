import Access
import Basis
import Delivery
import Foundation
import GoBag
import Rendering

extension Instant {
    /// 2017-11-09 08:00 in Spain.
    static let morning = Instant(seconds: 1_510_210_800)
}

extension TokenSigner {
    static let own = TokenSigner(secret: Array(repeating: 7, count: 32))
    static let strange = TokenSigner(secret: Array(repeating: 8, count: 32))
}

extension Passphrase {
    static func sample(_ text: String = "tres bueyes cruzan despacio") throws -> Passphrase {
        try Passphrase(text, place: "passphrase")
    }
}

extension SealedBag {
    /// A bag with a name in it that must not be read from outside.
    static func sample(_ passphrase: String = "tres bueyes cruzan despacio") async throws -> SealedBag {
        try await BagSealer().seal(
            try .sample(),
            passphrase: try .sample(passphrase),
            random: SeededRandom(seed: 3)
        )
    }
}

extension BagContents {
    /// As the page reads it; without customers, which the stores' tests have.
    static func sample() throws -> BagContents {
        let json = """
            {"version":1,"bag":"bag1","madeAt":"2017-11-09T07:00:00Z","zone":"Europe/Madrid","sender":"Candil",
            "callers":[{"id":"jon","name":"Jon Secreto","isOnDuty":true}],"components":{},"customers":[],
            "texts":[],"phoneKey":"AA","resultKey":"AA"}
            """
        return try JSONDecoder().decode(BagContents.self, from: Data(json.utf8))
    }
}

extension BagResult {
    static func sample(_ outcomes: [Outcome] = [.sample()], bag: String = "bag1") -> BagResult {
        BagResult(bag: bag, outcomes: outcomes)
    }
}

extension BagResult.Outcome {
    static func sample(
        _ id: String = "a",
        outcome: AttemptOutcome = .reached,
        note: String? = nil
    ) -> BagResult.Outcome {
        BagResult.Outcome(id: id, customer: "k2", call: 1, outcome: outcome, at: .morning, note: note)
    }
}

enum Resources {
    static func root() throws -> ResourceRoot {
        try ResourceRoot.locate(explicit: nil, environment: [:], executable: #filePath)
    }
}
