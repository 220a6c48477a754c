/// A layout and a file that do not fit, or a file whose layout cannot be told. The description says what to do.
public struct LayoutError: Error, Equatable, CustomStringConvertible {
    public enum Code: Sendable { case emptyFile, bareCarriageReturns, missingColumn, badLayout, unknownLayout }

    public var code: Code
    public var description: String

    public init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
