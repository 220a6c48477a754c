internal import Postgres

extension SQLFile {
    /// Parses the text of a file that psql could run too. Throws with the line of what it does not understand.
    init(path: String, text: String) throws {
        var parser = SQLFileParser(path: path, text: text)
        try parser.parse()
        self.init(
            path: path, isTransaction: parser.isTransaction, keepsPlans: parser.keepsPlans,
            statements: parser.statements)
    }
}

/// One pass over the bytes, copying them into the current statement.
///
///     top level --'--> string      E'…' knows backslashes
///               --"--> identifier
///               --$x$--> dollar quote, to the same tag
///               --`--`--> line comment, `/*` --> block comment, nested
///               --;--> end of the statement, unless inside parentheses
///               --:'name'--> parameter;  :: --> cast, copied
private struct SQLFileParser {
    let path: String
    let bytes: [UInt8]
    var position = 0
    var line = 1

    var isTransaction = true
    var keepsPlans = false
    var statements: [SQLFile.Statement] = []

    private var sectionName: String
    private var current: [UInt8] = []
    private var currentLine = 1
    private var isEmpty = true
    private var depth = 0
    /// Name and type of each parameter of the statement so far.
    private var parameters: [(name: String, type: String)] = []

    init(path: String, text: String) {
        self.path = path
        bytes = Array(text.utf8)
        let file = path.split(separator: "/").last.map(String.init) ?? path
        sectionName = file.hasSuffix(".sql") ? String(file.dropLast(4)) : file
    }

