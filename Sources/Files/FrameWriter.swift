import CZstd

/// Writes text as frames of zstd, each with a checksum, and the table by which a place of the text is found (`FrameTable`).
@safe
package final class FrameWriter {
    private let output: FileDescriptor
    private let context: OpaquePointer
    private let buffer: UnsafeMutableRawBufferPointer
    private var table = FrameTable()
    /// Of the frame that is being written.
    private var fileBytes = 0
    private var textBytes = 0

    /// Text of a frame at most: the table has 32 bits for it.
    private static let textBytesMax = 256 << 20
    private static let level: Int32 = 3

    package init(_ output: FileDescriptor) throws(InputError) {
        guard let context = unsafe ZSTD_createCCtx() else {
            throw InputError(.cannotWrite, "\(output.name): no memory for compression.")
        }
        self.output = output
        unsafe self.context = context
        unsafe buffer = .allocate(byteCount: 1 << 18, alignment: 64)
        _ = unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, FrameWriter.level)
        _ = unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
    }

    deinit {
        unsafe ZSTD_freeCCtx(context)
        unsafe buffer.deallocate()
    }

    package func write(_ text: UnsafeRawBufferPointer) throws(InputError) {
        guard unsafe !text.isEmpty else { return }
        try unsafe compress(text, ZSTD_e_continue)
        if textBytes >= FrameWriter.textBytesMax { try endFrame() }
    }

    /// What follows belongs to the next frame.
    package func endFrame() throws(InputError) {
        guard textBytes > 0 else { return }
        try unsafe compress(UnsafeRawBufferPointer(start: nil, count: 0), ZSTD_e_end)
        table.append(fileBytes: fileBytes, textBytes: textBytes)
        (fileBytes, textBytes) = (0, 0)
    }

    /// Ends the last frame and writes the table.
    package func finish() throws(InputError) {
        try endFrame()
        try output.write(table.encoded)
    }

    private func compress(_ text: UnsafeRawBufferPointer, _ end: ZSTD_EndDirective) throws(InputError) {
        var input = unsafe ZSTD_inBuffer(src: text.baseAddress, size: text.count, pos: 0)
        while true {
            var made = unsafe ZSTD_outBuffer(dst: buffer.baseAddress, size: buffer.count, pos: 0)
            let left = unsafe ZSTD_compressStream2(context, &made, &input, end)
            guard ZSTD_isError(left) == 0 else {
                throw InputError(
                    .cannotWrite, "\(output.name): \(unsafe String(cString: ZSTD_getErrorName(left))).")
            }
            // zstd filled the first `pos` bytes of the buffer.
            try unsafe output.write(UnsafeRawBufferPointer(rebasing: buffer[..<made.pos]))
            unsafe fileBytes += made.pos
            if end == ZSTD_e_end ? left == 0 : unsafe input.pos == input.size { break }
        }
        textBytes += text.count
    }
}
