import Glibc

// Places in a file that are reached without reading what lies before them.

extension FileDescriptor {
    /// Bytes at a place, without moving the place from which `read` goes on; fewer where the file ends before.
    func bytes(at offset: Int, count: Int) throws(InputError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let number = number
        let filled = unsafe bytes.withUnsafeMutableBytes { buffer in
            var filled = 0
            while filled < count {
                // In bounds: `filled` is below the buffer's count.
                let more = unsafe pread(number, buffer.baseAddress! + filled, count - filled, offset + filled)
                if more < 0, errno == EINTR { continue }
                if more <= 0 { return more < 0 ? -1 : filled }
                filled += more
            }
            return filled
        }
        guard filled >= 0 else { throw InputError(.cannotRead, "\(name) cannot be read: \(SystemError.text(errno)).") }
        return Array(bytes[..<filled])
    }

    /// Moves the place from which `read` goes on to an offset.
    func seek(to offset: Int) throws(InputError) {
        guard lseek(number, offset, SEEK_SET) == offset else {
            throw InputError(.cannotRead, "\(name) cannot be read at \(offset): \(SystemError.text(errno)).")
        }
    }

    /// Passes over bytes of a file as far as it has them; nil of what has no places, a pipe.
    func pass(_ count: Int) throws(InputError) -> Int? {
        let place = lseek(number, 0, SEEK_CUR)
        guard place >= 0 else { return nil }
        let passed = min(count, max(try byteCount() - place, 0))
        try seek(to: place + passed)
        return passed
    }

    package func write(_ bytes: [UInt8]) throws(InputError) {
        var failure: InputError?
        unsafe bytes.withUnsafeBytes { all in
            do throws(InputError) { unsafe try write(all) } catch { failure = error }
        }
        if let failure { throw failure }
    }
}
