/// An error of a subject that may be a no, as the refusal that the surfaces word.
public protocol ConvertibleToRefusal: Error {
    /// Nil where it is a fault: something that nobody asked for in the wrong way.
    var refusal: Refusal? { get }
}

extension Refusal {
    /// The no that an error is; nil where it is a fault.
    public init?(_ error: any Error) {
        guard let refusal = error as? Refusal ?? (error as? any ConvertibleToRefusal)?.refusal else { return nil }
        self = refusal
    }
}
