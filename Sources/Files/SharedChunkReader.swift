package import CallRecords
import Synchronization

/// A chunk reader that workers share: one reads at a time.
package final class SharedChunkReader: @unchecked Sendable {
    // Sendable: `reader` is used under `lock` only.

    private let reader: ChunkReader
    private let lock = Mutex(())

    package let bufferCapacity: Int

    /// The reader is handed over: nobody else uses it from here on.
    package init(_ reader: ChunkReader) {
        self.reader = reader
        bufferCapacity = reader.bufferCapacity
    }

    /// The next chunk in `buffer`, or nil at the end of the file.
    package func next(into buffer: ChunkBuffer) throws(InputError) -> Chunk? {
        let result = lock.withLock { _ -> Result<Chunk?, InputError> in
            do throws(InputError) { return .success(try reader.next(into: buffer)) } catch { return .failure(error) }
        }
        return try result.get()
    }
}
