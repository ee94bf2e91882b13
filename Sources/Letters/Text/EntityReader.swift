/// Finds dates, times, durations, amounts, numbers, phones and addresses in raw tokens.
struct EntityReader {
    /// What was found, and where it ends.
    struct Found {
        let kinds: EntityKinds
        let end: Int
    }

    let raws: [RawToken]
    let traits: [WordTraits]
    let scalars: [UInt32]
    /// Entities do not go beyond this raw token.
    let end: Int

    /// The entity that begins at a raw token; nil where none does.
    func entity(at index: Int) -> Found? {
        let raw = raws[index]
        switch raw.kind {
        case .mail: return Found(kinds: .mail, end: index + 1)
        case .url: return Found(kinds: .url, end: index + 1)
        case .number: return number(at: index)
        case .mark:
            if Scalars.isCurrency(raw.mark) { return amount(afterSign: index) }
            if raw.mark == 43 || raw.mark == 40 { return phone(at: index) }
            return nil
        case .word: return word(at: index)
        }
    }

    // MARK: Words

    private func word(at index: Int) -> Found? {
        let trait = traits(index)
        if trait.month > 0, let found = monthFirst(index) { return found }
        if trait.noon != nil { return Found(kinds: .time, end: index + 1) }
        if trait.number != 0 || trait.flags.contains(.article) {
            if let found = duration(index + 1) { return found }
            if trait.number >= 2 { return Found(kinds: .number, end: numberWordsEnd(index)) }
        }
        if let found = currencyFirst(index) ?? clockWord(index) { return found }
        if trait.flags.contains(.day) { return Found(kinds: .day, end: index + 1) }
        return nil
    }

    /// `November 9th, 2017`, `noviembre de 2017`
    private func monthFirst(_ index: Int) -> Found? {
        var next = index + 1
        if isMark(next, 46), isGlued(next), isNumber(next + 1) { next += 1 }
        let wordOf = isWord(next, "de") || isWord(next, "del")
        if wordOf { next += 1 }
        guard isNumber(next) else { return nil }
        if isYear(next) { return Found(kinds: .date, end: next + 1) }
        guard !wordOf, isDayOfMonth(next) else { return nil }
        return Found(kinds: .date, end: yearEnd(ordinalEnd(next + 1)))
    }

    /// `USD 5`
    private func currencyFirst(_ index: Int) -> Found? {
        guard let currency = traits(index).currency, currency.count == 3, isNumber(index + 1),
            Int(raws[index].end - raws[index].start) == 3
        else { return nil }
        return Found(kinds: .money, end: index + 2)
    }

    /// `las 14`, as an hour
    private func clockWord(_ index: Int) -> Found? {
        guard isWord(index, "las") || isWord(index, "la"), isNumber(index + 1), isHour(index + 1) else {
            return nil
        }
        if let found = number(at: index + 1), found.kinds != .number { return nil }
        guard !isFollowedByThings(index + 2) else { return nil }
        return Found(kinds: .time, end: index + 2)
    }

    /// `las 12 tiendas`: what is counted is no hour.
    private func isFollowedByThings(_ index: Int) -> Bool {
        guard index < end, raws[index].kind == .word else { return false }
        let length = raws[index].end - raws[index].start
        return length > 3
    }

    // MARK: Numbers

    private func number(at index: Int) -> Found? {
        let shape = NumberShape(scalars[Int(raws[index].start)..<Int(raws[index].end)])
        if let found = clock(index, shape) ?? calendar(index, shape) ?? phone(at: index) { return found }
        let next = magnitudeEnd(index + 1)
        if isMark(next, 37) { return Found(kinds: .percent, end: next + 1) }
        if isWord(next, "percent") { return Found(kinds: .percent, end: next + 1) }
        if isWord(next, "per") && isWord(next + 1, "cent")
            || isWord(next, "por") && isWord(next + 1, "ciento")
        {
            return Found(kinds: .percent, end: next + 2)
        }
        if next < end, traits(next).currency != nil { return Found(kinds: .money, end: next + 1) }
        if isWord(next, "de"), next + 1 < end, traits(next + 1).currency != nil, next > index + 1 {
            return Found(kinds: .money, end: next + 2)
        }
        if let found = duration(next) { return found }
        if shape.isYear, next == index + 1 { return Found(kinds: [.date, .number], end: next) }
        return Found(kinds: .number, end: next)
    }

