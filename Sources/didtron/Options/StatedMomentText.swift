import ArgumentParser
import RateCards

/// A date or instant that the database reads.
struct StatedMomentText: ExpressibleByArgument {
    let text: String

    init?(argument: String) {
        guard let moment = StatedMoment(argument) else { return nil }
        text = moment.text
    }
}

extension StatedMoment: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}
