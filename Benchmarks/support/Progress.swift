import Foundation

/// What a long run is doing, one line at a time on standard error, so that its figures stay alone on standard output.
package enum Progress {
    private static let start = ContinuousClock.now

    package static func say(_ what: String) {
        let seconds = String(format: "%7.1f s", (ContinuousClock.now - start).seconds)
        FileHandle.standardError.write(Data("\(seconds)  \(what)\n".utf8))
    }
}
