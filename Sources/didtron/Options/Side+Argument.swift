import ArgumentParser
import Money
import Rating

// Types of other targets as options.

extension Side: ExpressibleByArgument {
    /// Else help would list the numbers behind the names.
    public static var allValueStrings: [String] { allCases.map(\.name) }

    public init?(argument: String) {
        guard let side = Side.allCases.first(where: { $0.name == argument.lowercased() }) else { return nil }
        self = side
    }
}

extension Currency: ExpressibleByArgument {
    public init?(argument: String) { self.init(code: argument) }
}
