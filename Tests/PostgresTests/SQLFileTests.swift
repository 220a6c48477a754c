import BillingSchema
import Testing

@testable import Database
@testable import Postgres

@Suite struct SQLFileTests {
    private func parse(_ text: String) throws -> SQLFile { try SQLFile(path: "jobs/example.sql", text: text) }

    @Test func `statements are cut at their names and semicolons`() throws {
        let file = try parse(
            """
            -- What it is for: an example.
            --
            -- Parameters: none.

            -- name: first
            SELECT 1; SELECT 2;
            -- a remark; with a semicolon and :'no parameter'
            -- name: second
            SELECT 3 -- why
                AS three;

            -- name: last
            SELECT 4
            """)
        #expect(file.isTransaction)
        #expect(file.statements.map(\.name) == ["first", "first", "second", "last"])
        #expect(file.statements.map(\.text) == ["SELECT 1", "SELECT 2", "SELECT 3 \n    AS three", "SELECT 4"])
        #expect(file.statements.map(\.line) == [6, 6, 9, 13])
    }

    @Test func `a file without names is called after itself`() throws {
        #expect(try parse("SELECT 1;").statements.map(\.name) == ["example"])
        #expect(try parse("-- nothing but words\n").statements.isEmpty)
    }

    @Test func `a file can do without a transaction`() throws {
        #expect(try !parse("-- Purpose.\n-- transaction: none\n-- name: a\nVACUUM;").isTransaction)
        let kept = try parse("-- Purpose.\n-- plans: kept\n-- name: a\nSELECT 1;")
        #expect(kept.isTransaction && kept.keepsPlans)
        #expect(throws: PostgresError.self) { try parse("-- transaction: maybe\nSELECT 1;") }
    }

    static let texts: [(sql: String, text: String, parameters: [String])] = [
        ("SELECT :'a'::date", "SELECT $1::date", ["a"]),
        ("SELECT :'b'::date, :'a'::date, :'b'::date", "SELECT $1::date, $2::date, $1::date", ["b", "a"]),
        // A number has one type, so a name used with two types has two numbers.
        ("SELECT :'a'::date, :'a'::text", "SELECT $1::date, $2::text", ["a", "a"]),
        ("SELECT x::text, '12:30'::time", "SELECT x::text, '12:30'::time", []),
        ("SELECT ':''a''', 'it''s :''a'''", "SELECT ':''a''', 'it''s :''a'''", []),
        (#"SELECT E'\':\'a\'', :'a'::text"#, #"SELECT E'\':\'a\'', $1::text"#, ["a"]),
        // Without the E a backslash is only a backslash.
        (#"SELECT 'c:\', :'a'::text"#, #"SELECT 'c:\', $1::text"#, ["a"]),
        (#"SELECT ":'a'", "x"";y""#, #"SELECT ":'a'", "x"";y""#, []),
        ("SELECT /* :'a' /* nested; */ ; */ 1", "SELECT   1", []),
        ("DO $$ BEGIN RAISE ':''a'';'; END $$", "DO $$ BEGIN RAISE ':''a'';'; END $$", []),
        ("DO $x$ $$ :'a'; $y$ $x$", "DO $x$ $$ :'a'; $y$ $x$", []),
        ("SELECT a$b, c$$ FROM t", "SELECT a$b, c$$ FROM t", []),
        ("SELECT list[1:2], list[:'n'::integer:3]", "SELECT list[1:2], list[$1::integer:3]", ["n"]),
        ("SELECT :'a'::bigint[]", "SELECT $1::bigint[]", ["a"]),
        (
            "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)",
            "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)", []
        ),
        ("SELECT 'größer: ' || :'a'::text", "SELECT 'größer: ' || $1::text", ["a"]),
    ]

    @Test(arguments: texts)
    func `parameters are numbered and everything else is left alone`(
        sql: String, text: String, parameters: [String]
    ) throws {
        let statements = try parse(sql + ";\n").statements
        #expect(statements.map(\.text) == [text])
        #expect(statements.first?.parameters == parameters)
    }

    static let mistakes: [(sql: String, sentence: String)] = [
        ("SELECT 1;\nSELECT 'open", "schema/jobs/example.sql, line 2: the quote is not closed"),
        ("SELECT $$open", "line 1: the dollar quote is not closed"),
        ("/* open", "line 1: the comment is not closed"),
        ("SELECT (1", "line 1: a parenthesis is not closed"),
        ("\n\nSELECT $1", "line 3: a parameter is written :'name'::type"),
        ("SELECT :'two words'::text", "line 1: a parameter is written :'name'::type"),
        ("\\set x 1", "line 1: a psql command cannot be run here"),
        ("SELECT 1\n-- name: next\nSELECT 2;", "line 2: the statement before it has no semicolon"),
    ]

    @Test(arguments: mistakes)
    func `a mistake is named with its line`(sql: String, sentence: String) {
        let error = #expect(throws: PostgresError.self) { try parse(sql) }
        #expect(error?.code == .sqlFile)
        #expect(error?.message.contains(sentence) == true, "\(error?.message ?? "")")
    }

    @Test func `every job and query of the product can be parsed`() throws {
        for file in BillingSchema.files where !file.path.hasPrefix("migrations/") {
            let parsed = try SQLFile.named(file.path)
            #expect(!parsed.statements.isEmpty, "\(file.path)")
            if file.path.hasPrefix("queries/") { #expect(parsed.statements.count == 1, "\(file.path)") }
        }
        #expect(throws: PostgresError.self) { try SQLFile.named("jobs/nowhere.sql") }
    }
}
