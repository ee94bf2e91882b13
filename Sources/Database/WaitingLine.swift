/// Those who wait, first come, first served; taking from the front costs the same however many wait.
struct WaitingLine<Element> {
    private var elements: [Element] = []
    private var head = 0

    var count: Int { elements.count - head }
    var isEmpty: Bool { count == 0 }

    mutating func append(_ element: Element) { elements.append(element) }

    /// Takes up to `limit` from the front.
    mutating func take(_ limit: Int) -> [Element] {
        let taken = Array(elements[head..<(head + min(limit, count))])
        head += taken.count
        // Moved together only when half is gone, so that the work is shared by those who were taken.
        if head * 2 >= elements.count {
            elements.removeFirst(head)
            head = 0
        }
        return taken
    }

    mutating func takeFirst() -> Element? { take(1).first }

    /// For those who were taken too early.
    mutating func putBack(_ taken: some Collection<Element>) {
        elements.replaceSubrange(0..<head, with: taken)
        head = 0
    }
}
