import ArgumentParser
import Calendar

/// A day such as 2026-10-31.
struct DayArgument: ExpressibleByArgument {
    var day: CivilDay
    var defaultValueDescription: String

    init?(argument: String) {
        guard let day = CivilDay(argument) else { return nil }
        self.day = day
        defaultValueDescription = argument
    }
}
