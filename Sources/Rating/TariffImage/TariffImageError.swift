/// A tariff that cannot be saved, or an image that cannot be used. The description says what to do.
package struct TariffImageError: Error, CustomStringConvertible {
    package enum Code: Sendable {
        /// It is something else.
        case noTariff
        /// Another version of the program wrote it.
        case otherFormat
        /// It comes from a machine with another byte order or other sizes.
        case otherMachine
        case truncated
        /// Not as it was written.
        case altered
        /// Whole, but with an index that leads nowhere.
        case inconsistent
        /// The tariff has a part that an image would lose.
        case notSaved
    }

    package var code: Code
    package var message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }

    static let remedy = "compile it again with `didtron tariff compile`"
}
