package import Vocabulary

/// A file that cannot be read. The description names the file.
package struct InputError: Error, CustomStringConvertible {
    package enum Code: Sendable { case cannotOpen, cannotRead, damagedCompression, truncatedCompression, cannotWrite }

    package var code: Code
    package var description: String

    package init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}

extension InputError: ConvertibleToRefusal {
    package var refusal: Refusal? {
        switch code {
        case .cannotOpen: Refusal(.notFound, "input.cannot_be_opened", description)
        case .cannotRead: Refusal(.unavailable, "input.cannot_be_read", description)
        case .damagedCompression: Refusal(.invalid, "input.damaged", description)
        case .truncatedCompression: Refusal(.invalid, "input.cut_off", description)
        case .cannotWrite: Refusal(.unavailable, "input.cannot_be_written", description)
        }
    }
}
