import CZip

/// A zip archive in memory, read entry by entry.
@safe
final class ZipArchive {
    /// Bytes that may still be inflated; shared by the entries of one reading.
    final class Budget {
        let bytesMax: Int
        private(set) var bytesLeft: Int

        init(bytesMax: Int) {
            self.bytesMax = bytesMax
            bytesLeft = bytesMax
        }

        func take(_ count: Int) throws(WorkbookError) {
            bytesLeft -= count
            guard bytesLeft >= 0 else {
                throw WorkbookError(
                    .tooLarge,
                    "the workbook inflates to more than \(bytesMax >> 20) MiB; no more of it is read. Save the sheet as CSV"
                )
            }
        }
    }

    private static let pieceBytes = 1 << 17

    private let archive: OpaquePointer
    /// libzip reads from this copy for as long as the archive is open.
    private let copy: UnsafeMutableRawBufferPointer

    init(_ bytes: [UInt8]) throws(WorkbookError) {
        if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
            throw WorkbookError(
                .otherForm,
                "the file is an old (.xls) or a password-protected workbook; save it as XLSX without one, or as CSV")
        }
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(bytes.count, 1), alignment: 16)
        unsafe copy.copyBytes(from: bytes)
        unsafe self.copy = unsafe copy
        var error = unsafe zip_error_t()
        unsafe zip_error_init(&error)
        defer { unsafe zip_error_fini(&error) }
        var opened: OpaquePointer?
        if let source = unsafe zip_source_buffer_create(copy.baseAddress, UInt64(bytes.count), 0, &error) {
            unsafe opened = unsafe zip_open_from_source(source, ZIP_RDONLY, &error)
            // The archive owns the source once it is open.
            if unsafe opened == nil { unsafe zip_source_free(source) }
        }
        guard let opened = unsafe opened else {
            let reason = unsafe String(cString: zip_error_strerror(&error))
            unsafe copy.deallocate()
            throw WorkbookError(
                .damaged, "the workbook is damaged or cut off (\(reason)). Have it sent again, or save it as CSV")
        }
        unsafe archive = unsafe opened
    }

    deinit {
        unsafe zip_discard(archive)
        unsafe copy.deallocate()
    }

    func has(_ path: String) -> Bool { unsafe zip_name_locate(archive, path, 0) >= 0 }

    /// Inflates an entry piece by piece into an XML sink; false = there is no such entry.
    @discardableResult
    func parse(_ path: String, into sink: some XMLSink, budget: Budget) throws(WorkbookError) -> Bool {
        let index = unsafe zip_name_locate(archive, path, 0)
        guard index >= 0 else { return false }
        guard let file = unsafe zip_fopen_index(archive, UInt64(index), 0) else {
            throw damaged(path, unsafe String(cString: zip_strerror(archive)))
        }
        defer { unsafe zip_fclose(file) }
        let parser = try XMLParser(sink, entry: path)
        var piece = [UInt8](repeating: 0, count: ZipArchive.pieceBytes)
        while true {
            // libzip writes at most as many bytes as the piece holds, and says how many.
            let count = unsafe piece.withUnsafeMutableBytes {
                unsafe Int(zip_fread(file, $0.baseAddress!, UInt64($0.count)))
            }
            guard count >= 0 else { throw damaged(path, unsafe String(cString: zip_file_strerror(file))) }
            try budget.take(count)
            try parser.feed(piece.span.extracting(first: count), isLast: count == 0)
            if count == 0 { return true }
        }
    }

    private func damaged(_ path: String, _ reason: String) -> WorkbookError {
        WorkbookError(.damaged, "the workbook is damaged: \(path): \(reason). Have it sent again, or save it as CSV")
    }
}
