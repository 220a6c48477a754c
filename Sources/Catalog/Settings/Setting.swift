internal import Database
public import Postgres
internal import Vocabulary

/// A setting of the installation: what it is called, what it may be, and what it is where nobody has set it.
public struct Setting: Sendable {
    /// What a setting may be.
    public enum Kind: Sendable {
        /// `on` or `off`.
        case flag
        /// A whole number within these bounds.
        case number(ClosedRange<Int64>)
        /// One of these words.
        case choice([String])
    }

    /// Subject and word: `ratecard.second_approver`.
    public let name: String
    public let kind: Kind
    public let standard: String
    /// One sentence.
    public let purpose: String

    public static let secondApprover = Setting(
        name: "ratecard.second_approver", kind: .flag, standard: "off",
        purpose: "Whether a version of a rate card is approved by somebody else than who imported it.")

    public static let secondPerson = Setting(
        name: "ledger.second_person", kind: .flag, standard: "off",
        purpose: "Whether journals by hand and opening balances are posted by somebody else than who proposed them.")

    public static let longestCalls = Setting(
        name: "cdr.longest_calls", kind: .number(0...20), standard: "5",
        purpose: "How many of the longest calls the account of a file lists.")
    public static let longestCallHours = Setting(
        name: "cdr.longest_call_hours", kind: .number(0...596_523), standard: "24",
        purpose: "Hours above which a call waits in suspense (too_long); 0 = any.")
    public static let refusedDays = Setting(
        name: "cdr.refused_days", kind: .number(1...36_525), standard: "90",
        purpose: "Days for which a received file is kept of which nothing was loaded.")
    public static let packedDays = Setting(
        name: "cdr.packed_days", kind: .number(0...36_525), standard: "7",
        purpose: "Days after a file is closed until the job evidence.pack packs what was received of it.")
    public static let rejectedPercent = Setting(
        name: "cdr.rejected_percent", kind: .number(0...100), standard: "10",
        purpose: "Rejects in a hundred records above which a file is refused, or stops further down.")
    public static let rejectedLeast = Setting(
        name: "cdr.rejected_least", kind: .number(0...1_000_000_000), standard: "10",
        purpose: "Rejects in a file below which their share does not matter, unless there is nothing else.")
    public static let startDaysAgo = Setting(
        name: "cdr.start_days_ago", kind: .number(0...36_525), standard: "731",
        purpose: "Days before its reception from which calls of a file may start; others are rejects; 0 = any.")
    public static let startDaysAhead = Setting(
        name: "cdr.start_days_ahead", kind: .number(0...36_525), standard: "1",
        purpose: "Days after its reception until which calls of a file may start; others are rejects; 0 = any.")
    public static let routeAttempts = Setting(
        name: "cdr.route_attempts", kind: .number(1...1_000_000_000), standard: "100",
        purpose: "Attempts in a file below which a route is not listed in its account.")
    public static let surgeDays = Setting(
        name: "cdr.surge_days", kind: .number(1...366), standard: "7",
        purpose: "Days before a day whose mean its volume is compared with.")
    public static let surgeFactor = Setting(
        name: "cdr.surge_factor", kind: .number(2...1_000_000), standard: "3",
        purpose: "Times that mean from which the volume of a destination is sudden.")
    public static let surgeMinutes = Setting(
        name: "cdr.surge_minutes", kind: .number(0...1_000_000_000), standard: "100",
        purpose: "Minutes of a day below which the volume of a destination is never sudden.")

    public static let depositLow = Setting(
        name: "deposit.low", kind: .number(0...1_000_000_000), standard: "0",
        purpose: "Units of a customer's currency below which its deposit is marked as low; 0 = none is.")
    public static let depositClearedPercent = Setting(
        name: "deposit.cleared_percent", kind: .number(100...10_000), standard: "150",
        purpose: "Percent of that amount from which a deposit is no longer marked as low.")
    public static let holdSeconds = Setting(
        name: "deposit.hold_seconds", kind: .number(1...31_622_400), standard: "7200",
        purpose: "Seconds after which a hold of a deposit expires, where its request says nothing else.")
    public static let captureHours = Setting(
        name: "deposit.capture_hours", kind: .number(1...8_784), standard: "24",
        purpose: "Hours for which what a hold came to is kept until its usage is loaded.")

    public static let advanceAlarmDays = Setting(
        name: "advance.alarm_days", kind: .number(0...365), standard: "7",
        purpose: "Days ahead of which an advance to a supplier that runs out at our rate of use is told by status.")

    public static let exchangeDays = Setting(
        name: "fx.days_max", kind: .number(1...36_600), standard: "35",
        purpose: "Days from the day of an exchange rate up to which calls are converted by it.")
    public static let exchangeJump = Setting(
        name: "fx.jump_percent", kind: .number(1...1_000_000), standard: "20",
        purpose: "Percent from the exchange rate before it by which one may differ without being confirmed.")

    /// All of them, by name.
    public static let all = [
        longestCallHours, longestCalls, packedDays, refusedDays, rejectedLeast, rejectedPercent, routeAttempts,
        startDaysAgo,
        startDaysAhead,
        surgeDays, surgeFactor, surgeMinutes, advanceAlarmDays, captureHours, depositClearedPercent, holdSeconds,
        depositLow,
        exchangeDays, exchangeJump, secondPerson, secondApprover,
    ]

    /// - Throws: `Refusal` where there is none of that name.
    public init(named name: String) throws {
        guard let setting = Setting.all.first(where: { $0.name == name }) else {
            throw Refusal(.notFound, "setting.not_found", "There is no setting '\(name)'", facts: ["setting": name])
        }
        self = setting
    }

    private init(name: String, kind: Kind, standard: String, purpose: String) {
        self.name = name
        self.kind = kind
        self.standard = standard
        self.purpose = purpose
    }

    /// The value that holds.
    public func value(on connection: Connection) throws -> String {
        try connection.run(query: "setting_list", ["name": .text(name)]).first?.string("value") ?? standard
    }

    /// Whether a flag is on.
    public func isOn(on connection: Connection) throws -> Bool { try value(on: connection) == "on" }

    /// A whole number; the standard where a database holds something else.
    public func number(on connection: Connection) throws -> Int64 {
        try Int64(value(on: connection)) ?? Int64(standard) ?? 0
    }

    /// Sets it. Returns the value before, nil where that was the same.
    ///
    /// - Throws: `Refusal` for a value that it may not have.
    public func set(_ text: String, actor: String, on connection: Connection) throws -> String? {
        let value = try canonical(text)
        return try connection.transactionRetrying {
            let before = try self.value(on: connection)
            guard before != value else { return nil }
            try connection.run(
                job: "set_setting",
                ["name": .text(name), "value": .text(value), "actor": .text(actor)])
            return before
        }
    }

    /// The value in the words in which it is stored.
    func canonical(_ text: String) throws -> String {
        let word = text.lowercased()
        switch kind {
        case .flag:
            if ["on", "yes", "true", "1"].contains(word) { return "on" }
            if ["off", "no", "false", "0"].contains(word) { return "off" }
        case .number(let bounds):
            if let number = Int64(word), bounds.contains(number) { return String(number) }
        case .choice(let words):
            if words.contains(word) { return word }
        }
        throw Refusal(
            .invalid, "setting.value_not_allowed", "\(name) is \(kind), not '\(text)'", facts: ["setting": name])
    }
}

extension Setting.Kind: CustomStringConvertible {
    public var description: String {
        switch self {
        case .flag: "on or off"
        case .number(let bounds): "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)"
        case .choice(let words): "one of \(words.joined(separator: ", "))"
        }
    }
}
