/// What a written number looks like: digits with marks between them. Only the first three groups matter.
struct NumberShape {
    private struct Group {
        var value = 0
        var length = 0
    }

    /// How many digits.
    private(set) var digits = 0
    private var groups = 0
    private var first = Group()
    private var second = Group()
    private var third = Group()
    private var mark: UInt32 = 0
    /// All marks are the same.
    private var isUniform = true
    /// All marks are `-` or `.`.
    private var hasPhoneMarks = true

    init(_ scalars: ArraySlice<UInt32>) {
        var group = Group()
        for scalar in scalars {
            if Scalars.isDigit(scalar) {
                if group.length < 9 { group.value = group.value * 10 + Int(scalar - 48) }
                group.length += 1
                digits += 1
            } else {
                close(&group)
                if mark == 0 { mark = scalar }
                isUniform = isUniform && mark == scalar
                hasPhoneMarks = hasPhoneMarks && (scalar == 45 || scalar == 46)
            }
        }
        close(&group)
    }

    private mutating func close(_ group: inout Group) {
        switch groups {
        case 0: first = group
        case 1: second = group
        case 2: third = group
        default: break
        }
        groups += 1
        group = Group()
    }

    var isPlain: Bool { groups == 1 }

    /// The value of digits without marks, up to nine of them.
    var plain: Int? { isPlain && digits <= 9 ? first.value : nil }

    var isYear: Bool { digits == 4 && isPlain && (1900...2099).contains(first.value) }

    /// The hour of a clock time; nil where it cannot be one.
    var hour: Int? { first.value <= 24 && first.length <= 2 && groups <= 3 ? first.value : nil }

    /// `14:05`, `9:05:30`; `10.30` is left to numbers.
    var isClock: Bool {
        (groups == 2 || groups == 3) && isUniform && mark == 58 && first.value <= 24 && first.length <= 2
            && second.length == 2 && second.value < 60
    }

    /// `2017-11-09`, `09/11/2017`, `9.11.2017`, `9/11`
    var isCalendar: Bool {
        guard isUniform, mark == 45 || mark == 47 || mark == 46 else { return false }
        if groups == 3 {
            let isYearFirst =
                first.length == 4 && (1...12).contains(second.value) && (1...31).contains(third.value)
            let isYearLast =
                (third.length == 4 || third.length == 2 && mark != 46) && (1...31).contains(first.value)
                && (1...31).contains(second.value) && (first.value <= 12 || second.value <= 12)
            return isYearFirst || isYearLast
        }
        return groups == 2 && mark == 47 && (1...31).contains(first.value) && (1...12).contains(second.value)
            && !(first.value == 24 && second.value == 7)
    }

    /// Digits that may be part of a phone number: no comma, no slash.
    var isPhonePart: Bool { hasPhoneMarks && digits <= 15 }
}
