internal import Catalog
package import Postgres
package import RateBook

extension ExchangeBasis {
    /// All exchange rates known now, up to the age that the setting allows.
    package static func present(_ connection: Connection) throws -> ExchangeBasis {
        .newest(daysMax: Int32(clamping: try Setting.exchangeDays.number(on: connection)))
    }
}