    /// `14:05`, `3 p.m.`, `18 h`, with a zone
    private func clock(_ index: Int, _ shape: NumberShape) -> Found? {
        var next = index + 1
        let isClock = shape.isClock
        if let half = halfDayEnd(next), shape.hour != nil {
            next = half
        } else if !isClock {
            guard shape.isPlain, shape.hour != nil, isWord(next, "h"),
                precededByClockWord(index) || isGlued(next)
            else {
                return nil
            }
            next += 1
        }
        if isClock, isWord(next, "h") || isWord(next, "horas") || isWord(next, "hrs") { next += 1 }
        if next < end, raws[next].kind == .word, isZone(next) { next += 1 }
        return Found(kinds: .time, end: next)
    }

    private func precededByClockWord(_ index: Int) -> Bool {
        index > 0
            && (isWord(index - 1, "las") || isWord(index - 1, "la") || isWord(index - 1, "a")
                || isWord(index - 1, "at"))
    }

    /// The end of `am`, `p.m.`; nil where there is none.
    private func halfDayEnd(_ index: Int) -> Int? {
        guard index < end else { return nil }
        if isWord(index, "am") || isWord(index, "pm") { return index + 1 }
        guard isWord(index, "a") || isWord(index, "p"), isMark(index + 1, 46) else { return nil }
        let second = index + 2
        guard isWord(second, "m") else { return nil }
        return isMark(second + 1, 46) && isGlued(second + 1) ? second + 2 : second + 1
    }

    private static let zones: Set<String> = [
        "utc", "gmt", "cet", "cest", "est", "edt", "pst", "pdt", "cst", "cdt", "bst", "mst", "mdt", "jst",
        "art", "clt",
    ]

    private func isZone(_ index: Int) -> Bool {
        guard raws[index].end - raws[index].start <= 4 else { return false }
        return Self.zones.contains(text(index))
    }

    /// `2017-11-09`, `9/11/2017`, `9 November 2017`, `9 de noviembre de 2017`
    private func calendar(_ index: Int, _ shape: NumberShape) -> Found? {
        if shape.isCalendar { return Found(kinds: .date, end: index + 1) }
        guard shape.isPlain, isDayOfMonth(index) else { return nil }
        var next = ordinalEnd(index + 1)
        if isWord(next, "de") || isWord(next, "of") { next += 1 }
        guard next < end, raws[next].kind == .word, traits(next).month > 0 else { return nil }
        return Found(kinds: .date, end: yearEnd(next + 1))
    }

    /// After `9`: `th`
    private func ordinalEnd(_ index: Int) -> Int {
        guard index < end, isGlued(index), raws[index].kind == .word else { return index }
        switch text(index) {
        case "st", "nd", "rd", "th", "º", "ª": return index + 1
        default: return index
        }
    }

    /// After a month: `2017`, `, 2017`, `de 2017`
    private func yearEnd(_ index: Int) -> Int {
        if isYear(index) { return index + 1 }
        if isMark(index, 44) || isWord(index, "de") || isWord(index, "del"), isYear(index + 1) {
            return index + 2
        }
        return index
    }

    /// After a number: `millones`, `mil`, `K`
    private func magnitudeEnd(_ index: Int) -> Int {
        guard index < end, raws[index].kind == .word, traits(index).number >= 1000 else { return index }
        return index + 1
    }

    private func numberWordsEnd(_ index: Int) -> Int {
        var next = index + 1
        while next < end, next < index + 6, raws[next].kind == .word, traits(next).number != 0 { next += 1 }
        return next
    }

