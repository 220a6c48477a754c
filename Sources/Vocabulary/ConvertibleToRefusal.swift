/// An error of a subject that says no, as the refusal that the surfaces word.
public protocol ConvertibleToRefusal: Error {
    var refusal: Refusal { get }
}
