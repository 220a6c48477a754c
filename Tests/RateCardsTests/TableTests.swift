import RateCards
import Testing

@Suite struct TableTests {
    private let columns = [
        Table.Column("partner", isRequired: true, synonyms: ["customer"]), Table.Column("name"), Table.Column("zone"),
    ]

    @Test func `rows are read by column name`() throws {
        let table = try Table(
            Array("Customer;Name;x\r\nacme;\"Acme \"\"A\"\" Ltd\nLondon\";1\r\n\r\n b ;;2".utf8), columns: columns)
        #expect(table.rows.map { $0["partner"] } == ["acme", "b"])
        #expect(table.rows.map { $0["name"] } == ["Acme \"A\" Ltd\nLondon", nil])
        #expect(table.rows.map { $0["zone"] } == [nil, nil])
        #expect(table.rows.map(\.line) == [2, 5])
        #expect(table.ignoredColumns == ["x"])
        #expect(table.has("name") && !table.has("zone"))
        #expect(table.rows[1].refusal("partner", "unknown").description == "line 5, column 1 (Customer): unknown: 'b'")
    }

    @Test func `lines above the header that begin with a hash and a blank are comments`() throws {
        let text = "# who; sells\n\n# and, who, buys\n\npartner;name\n# 5;Five\n"
        let table = try Table(Array(text.utf8), columns: columns)
        #expect(table.rows.map { $0["partner"] } == ["# 5"])
        #expect(table.rows.map(\.line) == [6])
        // A column may be called so.
        let hash = try Table(Array("#,partner\n1,acme\n".utf8), columns: columns)
        #expect(hash.rows.map { $0["partner"] } == ["acme"] && hash.ignoredColumns == ["#"])
        #expect { try Table(Array("# nothing else\n".utf8), columns: columns) } throws: {
            "\($0)".contains("the file is empty")
        }
    }

    @Test func `torn rows are all named`() {
        #expect { try Table(Array("partner,name\na\nb,c\n\"d,e\nf,g\"h\n".utf8), columns: columns) } throws: {
            "\($0)" == """
                line 2: 2 fields expected, 1 found
                line 4: a quoted field is not closed or goes on behind its quote
                line 5: a quote within a field that is not quoted
                """
        }
    }

    @Test func `bytes that are not text are named`() {
        #expect { try Table(Array("partner,name\na,".utf8) + [0xFF, 0x0A], columns: columns) } throws: {
            "\($0)".hasPrefix("line 2, column 2 (name): not UTF-8")
        }
    }

    @Test func `a missing column is named`() {
        #expect { try Table(Array("name,zone\na,b\n".utf8), columns: columns) } throws: {
            "\($0)" == "line 1: column 'partner' is missing; the header has 'name', 'zone'"
        }
    }
}
