public import Vocabulary

/// A layout and a file that do not fit, or a file whose layout cannot be told.
public struct LayoutError: Error, Equatable, CustomStringConvertible {
    public enum Code: Sendable { case emptyFile, bareCarriageReturns, missingColumn, badLayout, unknownLayout }

    public var code: Code
    public var description: String

    public init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}

extension LayoutError: ConvertibleToRefusal {
    public var refusal: Refusal? {
        switch code {
        case .emptyFile: Refusal(.invalid, "layout.empty_file", description)
        case .bareCarriageReturns: Refusal(.invalid, "layout.bare_carriage_returns", description)
        case .missingColumn: Refusal(.invalid, "layout.missing_column", description)
        case .badLayout: Refusal(.invalid, "layout.not_usable", description)
        case .unknownLayout: Refusal(.invalid, "layout.unknown", description)
        }
    }
}
