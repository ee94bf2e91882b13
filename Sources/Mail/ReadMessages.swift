import Basis
import Foundation
import Synchronization

/// Which messages a mail program has moved to `cur`, where flags follow their names (`name:2,S`).
///
/// The folder is listed again only after it changed.
final class ReadMessages: Sendable {
    private struct Listing {
        var changed: timespec
        var names: Set<String>
    }

    private let folder: String
    private let listing = Mutex<Listing?>(nil)

    init(folder: String) {
        self.folder = folder
    }

    /// Those of `names` that are there.
    func among(_ names: Set<String>) -> Set<String> { names.intersection(all()) }

    private func all() -> Set<String> {
        listing.withLock { listing in
            var status = stat()
            guard stat(folder, &status) == 0 else { return [] }
            let changed = status.changed
            if let listing, listing.changed.tv_sec == changed.tv_sec,
                listing.changed.tv_nsec == changed.tv_nsec
            {
                return listing.names
            }
            // A folder that cannot be listed holds no message that anybody could have read.
            let files = (try? StoredFile.names(in: folder)) ?? []
            let names = Set(files.map { String($0.prefix { $0 != ":" }) })
            // A change in the same tick of the file system's clock as this look would go unseen: not kept then.
            listing = Self.isSettled(changed) ? Listing(changed: changed, names: names) : nil
            return names
        }
    }

    private static func isSettled(_ changed: timespec) -> Bool {
        SystemClock().now() - Instant(seconds: Int64(changed.tv_sec)) > .seconds(2)
    }
}
