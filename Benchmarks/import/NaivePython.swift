import Foundation

/// What somebody would write in an afternoon: the same lists, read with Python's `csv` and written row by row.
struct NaivePython {
    let files: BenchFiles

    func run() throws {
        let script = files.folder + "/naive.py"
        try Self.program.write(toFile: script, atomically: true, encoding: .utf8)
        let python = Process()
        python.executableURL = URL(filePath: "/usr/bin/env")
        python.arguments = ["python3", script, files.folder, String(files.rows)]
        do {
            try python.run()
        } catch {
            print("naive Python: skipped, there is no python3 here")
            return
        }
        python.waitUntilExit()
    }

    private static let program = """
        import csv, sqlite3, sys, time
        folder, rows = sys.argv[1], int(sys.argv[2])
        start = time.time()
        db = sqlite3.connect(folder + "/naive.db", isolation_level=None)
        db.executescript('''
            PRAGMA journal_mode = WAL;
            CREATE TABLE component (id INTEGER PRIMARY KEY, external_id TEXT NOT NULL UNIQUE, name TEXT);
            CREATE TABLE customer (id INTEGER PRIMARY KEY, external_id TEXT NOT NULL UNIQUE, name TEXT,
                language TEXT, country TEXT);
            CREATE TABLE address (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL, channel TEXT NOT NULL,
                value TEXT NOT NULL, UNIQUE (customer_id, channel, value));
            CREATE TABLE subscription (id INTEGER PRIMARY KEY, component_id INTEGER NOT NULL,
                customer_id INTEGER NOT NULL, quantity INTEGER, price TEXT, currency TEXT, period TEXT, status TEXT,
                started_at TEXT, UNIQUE (component_id, customer_id, started_at));
            CREATE INDEX subscription_customer ON subscription (customer_id);
        ''')
        db.execute("BEGIN")
        for row in csv.DictReader(open(folder + "/components.csv")):
            db.execute("INSERT INTO component (external_id, name) VALUES (?, ?)", (row["id"], row["name_es"]))
        for row in csv.DictReader(open(folder + "/customers.csv")):
            customer = db.execute(
                "INSERT INTO customer (external_id, name, language, country) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (external_id) DO UPDATE SET name = excluded.name RETURNING id",
                (row["id"], row["name"], row["language"], row["country"])).fetchone()[0]
            for channel in ("email", "phone"):
                db.execute("INSERT INTO address (customer_id, channel, value) VALUES (?, ?, ?) "
                           "ON CONFLICT DO NOTHING", (customer, channel, row[channel]))
        for row in csv.DictReader(open(folder + "/subscriptions.csv")):
            db.execute(
                "INSERT INTO subscription (component_id, customer_id, quantity, price, currency, period, status, "
                "started_at) SELECT c.id, k.id, ?, ?, ?, ?, ?, ? FROM component c, customer k "
                "WHERE c.external_id = ? AND k.external_id = ? ON CONFLICT DO NOTHING",
                (row["quantity"], row["unit_price"], row["currency"], row["period"], row["status"], row["start"],
                 row["component"], row["customer"]))
        db.execute("COMMIT")
        seconds = time.time() - start
        peak = [int(l.split()[1]) // 1024 for l in open("/proc/self/status") if l.startswith("VmHWM")][0]
        print(f"naive Python, one transaction, nothing validated: {seconds:.2f} s: "
              f"{int(rows / seconds * 60)} customers a minute, peak {peak} MB", flush=True)

        """
}
