/// Why an act on the books was refused, in a sentence that says what to do next.
package struct BillingError: Error, Sendable {
    package enum Code: Sendable {
        /// Nothing has that number, code or id.
        case notFound
        /// The text is no period, date or number of the form asked for.
        case badArgument
        /// The document is in a state that does not allow the act.
        case wrongState
        /// A file cannot be closed, because parts of it are not loaded.
        case incompleteFile
    }

    package var code: Code
    package var message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}

extension BillingError: CustomStringConvertible {
    package var description: String { message }
}
