import Glibc

/// Names of files that are not UTF-8, as old systems write them: a command gets them with replacement characters in place of
/// the bytes that are none, by which no file can be opened.
enum OddFileName {
    /// The bytes of the only file whose name reads so, with a zero behind them; nil where the path has no replacement character
    /// in its last part, or no such file is there.
    ///
    /// - Throws: `InputError` where several names read so.
    static func bytes(of path: String) throws(InputError) -> [CChar]? {
        let slash = path.lastIndex(of: "/")
        let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
        guard name.unicodeScalars.contains("\u{FFFD}") else { return nil }
        let folder = slash.map { String(path[...$0]) } ?? "./"
        let found = names(in: folder).filter { String(decoding: $0, as: UTF8.self) == name }
        guard let first = found.first else { return nil }
        guard found.count == 1 else {
            throw InputError(
                .cannotOpen,
                "\(path) may be \(found.count) files, whose names differ in bytes that are not UTF-8; rename them.")
        }
        return (Array(folder.utf8) + first + [0]).map { CChar(bitPattern: $0) }
    }

    private static func names(in folder: String) -> [[UInt8]] {
        guard let stream = unsafe opendir(folder) else { return [] }
        defer { unsafe closedir(stream) }
        var names: [[UInt8]] = []
        while let entry = unsafe readdir(stream) {
            // The name ends in a zero within the entry.
            unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
                let bytes = unsafe UnsafeRawPointer(name).assumingMemoryBound(to: UInt8.self)
                var count = 0
                while unsafe bytes[count] != 0 { count += 1 }
                names.append(unsafe Array(UnsafeBufferPointer(start: bytes, count: count)))
            }
        }
        return names
    }
}