    mutating func parse() throws {
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: "-") where peek(1) == UInt8(ascii: "-"): try lineComment()
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"): try blockComment()
            case UInt8(ascii: "'"): try quoted(by: byte, escapes: followsEscapePrefix)
            case UInt8(ascii: "\""): try quoted(by: byte, escapes: false)
            case UInt8(ascii: "$"): try dollar()
            case UInt8(ascii: ":"): try colon()
            case UInt8(ascii: ";") where depth == 0:
                finishStatement()
                advance()
            case UInt8(ascii: "\\"): throw failure("a psql command cannot be run here")
            default:
                if byte == UInt8(ascii: "(") { depth += 1 }
                if byte == UInt8(ascii: ")") { depth -= 1 }
                take(isSpace: isSpace(byte))
            }
        }
        guard depth == 0 else { throw failure("a parenthesis is not closed") }
        finishStatement()
    }

    // MARK: - Statements

    private mutating func finishStatement() {
        if !isEmpty {
            while let last = current.last, isSpace(last) { current.removeLast() }
            statements.append(
                SQLFile.Statement(
                    name: sectionName, text: String(decoding: current, as: UTF8.self),
                    parameters: parameters.map(\.name), line: currentLine))
        }
        current = []
        parameters = []
        isEmpty = true
    }

    /// Copies the byte at the position into the statement; space before its beginning is dropped.
    private mutating func take(isSpace: Bool = false) {
        if isEmpty {
            if isSpace { return advance() }
            isEmpty = false
            currentLine = line
        }
        current.append(bytes[position])
        advance()
    }

    // MARK: - Comments and their directives

    /// Comments are not sent. `-- name: step` ends a statement, `-- transaction: none` is about the file.
    private mutating func lineComment() throws {
        let startLine = line
        var comment: [UInt8] = []
        while let byte = peek(), byte != UInt8(ascii: "\n") {
            comment.append(byte)
            advance()
        }
        let text = String(decoding: comment.dropFirst(2), as: UTF8.self)
        guard let colon = text.firstIndex(of: ":") else { return }
        let key = text[..<colon].trimmed, value = text[text.index(after: colon)...].trimmed
        switch key {
        case "name":
            guard isEmpty else { throw failure("the statement before it has no semicolon", line: startLine) }
            guard isIdentifier(value) else { throw failure("a statement's name is one word", line: startLine) }
            sectionName = String(value)
        case "transaction":
            guard value == "none" else { throw failure("the only choice is `-- transaction: none`", line: startLine) }
            isTransaction = false
        case "plans":
            guard value == "kept" else { throw failure("the only choice is `-- plans: kept`", line: startLine) }
            keepsPlans = true
        default: break
        }
    }

    private mutating func blockComment() throws {
        let startLine = line
        var level = 0
        repeat {
            guard let byte = peek() else { throw failure("the comment is not closed", line: startLine) }
            if byte == UInt8(ascii: "/") && peek(1) == UInt8(ascii: "*") {
                level += 1
                advance()
            } else if byte == UInt8(ascii: "*") && peek(1) == UInt8(ascii: "/") {
                level -= 1
                advance()
            }
            advance()
        } while level > 0
        if !isEmpty { current.append(UInt8(ascii: " ")) }
    }

    // MARK: - Quotes

    /// True at the quote of `E'…'`.
    private var followsEscapePrefix: Bool {
        guard let last = current.last, last == UInt8(ascii: "E") || last == UInt8(ascii: "e") else { return false }
        return current.count == 1 || !isWord(current[current.count - 2])
    }

    /// A doubled quote needs no care: it ends one string and begins the next.
    private mutating func quoted(by quote: UInt8, escapes: Bool) throws {
        let startLine = line
        take()
        while let byte = peek() {
            take()
            if byte == quote { return }
            if escapes && byte == UInt8(ascii: "\\") && peek() != nil { take() }
        }
        throw failure("the quote is not closed", line: startLine)
    }

    private mutating func dollar() throws {
        // Inside a word ($ may be part of a name) it quotes nothing.
        if let last = current.last, isWord(last) { return take() }
        var length = 1
        while let byte = peek(length), isWord(byte), byte != UInt8(ascii: "$") { length += 1 }
        if let first = peek(1), first >= UInt8(ascii: "0"), first <= UInt8(ascii: "9") {
            throw failure("a parameter is written :'name'::type, not by number")
        }
        guard peek(length) == UInt8(ascii: "$") else { return take() }
        let tag = Array(bytes[position...position + length])
        let startLine = line
        for _ in tag { take() }
        while position + tag.count <= bytes.count {
            if bytes[position] == UInt8(ascii: "$"), bytes[position..<position + tag.count].elementsEqual(tag) {
                for _ in tag { take() }
                return
            }
            take()
        }
        throw failure("the dollar quote is not closed", line: startLine)
    }

    // MARK: - Parameters

    private mutating func colon() throws {
        if peek(1) == UInt8(ascii: ":") {
            take()
            return take()
        }
        guard peek(1) == UInt8(ascii: "'") else { return take() }
        var name: [UInt8] = []
        while let byte = peek(2 + name.count), byte != UInt8(ascii: "'") { name.append(byte) }
        let text = String(decoding: name, as: UTF8.self)
        guard isIdentifier(text[...]), peek(2 + name.count) != nil else {
            throw failure("a parameter is written :'name'::type, with one word in the quotes")
        }
        if isEmpty {
            isEmpty = false
            currentLine = line
        }
        for _ in 0..<name.count + 3 { advance() }
        let type = castType()
        let number: Int
        if let known = parameters.firstIndex(where: { $0.name == text && $0.type == type }) {
            number = known + 1
        } else {
            parameters.append((text, type))
            number = parameters.count
        }
        current.append(contentsOf: "$\(number)".utf8)
    }

    /// The type in the cast at the position, without moving: each pair of name and type gets a number, for the server
    /// takes the first type that it sees of a number for all its uses.
    private func castType() -> String {
        guard peek(0) == UInt8(ascii: ":"), peek(1) == UInt8(ascii: ":") else { return "" }
        var type: [UInt8] = []
        while let byte = peek(2 + type.count), isWord(byte) || "[].\"".utf8.contains(byte) { type.append(byte) }
        return String(decoding: type, as: UTF8.self)
    }

    // MARK: - Bytes

    private func peek(_ ahead: Int = 0) -> UInt8? {
        position + ahead < bytes.count ? bytes[position + ahead] : nil
    }

    private mutating func advance() {
        if bytes[position] == UInt8(ascii: "\n") { line += 1 }
        position += 1
    }

    private func failure(_ message: String, line: Int? = nil) -> PostgresError {
        PostgresError(.sqlFile, "schema/\(path), line \(line ?? self.line): \(message)")
    }
}

private func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
}

/// Part of a SQL name.
private func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...0xFF:
        true
    default: false
    }
}

private func isIdentifier(_ text: Substring) -> Bool {
    guard let first = text.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return false }
    return text.utf8.allSatisfy { isWord($0) && $0 != UInt8(ascii: "$") && $0 < 0x80 }
}

extension Substring {
    fileprivate var trimmed: Substring {
        var text = drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
