import Foundation

/// Which process holds a lease: precise enough to prove, on the same machine, that it is dead.
///
/// A process number alone is used again; with the boot, the process namespace and the moment it started it is not.
package struct NodeIdentity: Sendable, Hashable {
    /// Empty where the system does not tell; such a node is never proved dead and its leases run out instead.
    package var bootID: String
    package var processNamespace: String
    package var processID: Int
    /// In the system's ticks since boot.
    package var startedAt: UInt64

    package init(bootID: String, processNamespace: String, processID: Int, startedAt: UInt64) {
        self.bootID = bootID
        self.processNamespace = processNamespace
        self.processID = processID
        self.startedAt = startedAt
    }

    /// This process.
    package static func current() -> NodeIdentity {
        let processID = Int(ProcessInfo.processInfo.processIdentifier)
        return NodeIdentity(
            bootID: file("/proc/sys/kernel/random/boot_id"),
            processNamespace: link("/proc/self/ns/pid"),
            processID: processID,
            startedAt: start(ofProcess: processID) ?? 0
        )
    }

    package var text: String { "\(bootID)/\(processNamespace)/\(processID)/\(startedAt)" }

    package init?(text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 4, let processID = Int(parts[2]), let startedAt = UInt64(parts[3]) else {
            return nil
        }
        self.init(
            bootID: String(parts[0]),
            processNamespace: String(parts[1]),
            processID: processID,
            startedAt: startedAt
        )
    }

    /// Whether `other` ran where this node can see processes and is gone. False where that cannot be known.
    package func canProveDead(_ other: NodeIdentity) -> Bool {
        guard !bootID.isEmpty, bootID == other.bootID, processNamespace == other.processNamespace else {
            return false
        }
        return Self.start(ofProcess: other.processID) != other.startedAt
    }

    /// When a process started; nil where there is none, or only its entry waits for its parent.
    private static func start(ofProcess id: Int) -> UInt64? {
        let status = file("/proc/\(id)/stat")
        // The name of the program stands in brackets and may contain anything.
        guard let bracket = status.lastIndex(of: ")") else { return nil }
        let fields = status[status.index(after: bracket)...].split(separator: " ")
        guard fields.count > 19, let state = fields.first, state != "Z", state != "X" else { return nil }
        return UInt64(fields[19])
    }

    /// Empty where there is no such file: other systems have no `/proc`.
    private static func file(_ path: String) -> String {
        let data = FileManager.default.contents(atPath: path) ?? Data()
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func link(_ path: String) -> String {
        // Nil as for `file`.
        let target = (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) ?? ""
        return target.filter(\.isNumber)
    }
}
