import Postgres
import TestSupport
import Testing

@Suite struct ConnectionTests {
    @Test func `a test database has the schema`() throws {
        try withTestDatabase { database in
            let connection = try database.connect(role: .app)
            #expect(try connection.query("SELECT count(*) AS n FROM entity").only().int("n") == 0)
        }
    }
}
