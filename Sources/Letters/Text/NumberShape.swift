/// What a written number looks like: digits with marks between them.
struct NumberShape {
    /// How many digits.
    private(set) var digits = 0
    /// The value of digits without marks, up to nine of them.
    private(set) var plain: Int?
    private var parts: [Int] = []
    private var lengths: [Int] = []
    private var marks: [UInt32] = []

    init(_ scalars: ArraySlice<UInt32>) {
        var value = 0
        var length = 0
        for scalar in scalars {
            if Scalars.isDigit(scalar) {
                if length < 9 { value = value * 10 + Int(scalar - 48) }
                length += 1
                digits += 1
            } else {
                close(value, length)
                marks.append(scalar)
                value = 0
                length = 0
            }
        }
        close(value, length)
        if marks.isEmpty, digits <= 9 { plain = value }
    }

    private mutating func close(_ value: Int, _ length: Int) {
        guard parts.count < 8 else { return }
        parts.append(value)
        lengths.append(length)
    }

    var isPlain: Bool { marks.isEmpty }
    var isYear: Bool { plain.map { (1900...2099).contains($0) } ?? false && digits == 4 }

    /// The hour of a clock time; nil where it cannot be one.
    var hour: Int? {
        guard let first = parts.first, first <= 24, lengths[0] <= 2, marks.count <= 2 else { return nil }
        return first
    }

    /// `14:05`, `9:05:30`; also `10.30` is left to numbers.
    var isClock: Bool {
        (parts.count == 2 || parts.count == 3) && marks.allSatisfy { $0 == 58 } && parts[0] <= 24
            && lengths[0] <= 2 && lengths[1] == 2 && parts[1] < 60
    }

    /// `2017-11-09`, `09/11/2017`, `9.11.2017`, `9/11`
    var isCalendar: Bool {
        guard let mark = marks.first, marks.allSatisfy({ $0 == mark }), mark == 45 || mark == 47 || mark == 46
        else {
            return false
        }
        if parts.count == 3 {
            let isYearFirst = lengths[0] == 4 && (1...12).contains(parts[1]) && (1...31).contains(parts[2])
            let isYearLast =
                (lengths[2] == 4 || lengths[2] == 2 && mark != 46) && (1...31).contains(parts[0])
                && (1...31).contains(parts[1]) && (parts[0] <= 12 || parts[1] <= 12)
            return isYearFirst || isYearLast
        }
        return parts.count == 2 && mark == 47 && (1...31).contains(parts[0]) && (1...12).contains(parts[1])
            && !(parts[0] == 24 && parts[1] == 7)
    }

    /// Digits that may be part of a phone number: no comma, no slash.
    var isPhonePart: Bool {
        marks.allSatisfy { $0 == 45 || $0 == 46 } && (lengths.allSatisfy { $0 >= 1 && $0 <= 12 })
    }
}
