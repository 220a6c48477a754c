/// A load that could not be done. The description says what, where and what to do.
package struct LoadError: Error, CustomStringConvertible {
    package enum Code: Sendable {
        /// The evidence cannot be kept: no space, no permission.
        case cannotKeep
        case unknownSwitch
        case unknownFile
        case unknownCall
        /// The catalogue changed while a file was half loaded.
        case tariffChanged
        /// A value exceeds what the database can store.
        case tooLarge
        /// These bytes were loaded, or begun, in another way: another layout, switch or limit.
        case loadedOtherwise
        /// The first chunk of a file is mostly rejects: nothing is stored.
        case refused
        /// A file came to have too many rejects: what is in stays, and somebody has to say how to go on.
        case stopped
        /// What the database holds contradicts itself or the evidence.
        case inconsistent
    }

    package var code: Code
    package var message: String
    package var cause: (any Error)?

    package init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    package var description: String { cause.map { "\(message): \($0)" } ?? message }
}
