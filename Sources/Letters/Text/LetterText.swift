import Basis

/// A letter as its code points, so that an offset is an index.
struct LetterText: Sendable {
    /// A letter is no longer than this; the command refuses more.
    static let maximumBytes = 1_048_576

    let scalars: [UInt32]

    init(_ text: String) {
        var scalars: [UInt32] = []
        scalars.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars { scalars.append(scalar.value) }
        self.scalars = scalars
    }

    var count: Int { scalars.count }

    /// The text between two offsets.
    func string(_ start: Int, _ end: Int) -> String {
        var string = String.UnicodeScalarView()
        for index in max(0, start)..<max(max(0, start), min(end, scalars.count)) {
            if let scalar = Unicode.Scalar(scalars[index]) { string.append(scalar) }
        }
        return String(string)
    }

    /// The same with each run of blanks and line ends as one blank: a sentence as it is read.
    func joined(_ start: Int, _ end: Int) -> String {
        var string = String.UnicodeScalarView()
        var isSpaced = false
        for index in start..<min(end, scalars.count) {
            guard let scalar = Unicode.Scalar(scalars[index]) else { continue }
            if Scalars.isSpace(scalar.value) {
                isSpaced = !string.isEmpty
                continue
            }
            if isSpaced { string.append(" ") }
            isSpaced = false
            string.append(scalar)
        }
        return String(string)
    }
}
