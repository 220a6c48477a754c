/// Whoever changes the state of the business.
package struct Actor: Sendable, Equatable {
    package enum Kind: String, Sendable, Codable {
        /// Somebody signed in to the pages.
        case user
        /// A program with a token of the API.
        case token
        /// A job or schedule of the product itself.
        case system
        /// A user of the operating system at the command line.
        case shell
    }

    package var kind: Kind
    package var name: String

    package init(_ kind: Kind, _ name: String) {
        self.kind = kind
        self.name = name
    }
}

extension Actor: CustomStringConvertible {
    /// `shell:anna`.
    package var description: String { "\(kind.rawValue):\(name)" }
}
