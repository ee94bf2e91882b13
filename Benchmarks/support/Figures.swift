import Foundation

/// What was measured, and what was wanted.
package struct Figures {
    private struct Figure {
        var name: String
        var value: Double
        var unit: String
        var least: Double?
        var most: Double?

        var isMissed: Bool { least.map { value < $0 } ?? false || most.map { value > $0 } ?? false }
        var goal: String {
            least.map { String(format: ">= %.2f", $0) } ?? most.map { String(format: "<= %.2f", $0) } ?? ""
        }

        var line: String {
            let value = String(format: "%12.2f %@", value, unit as NSString)
            return name.padding(toLength: 46, withPad: " ", startingAt: 0)
                + value.padding(toLength: 24, withPad: " ", startingAt: 0)
                + goal + (isMissed ? "   MISSED" : "")
        }
    }

    private var figures: [Figure] = []

    package init() {}

    package mutating func add(
        _ name: String,
        _ value: Double,
        _ unit: String,
        atLeast least: Double? = nil,
        atMost most: Double? = nil
    ) {
        figures.append(Figure(name: name, value: value, unit: unit, least: least, most: most))
    }

    package var missed: Bool { figures.contains(where: \.isMissed) }

    package var table: String { figures.map(\.line).joined(separator: "\n") }
}

/// What this process used of the machine so far.
package enum Usage {
    /// Seconds of all processors: what a busy machine does not distort.
    package static var processorTime: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// The most memory it ever held, in MB; 0 where the system does not tell.
    package static var peakMemory: Double {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""  // Linux only
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        let kilobytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Double($0) }
        return (kilobytes ?? 0) / 1_024
    }
}

extension Duration {
    package var seconds: Double { self / .seconds(1) }
}
