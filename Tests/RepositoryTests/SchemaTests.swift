import Testing

/// Every SQL file says what it is for before it does it.
@Suite struct SchemaTests {
    static let migrations = Repository.files(under: "schema/migrations", suffix: ".sql")
    static let jobs = Repository.files(under: "schema/jobs", suffix: ".sql")
    static let queries = Repository.files(under: "schema/queries", suffix: ".sql")

    @Test func `a migration has a number of its own and is named for its purpose`() {
        var taken: Set<Int> = []
        for file in Self.migrations {
            let number = Int(file.name.prefix(4))
            #expect(number.map { taken.insert($0).inserted } == true, "\(file.path)")
            #expect(isSnakeCase(file.name.dropFirst(5)), "\(file.path)")
        }
    }

    @Test func `an SQL file begins with a sentence that says why`() {
        for file in Self.migrations + Self.jobs + Self.queries {
            let header = header(of: file)
            #expect(header.count >= 20, "\(file.path) begins without a purpose")
            #expect(header.contains("."), "\(file.path) begins with no whole sentence")
        }
    }

    @Test func `a job says what it reads and writes and why a second run is harmless`() {
        for file in Self.jobs {
            let header = header(of: file).lowercased()
            for word in ["reads", "writes", "second run"] {
                #expect(header.contains(word), "the header of \(file.path) does not speak of \(word)")
            }
        }
    }

    @Test func `a job or query names each parameter that it takes in its header`() {
        for file in Self.jobs + Self.queries {
            let header = header(of: file)
            for parameter in parameters(of: file) {
                #expect(header.contains(parameter), "the header of \(file.path) does not name \(parameter)")
            }
        }
    }

    /// What 0011_demand_acts.sql leaves out, by its own list.
    private var tablesWithoutActs: Set<String> {
        let text = Self.migrations.first { $0.path.contains("0011_") }?.text ?? ""
        let list = text.split(separator: "ARRAY[").dropFirst().first?.split(separator: "];").first ?? ""
        return Set(list.split(separator: "'").map(String.init).filter { $0.allSatisfy { $0.isLowercase || $0 == "_" } })
    }

    private func tables(in text: String, behind verbs: [String]) -> Set<String> {
        Set(
            verbs.flatMap { verb in
                text.components(separatedBy: verb + " ").dropFirst().map { rest in
                    // Secrets have a schema of their own.
                    let name = rest.hasPrefix("secret.") ? rest.dropFirst("secret.".count) : rest[...]
                    return String(name.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
                }
            })
    }

    @Test func `a job or query that changes the business says that it runs inside an act`() {
        let stored = Self.migrations.reduce(into: Set<String>()) {
            $0.formUnion(tables(in: $1.text, behind: ["CREATE TABLE"]))
        }
        // Being signed in is nothing of the business; signing in is an act.
        let unacted: Set = ["schema_migration", "call_key", "session", "sign_in_attempt", "api_token_use"]
        let business = stored.subtracting(tablesWithoutActs).subtracting(unacted)
        #expect(business.isSuperset(of: ["invoice", "partner", "cdr_file"]) && !business.contains("job"))
        var writers = 0
        for file in Self.jobs + Self.queries {
            let code = file.lines.filter { !$0.hasPrefix("--") }.joined(separator: "\n")
            let written = tables(in: code, behind: ["INSERT INTO", "UPDATE", "DELETE FROM"]).intersection(business)
            #expect(
                header(of: file).contains("-- Runs inside an act.") == !written.isEmpty,
                "\(file.path) writes \(written.sorted())")
            writers += written.isEmpty ? 0 : 1
        }
        #expect(writers > 30)
    }

    @Test func `money and durations carry their unit`() {
        for file in Self.migrations {
            #expect(!file.text.lowercased().contains("double precision"), "\(file.path)")
            #expect(!file.text.lowercased().contains(" real "), "\(file.path)")
        }
    }

    /// The comment lines before the first statement.
    private func header(of file: Repository.File) -> String {
        file.lines.prefix { $0.hasPrefix("--") && !$0.hasPrefix("-- name:") }.joined(separator: "\n")
    }

    /// Names in `:'name'`, as psql writes them.
    private func parameters(of file: Repository.File) -> Set<String> {
        let code = file.lines.filter { !$0.hasPrefix("--") }.joined(separator: "\n")
        return Set(
            code.split(separator: ":'").dropFirst().map {
                String($0.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
            })
    }

    private func isSnakeCase(_ name: Substring) -> Bool {
        name.hasSuffix(".sql")
            && name.dropLast(4).allSatisfy { ($0.isLetter && $0.isLowercase) || $0.isNumber || $0 == "_" }
    }
}
