/// Remembers which keys a file had, in 16 to 32 bytes a key whatever their length.
///
/// Keys are kept as 128 bits of a hash with a seed of its own process: two different keys of a file of a hundred million
/// rows are taken for one with a chance below one in 10^22.
struct SeenKeys {
    private struct Slot {
        var high: UInt64 = 0
        var low: UInt64 = 0

        var isFree: Bool { high == 0 && low == 0 }
    }

    private var slots = [Slot](repeating: Slot(), count: 1_024)
    private var count = 0

    /// Notes the key that `identify` feeds into a hasher; false where it was there already.
    mutating func insert(_ identify: (inout Hasher) -> Void) -> Bool {
        if count * 4 >= slots.count * 3 { grow() }
        let slot = Slot(high: Self.hash(0, identify), low: Self.hash(1, identify) | 1)
        guard let free = Self.place(of: slot, in: slots) else { return false }
        slots[free] = slot
        count += 1
        return true
    }

    private static func hash(_ half: Int, _ identify: (inout Hasher) -> Void) -> UInt64 {
        var hasher = Hasher()
        hasher.combine(half)
        identify(&hasher)
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }

    /// The free place for a slot; nil where it is there.
    private static func place(of slot: Slot, in slots: [Slot]) -> Int? {
        var index = Int(truncatingIfNeeded: slot.high) & (slots.count - 1)
        while !slots[index].isFree {
            if slots[index].high == slot.high, slots[index].low == slot.low { return nil }
            index = (index + 1) & (slots.count - 1)
        }
        return index
    }

    private mutating func grow() {
        var larger = [Slot](repeating: Slot(), count: slots.count * 2)
        for slot in slots where !slot.isFree {
            if let free = Self.place(of: slot, in: larger) { larger[free] = slot }
        }
        slots = larger
    }
}
