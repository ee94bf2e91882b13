/// Lines and columns of a text, both from 1, columns in code points.
struct TextPlaces {
    /// Code points: where each line begins.
    private let starts: [Int]

    init(_ text: LetterText) {
        var starts = [0]
        for index in text.scalars.indices where text.scalars[index] == 10 { starts.append(index + 1) }
        self.starts = starts
    }

    func place(_ offset: Int) -> (line: Int, column: Int) {
        var low = 0
        var high = starts.count
        while low + 1 < high {
            let middle = (low + high) / 2
            if starts[middle] <= offset { low = middle } else { high = middle }
        }
        return (low + 1, offset - starts[low] + 1)
    }
}
