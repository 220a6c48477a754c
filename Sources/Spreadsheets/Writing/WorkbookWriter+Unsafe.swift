import CXlsxWriter
import Glibc

/// Writes an XLSX workbook of one sheet: a header that stays in view, and rows of texts.
///
/// Every cell is a text, also a price: a spreadsheet would keep a number as binary floating point and show it in its own way.
/// Rows go to a temporary file as they come, so that memory does not grow with them.
@safe
public final class WorkbookWriter {
    // Safe: the pointers are the library's own, never leave this class, and are not used after the close that frees them.

    private let path: String
    private let partPath: String
    private var workbook: UnsafeMutablePointer<lxw_workbook>?
    private let sheet: UnsafeMutablePointer<lxw_worksheet>
    private var row: UInt32 = 0

    private static let rowsMax: UInt32 = 1_048_576
    private static let cellBytesMax = 32_767

    /// - Parameters:
    ///   - path: of the file, which is there when `finish` has returned, and not before.
    ///   - columns: the header.
    /// - Throws: `WorkbookError`.
    public init(path: String, sheetName: String, columns: [String]) throws(WorkbookError) {
        self.path = path
        partPath = path + ".part"
        var options = unsafe lxw_workbook_options()
        unsafe options.constant_memory = 1
        guard let made = unsafe workbook_new_opt(partPath, &options) else {
            throw WorkbookError(.cannotWrite, "no workbook can be made at \(path)")
        }
        guard let added = unsafe workbook_add_worksheet(made, WorkbookWriter.sheetName(sheetName)) else {
            unsafe lxw_workbook_free(made)
            throw WorkbookError(.cannotWrite, "no sheet can be made in \(path)")
        }
        // Both live until workbook_close or lxw_workbook_free, which happens once: workbook is nil afterwards.
        unsafe workbook = unsafe made
        unsafe sheet = unsafe added
        let bold = unsafe workbook_add_format(made)
        unsafe format_set_bold(bold)
        unsafe worksheet_freeze_panes(added, 1, 0)
        for column in columns.indices {
            unsafe worksheet_set_column(added, UInt16(column), UInt16(column), 16, nil)
        }
        for (column, title) in columns.enumerated() {
            unsafe worksheet_write_string(added, 0, UInt16(column), title, bold)
        }
        row = 1
    }

    deinit {
        if let workbook = unsafe workbook { unsafe lxw_workbook_free(workbook) }
    }

    /// Adds a row; nil leaves a cell empty.
    ///
    /// - Throws: `WorkbookError` where a sheet cannot hold so many rows or so long a text.
    public func append(_ cells: [String?]) throws(WorkbookError) {
        guard row < WorkbookWriter.rowsMax else {
            throw WorkbookError(.tooLarge, "a sheet holds \(WorkbookWriter.rowsMax) rows at most; export CSV instead")
        }
        for (column, cell) in cells.enumerated() {
            guard let cell else { continue }
            guard cell.utf8.count <= WorkbookWriter.cellBytesMax else {
                throw WorkbookError(
                    .tooLarge, "a cell holds \(WorkbookWriter.cellBytesMax) bytes at most; export CSV instead")
            }
            // The sheet lives as long as the workbook; the text is copied.
            let error = unsafe worksheet_write_string(sheet, row, UInt16(column), cell, nil)
            guard error == LXW_NO_ERROR else { throw failure(error) }
        }
        row += 1
    }

    /// Writes the file and gives it its name.
    public func finish() throws(WorkbookError) {
        guard let open = unsafe workbook else { return }
        unsafe workbook = nil
        // It frees the workbook whether it succeeds or not.
        let error = unsafe workbook_close(open)
        guard error == LXW_NO_ERROR else {
            unsafe unlink(partPath)
            throw failure(error)
        }
        guard unsafe rename(partPath, path) == 0 else {
            let reason = unsafe String(cString: strerror(errno))
            unsafe unlink(partPath)
            throw WorkbookError(.cannotWrite, "\(path) cannot be written: \(reason)")
        }
    }

    private func failure(_ error: lxw_error) -> WorkbookError {
        let reason = unsafe lxw_strerror(error).map { unsafe String(cString: $0) } ?? "error \(error.rawValue)"
        return WorkbookError(.cannotWrite, "\(path) cannot be written: \(reason)")
    }

    /// At most 31 characters, none of which a sheet's name may not have.
    private static func sheetName(_ name: String) -> String {
        let allowed = name.map { "[]:*?/\\".contains($0) ? " " : $0 }.prefix(31)
        let trimmed = String(allowed).split(separator: "'").joined(separator: " ")
        return trimmed.isEmpty ? "Rates" : trimmed
    }
}
