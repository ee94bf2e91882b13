/// Bits by row: which word sets a token belongs to. First the rows of all words, then those of one letter's entities.
struct WordRows: Sendable {
    let stride: Int
    private(set) var bits: [UInt64] = []
    private var count = 0
    private var words = 0

    init(stride: Int) { self.stride = stride }

    /// The row of a word; all words of a letter come before its entities.
    mutating func appendWord(_ members: [Int32]) {
        append(members)
        words = count
    }

    /// The row of an entity: its own sets, and those of its words.
    mutating func append(_ members: [Int32], words: some Sequence<Int32>) -> Int32 {
        append(members)
        let base = (count - 1) * stride
        for word in words {
            let other = Int(word) * stride
            for index in 0..<stride { bits[base + index] |= bits[other + index] }
        }
        return Int32(count - 1)
    }

    /// Forgets the entities.
    mutating func truncate() {
        bits.removeLast((count - words) * stride)
        count = words
    }

    private mutating func append(_ members: [Int32]) {
        let base = count * stride
        bits.append(contentsOf: repeatElement(0, count: stride))
        for member in members { bits[base + Int(member) >> 6] |= 1 << UInt64(member & 63) }
        count += 1
    }
}
