package import Vocabulary

/// A tariff that cannot be saved, or an image that cannot be used.
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
}

extension TariffImageError: ConvertibleToRefusal {
    package var refusal: Refusal? {
        switch code {
        case .noTariff: Refusal(.invalid, "tariff.none", message)
        case .otherFormat: Refusal(.invalid, "tariff.other_format", message)
        case .otherMachine: Refusal(.invalid, "tariff.other_machine", message)
        case .truncated: Refusal(.invalid, "tariff.cut_off", message)
        case .altered: Refusal(.invalid, "tariff.altered", message)
        case .inconsistent: Refusal(.invalid, "tariff.inconsistent", message)
        case .notSaved: nil
        }
    }
}
