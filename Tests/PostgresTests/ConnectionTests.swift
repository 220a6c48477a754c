import Database
import Foundation
import Postgres
import TestSupport
import Testing

@Suite struct ConnectionTests {
    // MARK: - Parameters and values

    static let allBytes = Array(UInt8.min...UInt8.max)
    static let values: [(Value, String, String?)] = [
        (.null, "text", nil),
        (.bool(true), "boolean", "t"),
        (.int(.min), "bigint", "-9223372036854775808"),
        ("it's :'quoted' \\ $1", "text", "it's :'quoted' \\ $1"),
        ("", "text", ""),
        ("2026-10-01", "date", "2026-10-01"),
        (.ints([1, -2, .max]), "bigint[]", "{1,-2,9223372036854775807}"),
        (.ints([]), "bigint[]", "{}"),
        (.bytes([0, 255, 92]), "bytea", "\\x00ff5c"),
    ]

    @Test func `a parameter arrives as the type of its cast`() throws {
        try withTestDatabase { database throws in
            let connection = try database.connect()
            for (value, type, text) in Self.values {
                let row = try connection.query("SELECT $1::\(type) AS value", [value]).only()
                #expect(row["value"] == text, "\(type)")
            }
        }
    }

    @Test func `a statement whose plan is kept is prepared once, and works through errors and changed tables`() throws {
        try withTestDatabase { database throws in
            let connection = try database.connect()
            try connection.execute("CREATE TABLE t (n integer PRIMARY KEY)")
            func insert(_ number: Int64) throws {
                try connection.query(
                    "INSERT INTO t (n) VALUES ($1::integer) RETURNING n", [.int(number)], name: "insert",
                    keepsPlan: true)
            }
            func prepared() throws -> Int64 {
                try connection.query("SELECT count(*) AS n FROM pg_prepared_statements").only().int("n")
            }
            for number in 1...8 { try insert(Int64(number)) }
            var error: PostgresError?
            do { try insert(8) } catch let refused as PostgresError { error = refused }
            #expect(error?.sqlState == "23505" && error?.statement == "insert")
            try connection.execute("ALTER TABLE t ADD COLUMN added text DEFAULT 'x'")
            try connection.transaction { try insert(9) }
            // In a transaction, too, an error leaves the statement as it was.
            var second: PostgresError?
            do { try connection.transaction { try insert(9) } } catch let refused as PostgresError { second = refused }
            #expect(second?.detail == "Key (n)=(9) already exists.")
            #expect(try prepared() == 1)
            // A statement that cannot be prepared says so, and may be corrected.
            #expect(throws: PostgresError.self) { try connection.query("SELECT nothing FROM t", keepsPlan: true) }
            #expect(try prepared() == 1)
            #expect(try connection.query("SELECT count(*) AS n FROM t", keepsPlan: true).only().int("n") == 9)
        }
    }

    @Test func `texts of an array may hold anything`() throws {
        let texts = ["", "NULL", "a,b", "{}", "\"q\"", "back\\slash", " space ", "línea\nnueva"]
        try withTestDatabase { database in
            let rows = try database.connect().query(
                "SELECT text FROM unnest($1::text[]) WITH ORDINALITY AS t (text, number) ORDER BY number",
                [.texts(texts)])
            #expect(try rows.map { try $0.string("text") } == texts)
        }
    }

    @Test func `bytes come back as they went`() throws {
        try withTestDatabase { database in
            let row = try database.connect().query("SELECT $1::bytea AS b, 'x'::text AS t", [.bytes(Self.allBytes)])
                .only()
            #expect(try row.bytes("b") == Self.allBytes)
            #expect(try row.bytes("t") == Array("x".utf8))
        }
    }

    @Test func `integers and bytes come in the binary format, too`() throws {
        try withTestDatabase { database in
            let connection = try database.connect()
            let row = try connection.query(
                "SELECT $1::bytea AS b, (-2)::smallint AS two, 2147483647 AS four, (-9)::bigint AS eight, "
                    + "NULL::integer AS none, 'x'::\"char\" AS one", [.bytes(Self.allBytes)], binary: true
            ).only()
            #expect(try row.bytes("b") == Self.allBytes)
            #expect(try row.int("two") == -2)
            #expect(try row.int("four") == 2_147_483_647)
            #expect(try row.int("eight") == -9)
            #expect(try row.optionalInt("none") == nil)
            #expect(throws: PostgresError.self) { try row.int("one") }
        }
    }

