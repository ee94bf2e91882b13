/// The state of reading one row of RFC 4180, fed block by block; it holds no more than `bytesMax` of the row.
struct CSVScan {
    enum State {
        case cellStart
        case plain
        case quoted
        /// Behind a quote inside a quoted cell: its end, or the first of two that stand for one.
        case quoteSeen
    }

    enum Outcome {
        /// All bytes are taken and the row goes on.
        case needsMore
        /// The row ended; the number of bytes taken, with its line end.
        case ended(Int)
        /// Something other than a delimiter stands behind a closing quote; the number of bytes before it.
        case stray(Int)
    }

    /// No row is longer: what is longer is read to its end and rejected, without being held.
    static let bytesMax = 262_144

    private(set) var state = State.cellStart
    private(set) var bytes: [UInt8] = []
    private(set) var ends: [Int] = []
    private(set) var hasNUL = false
    private(set) var isTooLong = false
    /// Line ends inside quotes.
    private(set) var innerLines = 0
    /// How many bytes of the row had been taken, and how many were held, when its first physical line ended.
    private(set) var firstLine: (taken: Int, held: Int)?
    /// Whether the row ended with a carriage return, so that a line feed behind it belongs to it.
    private(set) var endedWithCR = false

    private let delimiter: UInt8
    private var taken = 0
    private var lastWasCR = false

    init(delimiter: UInt8) {
        self.delimiter = delimiter
        bytes.reserveCapacity(256)
        ends.reserveCapacity(16)
    }

    /// Whether nothing of a row was seen yet.
    var isUntouched: Bool { taken == 0 }

    /// Takes bytes until the row ends or they do.
    mutating func take(_ block: UnsafeBufferPointer<UInt8>) -> Outcome {
        var index = 0
        while index < block.count {
            switch state {
            case .cellStart:
                state = block[index] == UInt8(ascii: "\"") ? .quoted : .plain
                if state == .quoted { index += 1 }
            case .plain:
                let run = plainRun(block, from: index)
                hold(block, index..<run)
                index = run
                guard index < block.count else { break }
                if endsRow(block[index], &index) { return .ended(index) }
            case .quoted:
                index = quotedRun(block, from: index)
            case .quoteSeen:
                let byte = block[index]
                if byte == UInt8(ascii: "\"") {
                    hold(block, index..<index + 1)
                    state = .quoted
                    index += 1
                } else if byte == UInt8(ascii: " "), byte != delimiter {
                    index += 1
                } else if byte == delimiter || isLineEnd(byte) {
                    if endsRow(byte, &index) { return .ended(index) }
                } else {
                    return .stray(index)
                }
            }
        }
        taken += block.count
        return .needsMore
    }

    /// Ends the last cell where the file ends without a line end.
    mutating func endOfFile() { ends.append(bytes.count) }

    /// Ends the cell at a delimiter or line end; true where it ended the row.
    private mutating func endsRow(_ byte: UInt8, _ index: inout Int) -> Bool {
        if !isTooLong || ends.count < 1_024 { ends.append(bytes.count) }
        state = .cellStart
        index += 1
        guard byte != delimiter else { return false }
        endedWithCR = byte == UInt8(ascii: "\r")
        return true
    }

    private func isLineEnd(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }

    private mutating func plainRun(_ block: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var index = start
        while index < block.count {
            let byte = block[index]
            if byte == delimiter || isLineEnd(byte) { break }
            if byte == 0 { hasNUL = true }
            index += 1
        }
        return index
    }

    /// Takes bytes up to the next quote, which it takes too.
    private mutating func quotedRun(_ block: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var index = start
        while index < block.count, block[index] != UInt8(ascii: "\"") {
            let byte = block[index]
            if byte == 0 { hasNUL = true }
            if isLineEnd(byte) {
                passLineEnd(byte, held: bytes.count + index - start, next: taken + index + 1)
            }
            lastWasCR = byte == UInt8(ascii: "\r")
            index += 1
        }
        hold(block, start..<index)
        guard index < block.count else { return index }
        lastWasCR = false
        state = .quoteSeen
        return index + 1
    }

    private mutating func passLineEnd(_ byte: UInt8, held: Int, next: Int) {
        if byte == UInt8(ascii: "\n"), lastWasCR {
            // The second half of one line end.
            if innerLines == 1, let first = firstLine { firstLine = (next, first.held) }
            return
        }
        innerLines += 1
        if firstLine == nil { firstLine = (next, min(held, Self.bytesMax)) }
    }

    private mutating func hold(_ block: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
        guard !isTooLong else { return }
        if bytes.count + range.count > Self.bytesMax || ends.count > Self.bytesMax {
            isTooLong = true
            bytes.append(contentsOf: block[range.prefix(max(0, Self.bytesMax - bytes.count))])
        } else {
            bytes.append(contentsOf: block[range])
        }
    }
}
