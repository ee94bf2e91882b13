import Synchronization

/// Where randomness comes from; injected so that a replay gives the same ids twice.
package protocol RandomSource: Sendable {
    func bytes(_ count: Int) -> [UInt8]
}

/// The machine's generator, fit for secrets.
package struct SystemRandom: RandomSource {
    package init() {}

    package func bytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }
}

/// A repeatable generator (SplitMix64) for replays and tests. Never for secrets of a running product.
package final class SeededRandom: RandomSource {
    private let state: Mutex<UInt64>

    package init(seed: UInt64) {
        state = Mutex(seed)
    }

    package func bytes(_ count: Int) -> [UInt8] {
        state.withLock { state in
            (0..<count).map { _ in
                state &+= 0x9e37_79b9_7f4a_7c15
                var mixed = state
                mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
                mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
                return UInt8(truncatingIfNeeded: mixed ^ (mixed >> 31))
            }
        }
    }
}

extension RandomSource {
    /// Twelve lower-case letters and digits: the shape of Statuspage's ids.
    package func publicID() -> String {
        let alphabet = Array("0123456789abcdfghjklmnpqrstvwxyz".utf8)
        return String(decoding: bytes(12).map { alphabet[Int($0) % alphabet.count] }, as: UTF8.self)
    }

    /// 128 random bits for a session, a form or a link.
    package func token() -> String { Base64URL.encode(bytes(16)) }
}
