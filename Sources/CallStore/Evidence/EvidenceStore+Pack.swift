package import Files
import Foundation
internal import Vocabulary

// Received files that are closed lie packed: their text in frames of zstd, one a chunk, so that what is asked about a call reads
// one frame, and that a year of files takes a fraction of the disk.

extension EvidenceStore {
    /// Packs a received file, and removes it as it was received once the packed text was read back and is the same.
    ///
    /// Killed anywhere, the file is there in one of the two forms or both; a second run finds it packed and does nothing.
    ///
    /// - Parameter chunkOffsets: where chunks begin in its text, ascending.
    /// - Returns: bytes before and after; nil where it is not there as it was received.
    /// - Throws: `Refusal` where its bytes are not those that were received; it stays as it is.
    package func pack(_ sha256: [UInt8], chunkOffsets: [Int]) throws -> (before: Int, after: Int)? {
        let received = path(of: sha256), packed = packedPath(of: sha256)
        guard FileManager.default.fileExists(atPath: received) else { return nil }
        guard try SHA256.digest(ofFile: received) == sha256 else {
            throw Refusal(
                .conflict, "evidence.damaged",
                "The kept bytes of a received file are not those that were received: \(received)",
                facts: ["path": received])
        }
        let unfinished = try newIncoming()
        do {
            let text = try write(received, packed: unfinished, frames: chunkOffsets)
            guard try digestOfText(unfinished.name, isPacked: true) == text else {
                throw Refusal(
                    .unavailable, "evidence.not_packed", "What was packed does not come out again: \(received)",
                    facts: ["path": received])
            }
            try unfinished.synchronize()
            guard unsafe rename(unfinished.name, packed) == 0 else {
                throw InputError(.cannotWrite, "\(packed) cannot be named: \(SystemError.text(errno)).")
            }
            try FileDescriptor(folder: (packed as NSString).deletingLastPathComponent).synchronize()
        } catch {
            _ = unsafe unlink(unfinished.name)
            throw error
        }
        let before = try FileDescriptor(reading: received).byteCount()
        guard unsafe unlink(received) == 0 || errno == ENOENT else {
            throw InputError(.cannotWrite, "\(received) cannot be removed: \(SystemError.text(errno)).")
        }
        return (before, try FileDescriptor(reading: packed).byteCount())
    }

    /// Opens the text of a file, in whichever form it is kept; nil where it is not there. Passing over text is fast in both.
    package func open(_ sha256: [UInt8], named name: String) throws -> (any ByteSource)? {
        let received = path(of: sha256)
        if FileManager.default.fileExists(atPath: received) {
            do {
                return try ByteSources.open(FileDescriptor(reading: received, named: name)).source
            } catch  where !FileManager.default.fileExists(atPath: received) {
                // Packed meanwhile, it is there in the other form before it goes in this one.
            }
        }
        guard FileManager.default.fileExists(atPath: packedPath(of: sha256)) else { return nil }
        return try ByteSources.open(FileDescriptor(reading: packedPath(of: sha256), named: name), isPacked: true).source
    }

    /// A kept file, in whichever form, as what is loaded again.
    package func source(ofKept sha256: [UInt8], bytes: Int, _ compression: Compression) -> Source {
        FileManager.default.fileExists(atPath: path(of: sha256))
            ? .file(path(of: sha256)) : .packed(sha256: sha256, bytes: bytes, compression)
    }

    /// Tells if a file is there and unharmed: by its SHA-256 as it was received, by the checksums of its frames where it is packed.
    package func isUnharmed(_ sha256: [UInt8]) throws -> Bool {
        if FileManager.default.fileExists(atPath: path(of: sha256)) {
            return try SHA256.digest(ofFile: path(of: sha256)) == sha256
        }
        guard FileManager.default.fileExists(atPath: packedPath(of: sha256)) else { return false }
        do {
            _ = try digestOfText(packedPath(of: sha256), isPacked: true)
            return true
        } catch let error where [.damagedCompression, .truncatedCompression].contains(error.code) {
            return false
        }
    }

    // MARK: - Steps

    /// Writes the text of a file in frames that begin at these offsets; gives its SHA-256.
    private func write(_ received: String, packed output: FileDescriptor, frames: [Int]) throws -> [UInt8] {
        let source = try ByteSources.open(FileDescriptor(reading: received)).source
        let writer = try FrameWriter(output)
        var digest = SHA256()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 4096)
        defer { unsafe buffer.deallocate() }
        var offset = 0
        var next = frames.drop { $0 <= 0 }
        while true {
            let wanted = min(buffer.count, next.first.map { $0 - offset } ?? buffer.count)
            let count = try unsafe source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]))
            // `read` filled the first `count` bytes of the buffer.
            let text = unsafe UnsafeRawBufferPointer(rebasing: buffer[..<count])
            unsafe digest.update(text)
            try unsafe writer.write(text)
            offset += count
            if count < wanted { break }
            if offset == next.first {
                try writer.endFrame()
                next = next.dropFirst().drop { $0 <= offset }
            }
        }
        try writer.finish()
        return digest.finish()
    }

    private func digestOfText(_ path: String, isPacked: Bool) throws(InputError) -> [UInt8] {
        let source = try ByteSources.open(FileDescriptor(reading: path), isPacked: isPacked).source
        var digest = SHA256()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 4096)
        defer { unsafe buffer.deallocate() }
        while true {
            let count = try unsafe source.read(into: buffer)
            if count == 0 { return digest.finish() }
            unsafe digest.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }
}
