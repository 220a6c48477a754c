import ArgumentParser
import Billing

extension ScheduledAnswer: ExpressibleByArgument {}
