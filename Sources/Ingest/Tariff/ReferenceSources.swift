internal import CallRecords
internal import Postgres
internal import Rating

/// What prices depend on beside all cards, as it is stored: the states of numbers, exchange rates.
struct ReferenceSources {
    private(set) var states = StateTable.empty
    private(set) var exchangeRates = ExchangeRates.empty
    /// Everything above as text that tells it from any other.
    private(set) var digested = ""

    /// - Parameter currencies: names by their numbers; those of exchange rates that are not among them do not matter.
    init(currencies: [String], _ connection: Connection) throws {
        var stateNumbers: [String: Int32] = [:]
        var codes: [(code: Int32, state: Int32)] = []
        for row in try connection.run(query: "number_state_list", ["number": .null]) {
            let code = try row.string("code")
            let state = try row.string("state")
            let number = stateNumbers[state] ?? Int32(stateNumbers.count + 1)
            stateNumbers[state] = number
            codes.append((Int32(code) ?? 0, number))
            digested += "state \(code) \(state)\0"
        }
        states = StateTable(codes)
        var rates: [ExchangeRate] = []
        for row in try connection.run(query: "tariff_exchange_rates") {
            guard let from = currencies.firstIndex(of: try row.string("from_currency")),
                let to = currencies.firstIndex(of: try row.string("to_currency"))
            else { continue }
            let rate = ExchangeRate(
                from: Int32(from), to: Int32(to), effectiveDay: Int32(try row.int("effective_day")),
                picos: try row.int("picos"))
            rates.append(rate)
            digested += "exchange \(currencies[from]) \(currencies[to]) \(rate.effectiveDay) \(rate.picos)\0"
        }
        exchangeRates = ExchangeRates(rates)
    }
}
