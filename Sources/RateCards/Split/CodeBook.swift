import Rating

/// The codes of a deck whose prices stand elsewhere, by the name under which both files have them.
struct CodeBook {
    /// A row of a file of codes.
    private struct Row {
        let key: String
        let name: String
        let prefixes: [Prefix]
        /// Several codes in one field.
        let isList: Bool
        let file: Int
        let line: Int
        var fault: (column: Int, field: String, reason: String)?
    }

    /// What is known of one file.
    private struct File {
        let name: String
        let unit: String
        let codeColumn: (number: Int, heading: String)
        let nameColumn: (number: Int, heading: String)
        var rows = 0
        var blankRows = 0
    }

    private var files: [File] = []
    private var rows: [Row] = []
    private var byKey: [String: [Int]] = [:]
    private var used: Set<String> = []
    private(set) var refusals: [RowRefusal] = []
    /// Rows that repeat what another row of their name says.
    private(set) var repeatedRows = 0

    // MARK: - Reading

    mutating func read(
        _ table: DeckTable, _ columns: DeckColumns, _ join: JoinColumns, name: String, _ options: DeckOptions
    ) {
        let names = table.header.names
        let position = join.codes[join.codes.count - 1]
        files.append(
            File(
                name: name, unit: table.unit, codeColumn: (columns[.prefix] + 1, names[columns[.prefix]]),
                nameColumn: (position + 1, names[position])))
        let bytes = table.bytes.span
        var source = table.header.body
        if case .cells(var reader) = source {
            reader.width = names.count
            source = .cells(reader)
        }
        var joinsCodes = false
        if columns.has(.countryCode), !join.codes.contains(columns[.countryCode]) {
            var questions: [String] = [], assumptions: [String] = []
            joinsCodes = CountryCodes(table.header, columns, bytes).areJoined(
                options.settings.codes, headings: names, columns, &questions, &assumptions)
        }
        let habits = CodeHabits(options.settings, heading: names[columns[.prefix]])
        var fields: [FieldRange] = []
        reading: while refusals.count < options.refusalsMax, rows.count < options.rowsMax {
            switch source.next(bytes, into: &fields) {
            case .end: break reading
            case .blank: files[files.count - 1].blankRows += 1
            case .fault(let reason): refuse(source.line, 0, "", reason, "")
            case .fields where DeckHeader.isComment(fields, bytes): files[files.count - 1].blankRows += 1
            case .fields where fields.count != names.count:
                refuse(source.line, 0, "", "\(names.count) fields expected, \(fields.count) found", "")
            case .fields:
                files[files.count - 1].rows += 1
                take(fields, source.line, columns, join, joinsCodes: joinsCodes, habits, bytes)
            }
        }
    }

    private mutating func take(
        _ fields: [FieldRange], _ line: Int, _ columns: DeckColumns, _ join: JoinColumns, joinsCodes: Bool,
        _ habits: CodeHabits, _ bytes: Span<UInt8>
    ) {
        let file = files[files.count - 1]
        for position in join.codes + [columns[.prefix]] {
            switch fields[position].kind {
            case .text, .number, .date: continue
            case .formula, .merged, .error:
                refuse(line, position + 1, "", "a formula, an error, or one of several cells shown as one", "")
                return
            }
        }
        func content(_ field: DeckField) -> [UInt8] {
            guard columns.has(field) else { return [] }
            let content = CodeText.trimmed(RecordScanner.content(fields[columns[field]], of: bytes)[...])
            return content.elementsEqual("NULL".utf8) ? [] : Array(content)
        }
        guard let key = JoinColumns.key(join.codes, fields, bytes) else {
            refuse(line, file.nameColumn.number, file.nameColumn.heading, "empty", "")
            return
        }
        do throws(CodeText.Fault) {
            var base = joinsCodes ? content(.countryCode) : []
            if base.first == UInt8(ascii: "+") { base.removeFirst() }
            let codes = try CodeText(
                content(.prefix), last: content(.prefixTo), base: base,
                habits: habits)
            guard codes.prefixes.allSatisfy({ $0.digit(0) != 0 }) else {
                throw CodeText.Fault.notACode("a code that begins with 0, as none does")
            }
            rows.append(
                Row(
                    key: key, name: JoinColumns.shown(join.codes, fields, bytes), prefixes: codes.prefixes,
                    isList: codes.isList, file: files.count - 1, line: line))
        } catch {
            refuse(
                line, file.codeColumn.number, file.codeColumn.heading, error.reason,
                DeckHeader.texts([fields[columns[.prefix]]], bytes)[0])
        }
    }

