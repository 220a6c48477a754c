extension FixedWidthInteger {
    /// The same number in a narrower type.
    ///
    /// - Throws: `Refusal` where it does not fit.
    public init(narrowing number: some BinaryInteger) throws {
        guard let narrow = Self(exactly: number) else {
            throw Refusal(.tooLarge, "number.too_large", "\(number) is not from \(Self.min) to \(Self.max)")
        }
        self = narrow
    }
}
