import Glibc

/// An open file, pipe or device; closed when the last reference goes, unless it is a standard stream.
package final class FileDescriptor: Sendable {
    package let number: Int32
    /// How messages name it.
    package let name: String
    private let isOwned: Bool

    package static let standardInput = FileDescriptor(number: 0, name: "standard input", isOwned: false)
    package static let standardOutput = FileDescriptor(number: 1, name: "standard output", isOwned: false)
    package static let standardError = FileDescriptor(number: 2, name: "standard error", isOwned: false)

    init(number: Int32, name: String, isOwned: Bool) {
        self.number = number
        self.name = name
        self.isOwned = isOwned
    }

    /// Opens a file for reading; messages name it `named`, or by its path.
    package convenience init(reading path: String, named: String? = nil) throws(InputError) {
        var number = unsafe open(path, O_RDONLY | O_CLOEXEC)
        if number < 0, errno == ENOENT, let bytes = try OddFileName.bytes(of: path) {
            number = unsafe open(bytes, O_RDONLY | O_CLOEXEC)
        }
        guard number >= 0 else {
            throw InputError(.cannotOpen, "\(path) cannot be opened: \(SystemError.text(errno)).")
        }
        var status = stat()
        if unsafe fstat(number, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
            close(number)
            throw InputError(.cannotOpen, "\(path) is a folder; name a file.")
        }
        self.init(number: number, name: named ?? path, isOwned: true)
    }

    /// Of a file; 0 of a pipe.
    package func byteCount() throws(InputError) -> Int {
        var status = stat()
        guard unsafe fstat(number, &status) == 0 else {
            throw InputError(.cannotRead, "\(name) cannot be looked at: \(SystemError.text(errno)).")
        }
        return Int(status.st_size)
    }

    /// Makes a file, or empties it, for writing; messages name it `named`, or by its path.
    package convenience init(writing path: String, named: String? = nil) throws(InputError) {
        let number = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard number >= 0 else {
            throw InputError(.cannotWrite, "\(named ?? path) cannot be written: \(SystemError.text(errno)).")
        }
        self.init(number: number, name: named ?? path, isOwned: true)
    }

    deinit { if isOwned { close(number) } }

    /// Fills `buffer` from its beginning; fewer bytes than it holds only at the end of the file.
    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
        var filled = 0
        while filled < buffer.count {
            // In bounds: `filled` is below the buffer's count.
            let count = unsafe Glibc.read(number, buffer.baseAddress! + filled, buffer.count - filled)
            if count == 0 { break }
            if count < 0 {
                if errno == EINTR { continue }
                throw InputError(.cannotRead, "\(name) cannot be read further: \(SystemError.text(errno)).")
            }
            filled += count
        }
        return filled
    }

    /// Writes all of `bytes`.
    package func write(_ bytes: UnsafeRawBufferPointer) throws(InputError) {
        var written = 0
        while written < bytes.count {
            // In bounds: `written` is below the count.
            let count = unsafe Glibc.write(number, bytes.baseAddress! + written, bytes.count - written)
            if count < 0 {
                if errno == EINTR { continue }
                throw InputError(
                    .cannotWrite,
                    "\(name) cannot be written: \(SystemError.text(errno))\(errno == ENOSPC ? "; free some space" : "")."
                )
            }
            written += count
        }
    }

    package func write(_ text: String) throws(InputError) {
        var failure: InputError?
        unsafe Array(text.utf8).withUnsafeBytes { bytes in
            do throws(InputError) { unsafe try write(bytes) } catch { failure = error }
        }
        if let failure { throw failure }
    }
}

/// The operating system's words for an error number.
package enum SystemError {
    package static func text(_ number: Int32) -> String { unsafe String(cString: strerror(number)) }
}
