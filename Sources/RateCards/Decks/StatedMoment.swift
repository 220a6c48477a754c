/// A date or an instant as a person states it, year first.
///
/// Without an offset it means the clock of some zone: 2026-10-01 is the beginning of that day there.
public struct StatedMoment: Equatable, Sendable {
    /// Microseconds since 1970-01-01T00:00 as the clock shows them.
    public let localMicros: Int64
    /// Offset of that clock from UTC; nil = not stated.
    public let offsetMinutes: Int64?

    /// Nil where the text is no such date; day and month first are not taken.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        do {
            let moment = try DateText.parse(bytes.span, order: nil)
            localMicros = moment.localMicros
            offsetMinutes = moment.offsetMinutes
        } catch {
            return nil
        }
    }

    public var hasOffset: Bool { offsetMinutes != nil }

    /// Microseconds since 1970 UTC; `utcMicros` converts from the clock of the zone that holds where none is stated.
    public func utcMicros(_ utcMicros: (Int64) -> Int64) -> Int64 {
        if let offsetMinutes { return localMicros - offsetMinutes * 60_000_000 }
        return utcMicros(localMicros)
    }

    /// As PostgreSQL reads a timestamp, with the offset if one is stated: `2026-10-01T12:00:00.5+02:00`.
    public var text: String {
        var text = DateText.text(localMicros: localMicros)
        if let offset = offsetMinutes {
            let minutes = offset.magnitude
            text +=
                "\(offset < 0 ? "-" : "+")\(DateText.padded(Int(minutes / 60))):\(DateText.padded(Int(minutes % 60)))"
        }
        return text
    }
}
