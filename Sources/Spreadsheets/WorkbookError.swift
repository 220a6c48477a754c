public import Vocabulary

/// A workbook that cannot be read or written.
public struct WorkbookError: Error, Equatable, Sendable {
    public enum Code: Sendable {
        case notAWorkbook
        /// A form of workbook other than XLSX.
        case otherForm
        case damaged
        case tooLarge
        case cannotWrite
    }

    public var code: Code
    /// What is wrong and what to do, without the file's name.
    public var message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}

extension WorkbookError: CustomStringConvertible {
    public var description: String { message }
}

extension WorkbookError: ConvertibleToRefusal {
    public var refusal: Refusal? {
        switch code {
        case .notAWorkbook: Refusal(.invalid, "workbook.none", message)
        case .otherForm: Refusal(.invalid, "workbook.other_form", message)
        case .damaged: Refusal(.invalid, "workbook.damaged", message)
        case .tooLarge: Refusal(.tooLarge, "workbook.too_large", message)
        case .cannotWrite: Refusal(.unavailable, "workbook.cannot_be_written", message)
        }
    }
}
