internal import Catalog
package import Files
import Glibc
internal import Vocabulary

/// Received files, kept byte by byte under the SHA-256 of their content, so that the line of any call can be shown:
///
///     evidence/
///       incoming/4711-0-…     being received; locked by its process, removed by the next one when that process died
///       ab/abcdef…            the file whose SHA-256 begins with ab, as it was received
///       ab/abcdef….zst        the same packed: its text, a frame of zstd for each chunk, and a table of frames
package struct EvidenceStore: Sendable {
    package let folder: String

    package init(folder: String) { self.folder = folder }

    package enum Source: Sendable {
        case file(String)
        case standardInput
        /// A packed file of the store: its SHA-256 as it was received, and how large and how compressed it was then.
        case packed(sha256: [UInt8], bytes: Int, Compression)

        /// `-` is standard input.
        package init(argument: String) { self = argument == "-" ? .standardInput : .file(argument) }

        /// Last component of the path, or `stdin`.
        package var name: String {
            switch self {
            case .standardInput: "stdin"
            case .file(let path): path.split(separator: "/").last.map(String.init) ?? path
            case .packed(let sha256, _, _): hex(sha256)
            }
        }
    }

    /// Keeps a copy of the source and tells its identity; bytes that are there already are kept once.
    ///
    /// The copy is complete and under its final name when this returns, but not yet on the disk for certain: call
    /// `Evidence.synchronize()` before anything that refers to it is committed.
    ///
    /// - Throws: `InputError` when the source cannot be read, `Refusal` when the copy cannot be written; nothing is
    ///   left behind.
    package func receive(_ source: Source) throws -> Evidence {
        let input: FileDescriptor
        switch source {
        case .standardInput: input = .standardInput
        case .file(let path): input = try FileDescriptor(reading: path)
        case .packed(let sha256, let bytes, let compression):
            // Nothing is received: it is here.
            return Evidence(sha256: sha256, bytes: bytes, path: packedPath(of: sha256), packedFrom: compression)
        }
        let output = try newIncoming()
        let unfinished = output.name
        do {
            let (digest, bytes) = try copy(input, to: output)
            let evidence = Evidence(sha256: digest, bytes: bytes, path: path(of: digest))
            try keeping {
                try makeFolder(folder + "/" + hex(digest[..<1]))
                // Over a copy that is there already: it has the same content, unless the machine lost power while that
                // was written.
                guard unsafe rename(unfinished, evidence.path) == 0 else {
                    throw InputError(.cannotWrite, "\(evidence.path) cannot be named: \(SystemError.text(errno)).")
                }
            }
            return evidence
        } catch let error {
            _ = unsafe unlink(unfinished)
            throw error
        }
    }

    /// Where a file of this SHA-256 is kept.
    package func path(of sha256: [UInt8]) -> String { "\(folder)/\(hex(sha256[..<1]))/\(hex(sha256[...]))" }

    /// Where it is once it is packed.
    func packedPath(of sha256: [UInt8]) -> String { path(of: sha256) + ".zst" }

    /// A file of this process in which something is received or packed; `name` is its path.
    func newIncoming() throws -> FileDescriptor {
        let incoming = folder + "/incoming"
        let unfinished = "\(incoming)/\(getpid())-\(UInt64.random(in: 0 ... .max))"
        return try keeping {
            try makeFolder(incoming)
            return try begin(unfinished, in: incoming)
        }
    }

    // MARK: - Steps

    /// Creates a file and locks it, so that nobody takes it for abandoned; first removes those that are.
    private func begin(_ path: String, in incoming: String) throws -> FileDescriptor {
        let door = try FileDescriptor(folder: incoming)
        door.lock()
        removeAbandoned(in: incoming)
        let output = try FileDescriptor(creating: path)
        output.lock()
        // The folder stays locked until here.
        return withExtendedLifetime(door) { output }
    }

    private func copy(_ input: FileDescriptor, to output: FileDescriptor) throws -> (sha256: [UInt8], bytes: Int) {
        var digest = SHA256()
        var total = 0
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 4096)
        defer { unsafe buffer.deallocate() }
        while true {
            let count = try unsafe input.read(into: buffer)
            if count == 0 { break }
            // `read` filled the first `count` bytes of the buffer.
            let block = unsafe UnsafeRawBufferPointer(rebasing: buffer[..<count])
            unsafe digest.update(block)
            try keeping { try unsafe output.write(block) }
            total += count
        }
        return (digest.finish(), total)
    }

    /// Removes what processes that were killed left of files they received.
    private func removeAbandoned(in incoming: String) {
        guard let listing = unsafe opendir(incoming) else { return }
        defer { unsafe closedir(listing) }
        while let entry = unsafe readdir(listing) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                // d_name ends in a zero within its 256 bytes.
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            guard !name.hasPrefix(".") else { continue }
            let path = incoming + "/" + name
            // A file that cannot be opened or is locked belongs to somebody who is at work.
            guard let file = try? FileDescriptor(reading: path), file.tryLock() else { continue }
            _ = unsafe unlink(path)
        }
    }

    private func makeFolder(_ path: String) throws(InputError) {
        var partial = ""
        for component in path.split(separator: "/", omittingEmptySubsequences: false) {
            partial += component + "/"
            if component.isEmpty { continue }
            if unsafe mkdir(partial, 0o750) != 0, errno != EEXIST {
                throw InputError(.cannotWrite, "\(partial) cannot be made: \(SystemError.text(errno)).")
            }
        }
    }

    /// Says of a failure to write what it means and what to do.
    private func keeping<T>(_ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch let error {
            throw Refusal(
                .unavailable, "evidence.cannot_be_kept",
                "The received file cannot be kept in \(folder), and nothing of it was loaded: \(error)",
                facts: ["folder": folder])
        }
    }
}

/// A received file as the store keeps it.
package struct Evidence: Sendable {
    /// 32 bytes.
    package let sha256: [UInt8]
    package let bytes: Int
    package let path: String
    /// How it was compressed when it was received, where it is packed since; nil = it is as it was received.
    package let packedFrom: Compression?

    init(sha256: [UInt8], bytes: Int, path: String, packedFrom: Compression? = nil) {
        self.sha256 = sha256
        self.bytes = bytes
        self.path = path
        self.packedFrom = packedFrom
    }

    /// A file that stays where it is and is known by its path, for a load without `LoadParts.evidence`.
    package init(unkept source: EvidenceStore.Source) throws {
        guard case .file(let path) = source else {
            throw Refusal(.invalid, "evidence.input_not_kept", "Standard input can only be loaded as it is kept")
        }
        let bytes = try FileDescriptor(reading: path).byteCount()
        self.init(sha256: SHA256.digest(of: Array(path.utf8)), bytes: bytes, path: path)
    }

    /// Returns once the file and its name are on the disk.
    package func synchronize() throws {
        func parent(_ path: String) -> String {
            String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.startIndex))
        }
        do {
            try FileDescriptor(reading: path).synchronize()
            try FileDescriptor(folder: parent(path)).synchronize()
            try FileDescriptor(folder: parent(parent(path))).synchronize()
        } catch let error {
            throw Refusal(
                .unavailable, "evidence.not_on_disk", "The received file cannot be brought to the disk: \(error)")
        }
    }
}

/// Lower-case hexadecimal digits.
package func hex(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}
