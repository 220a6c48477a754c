/// A file that cannot be read. The description names the file and says what to do.
package struct InputError: Error, CustomStringConvertible {
    package enum Code: Sendable { case cannotOpen, cannotRead, damagedCompression, truncatedCompression, cannotWrite }

    package var code: Code
    package var description: String

    package init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
