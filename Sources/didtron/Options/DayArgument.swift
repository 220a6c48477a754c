import ArgumentParser
import Calendar

/// A date written `2026-10-31`.
struct DayArgument: ExpressibleByArgument {
    let day: CivilDay

    /// As the database reads it.
    var text: String { "\(day)" }

    init?(argument: String) {
        guard let day = CivilDay(argument) else { return nil }
        self.day = day
    }

    var defaultValueDescription: String { text }
}
