import CPostgres
import Glibc

/// What a connection URL says, and what of it may be shown.
@safe package struct ConnectionSettings {
    /// Keyword and value as libpq reads them, without defaults.
    private let options: [(keyword: String, value: String)]

    /// Everything that was stated, secrets included.
    package var all: [(keyword: String, value: String)] { options }

    /// Parses a libpq URI or `key=value` string. Throws without quoting any of it: it may be the password.
    package init(url: String) throws {
        // libpq's own message would quote the part that it cannot read.
        guard let parsed = unsafe PQconninfoParse(url, nil) else { throw ConnectionSettings.unreadable }
        defer { unsafe PQconninfoFree(parsed) }
        var options: [(String, String)] = []
        // The array ends with an option whose keyword is null.
        var option = unsafe parsed
        while let keyword = unsafe option.pointee.keyword {
            if let value = unsafe option.pointee.val {
                unsafe options.append((String(cString: keyword), String(cString: value)))
            }
            unsafe option += 1
        }
        self.options = options
        // A password with an unescaped @, : or / spills over into host and port, which libpq would quote.
        let host = self["host"] ?? "", port = self["port"] ?? ""
        guard !host.contains("@"), port.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ",") }) else {
            throw ConnectionSettings.unreadable
        }
    }

    subscript(keyword: String) -> String? { options.first { $0.keyword == keyword }?.value }

    /// Server, database and user; never the password.
    package var summary: String {
        let host = self["host"] ?? self["hostaddr"] ?? "the default host"
        let port = self["port"].map { " port \($0)" } ?? ""
        let database = self["dbname"].map { ", database \($0)" } ?? ""
        let user = self["user"].map { ", user \($0)" } ?? ""
        return "PostgreSQL at \(host)\(port)\(database)\(user)"
    }

    /// The settings as a URI without the password: `postgresql:///didtron?host=…`.
    package var urlWithoutPassword: String {
        func escaped(_ text: String) -> String {
            var result = ""
            for byte in text.utf8 {
                let isPlain =
                    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "-._~/,".utf8.contains(byte)
                result +=
                    isPlain
                    ? String(UnicodeScalar(byte)) : "%" + String(Int(byte) + 256, radix: 16).suffix(2).uppercased()
            }
            return result
        }
        let shown = options.filter { !ConnectionSettings.secrets.contains($0.keyword) && $0.keyword != "dbname" }
        let query = shown.map { "\($0.keyword)=\(escaped($0.value))" }.joined(separator: "&")
        return "postgresql:///\(escaped(self["dbname"] ?? ""))" + (query.isEmpty ? "" : "?\(query)")
    }

    /// The text without the password, should libpq have quoted it.
    func redacted(_ text: String) -> String {
        ConnectionSettings.secrets.compactMap { self[$0] }.filter { $0.count > 2 }
            .reduce(text) { $0.split(separator: $1, omittingEmptySubsequences: false).joined(separator: "***") }
    }

    /// Connects; the caller looks at the status and finishes the handle.
    func connect() -> OpaquePointer? {
        let own = [
            ("client_encoding", "UTF8"), ("fallback_application_name", "didtron"),
            // A server that vanished is noticed, and one that does not answer is not waited for without end.
            ("keepalives_idle", "60"),
        ]
        var all = options.filter { option in !own.contains { $0.0 == option.keyword } } + own
        if self["connect_timeout"] == nil { all.append(("connect_timeout", "15")) }
        // Null-terminated arrays of C strings, which live until PQconnectdbParams has copied them.
        let keywords = unsafe all.map { unsafe strdup($0.0) } + [nil]
        let values = unsafe all.map { unsafe strdup($0.1) } + [nil]
        defer { unsafe (keywords + values).forEach { unsafe free($0) } }
        return unsafe PQconnectdbParams(
            keywords.map { unsafe UnsafePointer($0) }, values.map { unsafe UnsafePointer($0) }, 0)
    }

    private static let secrets = ["password", "sslpassword"]

    private static let unreadable = PostgresError(
        .cannotConnect, "The address of the database is not a PostgreSQL connection string",
        reason: "server.address")
}
