/// Whether a byte can be part of a Swift name.
func isNamePart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
        true
    default: false
    }
}

extension StringProtocol {
    /// Whether `text` stands here, and not as the tail or the head of a longer name.
    func hasToken(_ text: String) -> Bool {
        let here = Array(utf8)
        let wanted = Array(text.utf8)
        guard let first = wanted.first, let last = wanted.last, here.count >= wanted.count else {
            return false
        }
        for start in 0...(here.count - wanted.count) where here[start] == first {
            let end = start + wanted.count
            guard here[start..<end].elementsEqual(wanted) else { continue }
            let isTail = isNamePart(first) && start > 0 && isNamePart(here[start - 1])
            let isHead = isNamePart(last) && end < here.count && isNamePart(here[end])
            if !isTail && !isHead { return true }
        }
        return false
    }

    /// The names that occur here, in order.
    var names: [String] {
        var names: [String] = []
        var name: [UInt8] = []
        for byte in Array(utf8) + [UInt8(ascii: " ")] {
            if isNamePart(byte) {
                name.append(byte)
            } else if !name.isEmpty {
                names.append(String(decoding: name, as: UTF8.self))
                name = []
            }
        }
        return names
    }
}
