import Basis

/// Why nothing was saved or restored. Nothing was changed.
package enum BackupRefusal: Refusal, Equatable {
    /// There is a file of this name.
    case exists(String)
    case noBackup
    case newerFormat
    case newerSchema(last: String)
    /// A file in the archive is not the one that was put there.
    case damaged(String)
    /// A backup of one engine goes into a database of the same.
    case otherEngine(backup: String, target: String)
    /// The target holds data.
    case notEmpty(String)
    /// Somebody works with the target.
    case inUse(String)
    /// The archive's secret is not the one that is here.
    case otherSecret(String)

    package var message: Message {
        switch self {
        case .exists(let path): Message("assembly.backup.exists", ["path": path])
        case .noBackup: Message("assembly.backup.no_backup")
        case .newerFormat: Message("assembly.backup.newer_format")
        case .newerSchema(let last): Message("assembly.backup.newer_schema", ["step": last])
        case .damaged(let name): Message("assembly.backup.damaged", ["name": name])
        case .otherEngine(let backup, let target):
            Message("assembly.backup.other_engine", ["backup": backup, "target": target])
        case .notEmpty(let target): Message("assembly.backup.not_empty", ["target": target])
        case .inUse(let target): Message("assembly.backup.in_use", ["target": target])
        case .otherSecret(let path): Message("assembly.backup.other_secret", ["path": path])
        }
    }
}
