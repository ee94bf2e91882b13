import Basis
import Database
import Foundation

let path = NSTemporaryDirectory() + "bench0-\(ProcessInfo.processInfo.processIdentifier)"
try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
let db = try SQLiteDatabase(path: path + "/a.db")
_ = try await db.migrate([Migration("001", [
  "CREATE TABLE item (id {id}, a {int} NOT NULL, b {int} NOT NULL, c {text} NOT NULL, d {text} NOT NULL, e {text}, f {int}, g {text} NOT NULL, h {int} NOT NULL)"])])
func timed(_ name: String, _ count: Int, _ body: () async throws -> Void) async rethrows {
  let t = ContinuousClock.now
  try await body()
  let s = ContinuousClock.now - t
  let secs = Double(s.components.seconds) + Double(s.components.attoseconds) / 1e18
  print(name, Int(Double(count) / secs), "/s", secs)
}
try await timed("insert rows", 500_000) {
  for chunk in 0..<50 {
    try await db.write { s in
      for part in 0..<20 {
        let base = chunk * 10_000 + part * 500
        let rows: [[SQLValue]] = (0..<500).map { i in
          let n = Int64(base + i)
          return [.integer(n), .integer(n % 7), .text("customer-\(n)"), .text("es"), n % 3 == 0 ? .null : .text("Madrid"), n % 5 == 0 ? .null : .integer(n), .text("queued"), .integer(1_500_000_000_000 + n)]
        }
        try s.run("INSERT INTO item (a, b, c, d, e, f, g, h) VALUES \(rows: rows)")
      }
    }
  }
}
try await timed("select in one read", 200_000) {
  try await db.read { s in
    for i in 1...200_000 { _ = try s.first("SELECT a, c, f FROM item WHERE id = \(i)") { (try $0.next(Int64.self), try $0.next(String.self), try $0.nextOrNil(Int64.self)) } }
  }
}
try await timed("reads", 20_000) {
  for i in 1...20_000 { _ = try await db.read { s in try s.value("SELECT c FROM item WHERE id = \(i)", as: String.self) } }
}
try await timed("stream", 500_000) {
  _ = try await db.read { s in var n = 0; try s.each("SELECT id, a, b, c, d, e, f, g, h FROM item") { r in n += Int(try r.next(Int64.self)); _ = try r.next(Int64.self); _ = try r.next(Int64.self); _ = try r.next(String.self); _ = try r.next(String.self); _ = try r.nextOrNil(String.self); _ = try r.nextOrNil(Int64.self); _ = try r.next(String.self); _ = try r.next(Int64.self) }; return n }
}
try await timed("group commit 50 writers", 5_000) {
  try await withThrowingTaskGroup(of: Void.self) { g in
    for w in 0..<50 { g.addTask { for i in 0..<100 { try await db.write { s in try s.run("UPDATE item SET b = b + 1 WHERE id = \(w * 100 + i)") } } } }
    try await g.waitForAll()
  }
}
try await timed("one writer", 500) {
  for i in 0..<500 { try await db.write { s in try s.run("UPDATE item SET b = b + 1 WHERE id = \(i)") } }
}
await db.close()
try FileManager.default.removeItem(atPath: path)