    /// `hours`, `-hour`, `business days`, `días hábiles`
    private func duration(_ index: Int) -> Found? {
        var next = index
        if isMark(next, 45) { next += 1 }
        for _ in 0..<2
        where next < end && raws[next].kind == .word && traits(next).unit == 0 && isDayKind(next) {
            next += 1
        }
        guard next < end, raws[next].kind == .word, traits(next).unit > 0 else { return nil }
        next += 1
        if next < end, raws[next].kind == .word, isDayKind(next) { next += 1 }
        return Found(kinds: .duration, end: next)
    }

    private static let dayKinds: Set<String> = [
        "business", "working", "calendar", "full", "whole", "hábiles", "laborables", "naturales",
    ]

    private func isDayKind(_ index: Int) -> Bool {
        let length = raws[index].end - raws[index].start
        return (4...10).contains(length) && Self.dayKinds.contains(text(index))
    }

    /// `$5 million`
    private func amount(afterSign index: Int) -> Found? {
        guard isNumber(index + 1) else { return nil }
        return Found(kinds: .money, end: magnitudeEnd(index + 2))
    }

    /// Groups of digits with nine digits or more, or with a plus: `+34 900 000 000`, `(020) 7946-0018`
    private func phone(at index: Int) -> Found? {
        let hasPlus = isMark(index, 43)
        var next = hasPlus ? index + 1 : index
        var digits = 0
        var last = next
        while next < end, next < index + 12 {
            if isMark(next, 40) || isMark(next, 41) || isMark(next, 45) {
                next += 1
                continue
            }
            guard isNumber(next) else { break }
            let shape = NumberShape(scalars[Int(raws[next].start)..<Int(raws[next].end)])
            guard shape.isPhonePart, digits + shape.digits <= 15 else { break }
            digits += shape.digits
            next += 1
            last = next
        }
        guard digits >= 9 || hasPlus && digits >= 7, last > index else { return nil }
        // A long amount is no phone.
        if last < end, traits(last).currency != nil || traits(last).unit > 0 { return nil }
        return Found(kinds: .phone, end: last)
    }

    // MARK: Single raw tokens

    private func traits(_ index: Int) -> WordTraits { traits[Int(raws[index].word)] }
    private func isMark(_ index: Int, _ mark: UInt32) -> Bool { index < end && raws[index].mark == mark }
    private func isGlued(_ index: Int) -> Bool { index < end && raws[index].isGlued }
    private func isNumber(_ index: Int) -> Bool { index < end && raws[index].kind == .number }

    private func isWord(_ index: Int, _ word: StaticString) -> Bool {
        guard index < end, raws[index].kind == .word,
            Int(raws[index].end - raws[index].start) == word.utf8CodeUnitCount
        else { return false }
        let start = Int(raws[index].start)
        return word.withUTF8Buffer { bytes in
            for (offset, byte) in bytes.enumerated()
            where Scalars.folded(scalars[start + offset]) != UInt32(byte) {
                return false
            }
            return true
        }
    }

    private func text(_ index: Int) -> String {
        var view = String.UnicodeScalarView()
        for scalar in scalars[Int(raws[index].start)..<Int(raws[index].end)] {
            if let letter = Unicode.Scalar(Scalars.folded(scalar)) { view.append(letter) }
        }
        return String(view)
    }

    private func value(_ index: Int) -> Int? {
        guard isNumber(index) else { return nil }
        return NumberShape(scalars[Int(raws[index].start)..<Int(raws[index].end)]).plain
    }

    private func isDayOfMonth(_ index: Int) -> Bool { value(index).map { (1...31).contains($0) } ?? false }
    private func isHour(_ index: Int) -> Bool { value(index).map { (0...24).contains($0) } ?? false }
    private func isYear(_ index: Int) -> Bool { value(index).map { (1900...2099).contains($0) } ?? false }
}
