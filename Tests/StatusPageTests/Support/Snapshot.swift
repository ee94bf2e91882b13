import Foundation
import Testing

/// Compares a text with the file `Snapshots/<name>`; `SNAPSHOTS=update` in the environment writes the file instead.
func expectSnapshot(
    _ text: String,
    named name: String,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = folder.appendingPathComponent("Snapshots/\(name)")
    if ProcessInfo.processInfo.environment["SNAPSHOTS"] == "update" {
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(text.utf8).write(to: file)
        return
    }
    let kept = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    guard text != kept else { return }
    let lines = zip(text.split(separator: "\n"), kept.split(separator: "\n")).enumerated()
    let first = lines.first { $0.element.0 != $0.element.1 }
    let change = first.map { "line \($0.offset + 1):\n  now  \($0.element.0)\n  kept \($0.element.1)" }
    Issue.record(
        "\(name) is not as kept (SNAPSHOTS=update writes it anew); \(change ?? "one is longer than the other")",
        sourceLocation: sourceLocation
    )
}
