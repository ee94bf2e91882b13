import Basis
import Catalog
import Foundation

/// The lists to import: always the same ones for the same number of rows.
struct BenchFiles {
    let folder: String
    let rows: Int

    private static let components = 40
    private static let names = [
        "Panadería Robles", "Talleres Ibáñez", "Óptica del Mar", "Viveros Cano", "Librería Alba",
    ]

    var catalog: CatalogFiles {
        CatalogFiles(
            components: folder + "/components.csv",
            customers: folder + "/customers.csv",
            subscriptions: folder + "/subscriptions.csv"
        )
    }

    init(folder: String, rows: Int) throws {
        self.folder = folder
        self.rows = rows
        try write("components.csv", "id,name_es,provider\n", Self.components) {
            "c\($0),Servicio \($0),Nuestro\n"
        }
        var dice = Dice()
        try write("customers.csv", "id,name,language,country,email,phone\n", rows) { row in
            let name = Self.names[row % Self.names.count]
            let phone = 600_000_000 + dice.next() % 100_000_000
            return "k\(row),\(name) \(row),es,ES,contacto@empresa\(row).example,\(phone)\n"
        }
        try write(
            "subscriptions.csv",
            "customer,component,quantity,unit_price,currency,period,status,start\n",
            rows
        ) { row in
            "k\(row),c\(dice.next() % Self.components),1,39.00,EUR,month,active,2016-0\(1 + row % 9)-01\n"
        }
    }

    private func write(_ name: String, _ header: String, _ count: Int, _ line: (Int) -> String) throws {
        let path = folder + "/" + name
        _ = FileManager.default.createFile(atPath: path, contents: Data(header.utf8))
        guard let file = FileHandle(forWritingAtPath: path) else { throw CocoaError(.fileWriteUnknown) }
        try file.seekToEnd()
        var pending = ""
        for row in 0..<count {
            pending += line(row)
            guard pending.utf8.count > 1_000_000 || row == count - 1 else { continue }
            try file.write(contentsOf: Data(pending.utf8))
            pending = ""
        }
        try file.close()
    }

    private struct Dice {
        private var state: UInt64 = 42

        mutating func next() -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33)
        }
    }
}