    private mutating func refuse(_ line: Int, _ column: Int, _ field: String, _ reason: String, _ text: String) {
        let file = files[files.count - 1]
        refusals.append(
            RowRefusal(
                line: line, column: column, field: field, reason: reason,
                text: String(text.prefix(RowRefusal.textBytesMax)),
                unit: file.unit, file: file.name))
    }

    // MARK: - What belongs together

    /// Brings the codes of each name together, and refuses what contradicts itself: a name twice with other codes, a code
    /// under two names.
    mutating func settle() {
        for (index, row) in rows.enumerated() { byKey[row.key, default: []].append(index) }
        for indices in byKey.values where indices.count > 1 {
            // One code a row adds up; a list is meant to be all of them.
            let first = indices[0]
            let isOnePerRow = indices.allSatisfy { !rows[$0].isList && rows[$0].file == rows[first].file }
            guard !isOnePerRow else { continue }
            for index in indices.dropFirst() {
                if Set(rows[index].prefixes) == Set(rows[first].prefixes) {
                    repeatedRows += 1
                } else {
                    contradict(first, index, { "the same name as in \($0), with other codes" })
                }
            }
        }
        var owners: [Prefix: Int] = [:]
        for (index, row) in rows.enumerated() {
            for prefix in row.prefixes {
                guard let owner = owners[prefix] else {
                    owners[prefix] = index
                    continue
                }
                if rows[owner].key != row.key {
                    contradict(owner, index, { "code \(prefix) is one of another name in \($0)" })
                }
            }
        }
        for row in rows {
            guard let fault = row.fault else { continue }
            let file = files[row.file]
            refusals.append(
                RowRefusal(
                    line: row.line, column: fault.column, field: fault.field, reason: fault.reason, text: row.name,
                    unit: file.unit, file: file.name))
        }
    }

    private mutating func contradict(_ first: Int, _ second: Int, _ reason: (_ place: String) -> String) {
        for (row, other) in [(first, second), (second, first)] where rows[row].fault == nil {
            let column = files[rows[row].file].nameColumn
            rows[row].fault = (column.number, column.heading, reason(place(other, from: row)))
        }
    }

    private func place(_ row: Int, from other: Int) -> String {
        let file = files[rows[row].file]
        return (rows[row].file == rows[other].file ? "" : "\(file.name), ") + "\(file.unit) \(rows[row].line)"
    }

    enum Finding {
        case codes([Prefix])
        /// Why there are none.
        case refused(String)
    }

    /// The codes of a name, each once.
    mutating func codes(of key: String) -> Finding {
        let listed = files.map(\.name).joined(separator: ", ")
        guard let indices = byKey[key] else { return .refused("no codes under this name in \(listed)") }
        used.insert(key)
        if let faulty = indices.first(where: { rows[$0].fault != nil }) {
            let file = files[rows[faulty].file]
            return .refused("its codes are in doubt: see \(file.unit) \(rows[faulty].line) of \(file.name)")
        }
        var seen: Set<Prefix> = []
        return .codes(indices.flatMap { rows[$0].prefixes }.filter { seen.insert($0).inserted })
    }

    /// Refuses rows whose name has no price; to be called when all prices were looked up.
    mutating func refuseUnused() {
        for row in rows where !used.contains(row.key) && row.fault == nil {
            let file = files[row.file]
            refusals.append(
                RowRefusal(
                    line: row.line, column: file.nameColumn.number, field: file.nameColumn.heading,
                    reason: "no price under this name in the deck", text: row.name, unit: file.unit, file: file.name))
        }
        refusals.sort { ($0.file ?? "", $0.line, $0.column) < ($1.file ?? "", $1.line, $1.column) }
    }

    /// Codes of rows that are in doubt, or whose name has no price; to be asked for after `refuseUnused`.
    var refusedCodes: [RefusedCodes.Code] {
        rows.filter { $0.fault != nil || !used.contains($0.key) }.flatMap { row in
            row.prefixes.map { RefusedCodes.Code(prefix: $0, line: row.line) }
        }
    }

    /// Refused rows of which no code could be read.
    var rowsWithoutCode: Int {
        struct Place: Hashable {
            let file: String
            let line: Int
        }
        let readable = Set(rows.map { Place(file: files[$0.file].name, line: $0.line) })
        return Set(refusals.map { Place(file: $0.file ?? "", line: $0.line) }).count { !readable.contains($0) }
    }

    /// `destinations.csv: 905 rows, 872 of them used`
    func sentences() -> [String] {
        files.map { file in
            let refused = Set(refusals.filter { $0.file == file.name }.map(\.line)).count
            return "Codes of \(file.name): \(file.rows) rows, \(refused) of them refused or without a price."
        } + (repeatedRows > 0 ? ["Rows of codes that repeat another: \(repeatedRows)."] : [])
    }
}
