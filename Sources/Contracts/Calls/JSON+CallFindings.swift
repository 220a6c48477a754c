extension JSON {
    /// Findings worth a look in a file: calls sold below cost, sudden volume, the longest calls, quality by route.
    package struct CallFindings: Codable, Equatable, Sendable {
        package var lossCalls: Int64
        /// The largest first.
        package var losses: [CallLoss]
        package var notComparedCalls: Int64
        package var surges: [CallSurge]
        package var comparedDays: Int64
        package var longestCalls: [LongCall]
        package var routes: [CallRoute]
        /// Thresholds in effect, by name.
        package var settings: [String: Int64]

        package init(
            lossCalls: Int64, losses: [CallLoss], notComparedCalls: Int64, surges: [CallSurge], comparedDays: Int64,
            longestCalls: [LongCall], routes: [CallRoute], settings: [String: Int64]
        ) {
            self.lossCalls = lossCalls
            self.losses = losses
            self.notComparedCalls = notComparedCalls
            self.surges = surges
            self.comparedDays = comparedDays
            self.longestCalls = longestCalls
            self.routes = routes
            self.settings = settings
        }

        private enum CodingKeys: String, CodingKey {
            case lossCalls = "loss_calls"
            case losses
            case notComparedCalls = "not_compared_calls"
            case surges
            case comparedDays = "compared_days"
            case longestCalls = "longest_calls"
            case routes, settings
        }
    }

    /// Calls of one destination sold below what they cost.
    package struct CallLoss: Codable, Equatable, Sendable {
        package var destination: String
        package var currency: String
        package var calls: Int64
        package var lossMicros: Int64

        package init(destination: String, currency: String, calls: Int64, lossMicros: Int64) {
            self.destination = destination
            self.currency = currency
            self.calls = calls
            self.lossMicros = lossMicros
        }

        private enum CodingKeys: String, CodingKey {
            case destination, currency, calls
            case lossMicros = "loss_micros"
        }
    }

    /// A destination whose volume on a day is a multiple of the days before.
    package struct CallSurge: Codable, Equatable, Sendable {
        package var destination: String
        package var billingOn: String
        package var minutes: Int64
        package var meanMinutes: Int64
        package var factorTenths: Int64?

        package init(
            destination: String, billingOn: String, minutes: Int64, meanMinutes: Int64, factorTenths: Int64? = nil
        ) {
            self.destination = destination
            self.billingOn = billingOn
            self.minutes = minutes
            self.meanMinutes = meanMinutes
            self.factorTenths = factorTenths
        }

        private enum CodingKeys: String, CodingKey {
            case destination
            case billingOn = "billing_on"
            case minutes
            case meanMinutes = "mean_minutes"
            case factorTenths = "factor_tenths"
        }
    }

    /// A call among the longest of a file.
    package struct LongCall: Codable, Equatable, Sendable {
        package var address: String
        package var durationNs: Int64
        package var called: String?
        package var customer: String?
        package var supplier: String?

        package init(
            address: String, durationNs: Int64, called: String? = nil, customer: String? = nil, supplier: String? = nil
        ) {
            self.address = address
            self.durationNs = durationNs
            self.called = called
            self.customer = customer
            self.supplier = supplier
        }

        private enum CodingKeys: String, CodingKey {
            case address
            case durationNs = "duration_ns"
            case called, customer, supplier
        }
    }

    /// Quality of a supplier and destination.
    package struct CallRoute: Codable, Equatable, Sendable {
        package var supplier: String
        package var destination: String
        package var attempts: Int64
        package var answered: Int64
        /// Answer-seizure ratio.
        package var asrPermille: Int64
        /// Average duration of answered calls.
        package var acdS: Int64?
        /// Mean post-dial delay.
        package var pddMs: Int64?
        package var pddCalls: Int64?
        package var pddUnknown: Int64?

        package init(
            supplier: String, destination: String, attempts: Int64, answered: Int64, asrPermille: Int64,
            acdS: Int64? = nil, pddMs: Int64? = nil, pddCalls: Int64? = nil, pddUnknown: Int64? = nil
        ) {
            self.supplier = supplier
            self.destination = destination
            self.attempts = attempts
            self.answered = answered
            self.asrPermille = asrPermille
            self.acdS = acdS
            self.pddMs = pddMs
            self.pddCalls = pddCalls
            self.pddUnknown = pddUnknown
        }

        private enum CodingKeys: String, CodingKey {
            case supplier, destination, attempts, answered
            case asrPermille = "asr_permille"
            case acdS = "acd_s"
            case pddMs = "pdd_ms"
            case pddCalls = "pdd_calls"
            case pddUnknown = "pdd_unknown"
        }
    }
}
