internal import CallStore
internal import Rating

/// What calls bring and cost as they are stored and by another deck, by customer and destination.
package struct MarginDifference: Sendable {
    package struct Key: Hashable, Sendable {
        /// Nil = unknown.
        package var customerID: Int32?
        /// Of the master list, as the call is stored; nil = none.
        package var destinationID: Int32?
        /// Empty where the side has no party.
        package var sellCurrency: String
        package var buyCurrency: String

        /// In which margins are.
        package var marginCurrency: String { sellCurrency.isEmpty ? buyCurrency : sellCurrency }
    }

    package struct Sum: Sendable {
        /// Calls whose applicable sides all have a price, and what they bring and cost, in micros (10^-6).
        package var callsBefore: Int64 = 0
        package var callsAfter: Int64 = 0
        package var sellBefore: Int128 = 0
        package var buyBefore: Int128 = 0
        package var sellAfter: Int128 = 0
        package var buyAfter: Int128 = 0
        /// Calls whose side of the card has a price and would have none, and the other way round.
        package var callsLost: Int64 = 0
        package var callsGained: Int64 = 0
        /// Of those lost: there is a price, and no exchange rate between the deck's currency and the agreement's.
        package var callsNotExchanged: Int64 = 0
        /// Calls of `callsBefore` and `callsAfter` whose sides can be compared, because they are in one currency or an
        /// exchange rate is in effect on the billing day; what they bring, and their margin, in the customer's currency.
        package var comparedBefore: Int64 = 0
        package var comparedAfter: Int64 = 0
        package var comparedSellBefore: Int128 = 0
        package var comparedSellAfter: Int128 = 0
        package var marginBefore: Int128 = 0
        package var marginAfter: Int128 = 0

        package var callsNotCompared: Int64 { max(callsBefore - comparedBefore, callsAfter - comparedAfter) }

        package init() {}

        package var isSomething: Bool { callsBefore != 0 || callsAfter != 0 || callsLost != 0 || callsGained != 0 }

        package static func += (sum: inout Sum, other: Sum) {
            sum.callsBefore += other.callsBefore
            sum.callsAfter += other.callsAfter
            sum.sellBefore += other.sellBefore
            sum.buyBefore += other.buyBefore
            sum.sellAfter += other.sellAfter
            sum.buyAfter += other.buyAfter
            sum.callsLost += other.callsLost
            sum.callsGained += other.callsGained
            sum.callsNotExchanged += other.callsNotExchanged
            sum.comparedBefore += other.comparedBefore
            sum.comparedAfter += other.comparedAfter
            sum.comparedSellBefore += other.comparedSellBefore
            sum.comparedSellAfter += other.comparedSellAfter
            sum.marginBefore += other.marginBefore
            sum.marginAfter += other.marginAfter
        }
    }

    package var calls: Int64 = 0
    package private(set) var sums: [Key: Sum] = [:]

    package init() {}

    /// - Parameters:
    ///   - side: that which the deck prices.
    ///   - rated: the price that it gives.
    ///   - factor: from the currency of the buy side to that of the sell side; nil = no exchange rate is in effect.
    mutating func count(
        _ row: CallRow, _ side: Side, _ rated: RatedSide, factor: ExchangeFactor?, sellCurrency: String,
        buyCurrency: String
    ) {
        let isPriced = rated.state == .priced
        let micros = rated.amountMicros
        calls += 1
        var sum = Sum()
        let own = row.side(side)
        let other = row.side(side == .sell ? .buy : .sell)
        let wasPriced = own.state == .priced
        let otherIsPriced = other.state != .unpriced
        if wasPriced, otherIsPriced {
            sum.callsBefore = 1
            sum.sellBefore = Int128(row.sell.micros)
            sum.buyBefore = Int128(row.buy.micros)
            if let factor {
                sum.comparedBefore = 1
                sum.comparedSellBefore = sum.sellBefore
                sum.marginBefore = sum.sellBefore - factor.converted(row.buy.micros)
            }
        }
        if isPriced, otherIsPriced {
            sum.callsAfter = 1
            sum.sellAfter = Int128(side == .sell ? micros : row.sell.micros)
            sum.buyAfter = Int128(side == .buy ? micros : row.buy.micros)
            if let factor {
                sum.comparedAfter = 1
                sum.comparedSellAfter = sum.sellAfter
                sum.marginAfter = sum.sellAfter - factor.converted(side == .buy ? micros : row.buy.micros)
            }
        }
        sum.callsLost = wasPriced && !isPriced ? 1 : 0
        sum.callsGained = !wasPriced && isPriced ? 1 : 0
        let isNotExchanged = rated.reason == .noExchangeRate || rated.reason == .staleExchangeRate
        sum.callsNotExchanged = wasPriced && isNotExchanged ? 1 : 0
        let key = Key(
            customerID: row.sell.partnerID, destinationID: row.sell.destinationID ?? row.buy.destinationID,
            sellCurrency: sellCurrency, buyCurrency: buyCurrency)
        sums[key, default: Sum()] += sum
    }

    package mutating func add(_ other: MarginDifference) {
        calls += other.calls
        for (key, sum) in other.sums { sums[key, default: Sum()] += sum }
    }

    /// The sums by another key, which many of theirs may share.
    package func sums<Group: Hashable>(by group: (Key) -> Group) -> [Group: Sum] {
        var grouped: [Group: Sum] = [:]
        for (key, sum) in sums { grouped[group(key), default: Sum()] += sum }
        return grouped
    }
}