    @Test func `a zero byte in a text is refused instead of cutting it`() throws {
        try withTestDatabase { database in
            let connection = try database.connect()
            let error = #expect(throws: PostgresError.self) {
                try connection.query("SELECT $1::text, $2::text", ["a", "secret\0tail"], name: "greet")
            }
            #expect(error?.code == .invalidParameter)
            #expect(error?.description.contains("Parameter 2") == true)
            #expect(error?.description.contains("secret") == false)
        }
    }

    @Test(
        arguments: [
            ("missing", "has no column missing, only a, b, c"), ("b", "column b is null"),
            ("c", "column c is not a 64-bit integer"),
        ])
    func `a value that cannot be read names its column`(column: String, sentence: String) throws {
        try withTestDatabase { database in
            let row = try database.connect().query("SELECT 1 AS a, NULL AS b, 'x' AS c", name: "shape").only()
            let error = #expect(throws: PostgresError.self) { try row.int(column) }
            #expect(error?.code == .unexpectedResult)
            #expect(error?.description == "shape \(sentence)")
        }
    }

    // MARK: - Errors

    @Test func `an error carries SQLSTATE, statement and constraint and no values`() throws {
        try withTestDatabase { database in
            let connection = try database.connect()
            try connection.execute(
                "CREATE TABLE t (code text CONSTRAINT code_is_unique UNIQUE); INSERT INTO t VALUES ('hush')")
            let error = #expect(throws: PostgresError.self) {
                try connection.query("INSERT INTO t VALUES ($1)", ["hush"], name: "add_code")
            }
            #expect(error?.sqlState == "23505")
            #expect(error?.statement == "add_code")
            #expect(error?.constraint == "code_is_unique")
            #expect(error?.detail?.contains("hush") == true)
            #expect(error?.description.contains("hush") == false)
            #expect(error?.description.contains("(SQLSTATE 23505, statement add_code)") == true)
        }
    }

    @Test func `a wrong statement of several lines names the line`() throws {
        try withTestDatabase { database in
            let connection = try database.connect()
            let error = #expect(throws: PostgresError.self) { try connection.query("SELECT 1,\n  2,\n  nonsense") }
            #expect(error?.description.contains("line 3") == true)
        }
    }

    @Test(
        arguments: [
            "postgresql://clerk:p%40ss-Word@127.0.0.1:1/books", "host=127.0.0.1 port=1 user=clerk password=p@ss-Word",
            "postgresql://clerk:p@ss-Word@127.0.0.1:1/books", "postgresql://clerk:p/ss-Word@127.0.0.1:1/books",
            "postgresql://clerk:x:ss-Word@127.0.0.1:1/books", "postgresql://clerk:%zzss-Word@127.0.0.1:1/books",
            "ss-Word", "host=127.0.0.1 port=1 password='ss-Word",
        ])
    func `a server that cannot be reached is named without the password`(url: String) throws {
        let error = #expect(throws: PostgresError.self) { try Connection(url: url) }
        #expect(error?.code == .cannotConnect)
        #expect(error?.description.contains("ss-Word") == false, "\(error?.description ?? "")")
        #expect(["server.address", "server.unreachable"].contains(error?.reason))
    }

    @Test func `a database shows itself without its password`() throws {
        let database = Database(url: "postgresql://clerk:ss-Word@db.example:5433/books", home: Home(path: "/nowhere"))
        for text in ["\(database)", String(reflecting: database), try database.urlWithoutPassword] {
            #expect(!text.contains("ss-Word"), "\(text)")
        }
        #expect("\(database)" == "PostgreSQL at db.example port 5433, database books, user clerk")
        var dumped = ""
        dump(database, to: &dumped)
        #expect(!dumped.contains("ss-Word"))
    }

    @Test func `a session that the server ends is reported as lost`() throws {
        try withTestDatabase { database in
            let victim = try database.connect()
            let number = try victim.query("SELECT pg_backend_pid() AS pid").only().int("pid")
            try database.connect().query("SELECT pg_terminate_backend($1::integer)", [.int(number)])
            let error = #expect(throws: PostgresError.self) { try victim.query("SELECT 1") }
            #expect(error?.code == .connectionLost)
            #expect(throws: PostgresError.self) { try victim.transaction { try victim.query("SELECT 1") } }
            victim.close()
            #expect(throws: PostgresError.self) { try victim.execute("SELECT 1") }
        }
    }

    @Test func `a session speaks UTC and ISO whatever the database is set to`() throws {
        try withTestDatabase { database in
            let connection = try database.connect()
            let name = try connection.query("SELECT current_database() AS name").only().string("name")
            try connection.execute(
                "ALTER DATABASE \(name) SET TimeZone = 'Asia/Tokyo'; ALTER DATABASE \(name) SET DateStyle = 'German'; "
                    + "ALTER DATABASE \(name) SET bytea_output = escape")
            let row = try database.connect().query(
                "SELECT '2026-10-01T00:00:00Z'::timestamptz AS at, '\\x00ff'::bytea AS b"
            ).only()
            #expect(try row.string("at") == "2026-10-01 00:00:00+00")
            #expect(try row.bytes("b") == [0, 255])
        }
    }
}
