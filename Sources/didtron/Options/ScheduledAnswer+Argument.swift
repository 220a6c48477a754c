import ArgumentParser
internal import RateBook

extension ScheduledAnswer: ExpressibleByArgument {}
