internal import CallRecords
internal import Database
package import Postgres
package import Rating

/// What prices depend on beside all cards, as it is stored: the states of numbers, exchange rates.
package struct ReferenceSources {
    package private(set) var states = StateTable.empty
    package private(set) var exchangeRates = ExchangeRates.empty
    /// What the exchange rates are: of no later revision than the last that there is.
    private(set) var exchange: ExchangeBasis
    /// The states as text that tells them from any other. Exchange rates have their revision for that: a rate more is no
    /// other tariff.
    private(set) var digested = ""

    /// - Parameters:
    ///   - currencies: names by their numbers; exchange rates of others do not matter.
    ///   - exchange: which exchange rates are read.
    package init(currencies: [String], _ exchange: ExchangeBasis, _ connection: Connection) throws {
        self.exchange = exchange
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
        var lastRevision: Int32 = 0
        let rows = try connection.run(query: "tariff_exchange_rates", ["revision": .int(Int64(exchange.revision))])
        for row in rows {
            lastRevision = max(lastRevision, try row.narrow("revision"))
            guard let from = currencies.firstIndex(of: try row.string("from_currency")),
                let to = currencies.firstIndex(of: try row.string("to_currency"))
            else { continue }
            rates.append(
                ExchangeRate(
                    from: Int32(from), to: Int32(to), effectiveDay: try row.narrow("effective_day"),
                    picos: try row.int("picos")))
        }
        self.exchange.revision = lastRevision
        exchangeRates = ExchangeRates(rates, daysMax: exchange.daysMax)
    }
}
