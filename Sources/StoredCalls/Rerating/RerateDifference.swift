internal import CallStore
package import Rating
package import Vocabulary

/// What a re-rate changes, or would change: sums over the sides of calls whose outcome is another one.
package struct RerateDifference: Sendable {
    package struct Key: Hashable, Sendable {
        package var side: Side
        /// Nil = unknown.
        package var partnerID: Int32?
        /// Of the master list; nil = none, because there is no price.
        package var destinationID: Int32?
        /// Of the partner's agreement; empty where the partner is unknown.
        package var currency: String
    }

    package struct Sum: Sendable {
        /// Sides as they are stored, and as they come out: a call that goes to another destination leaves one and joins
        /// another.
        package var callsBefore: Int64 = 0
        package var callsAfter: Int64 = 0
        /// Of these: without a price.
        package var unpricedBefore: Int64 = 0
        package var unpricedAfter: Int64 = 0
        package var billedSecondsBefore: Int64 = 0
        package var billedSecondsAfter: Int64 = 0
        /// Micros (10^-6) of the currency.
        package var microsBefore: Int128 = 0
        package var microsAfter: Int128 = 0

        package init() {}

        package var calls: Int64 { max(callsBefore, callsAfter) }

        package static func += (sum: inout Sum, other: Sum) {
            sum.callsBefore += other.callsBefore
            sum.callsAfter += other.callsAfter
            sum.unpricedBefore += other.unpricedBefore
            sum.unpricedAfter += other.unpricedAfter
            sum.billedSecondsBefore += other.billedSecondsBefore
            sum.billedSecondsAfter += other.billedSecondsAfter
            sum.microsBefore += other.microsBefore
            sum.microsAfter += other.microsAfter
        }
    }

    /// An invoice whose calls are concerned, and in what currency.
    package struct InvoiceKey: Hashable, Sendable {
        package var invoiceID: DocumentID
        package var partnerID: Int32?
        package var currency: String
    }

    /// Calls within the scope, and those of them that come out otherwise.
    package var callsRead: Int64 = 0
    package var callsChanged: Int64 = 0
    /// Priced sides that were left alone because no account is of their partner and product any more.
    package var sidesWithoutAccount: Int64 = 0
    package private(set) var sums: [Key: Sum] = [:]
    package private(set) var invoices: [InvoiceKey: Sum] = [:]

    init() {}

    mutating func count(_ side: Side, from old: CallSide, to new: CallSide, currency: String, invoiceID: DocumentID?) {
        var before = Sum()
        before.callsBefore = 1
        before.unpricedBefore = old.state == .unpriced ? 1 : 0
        before.billedSecondsBefore = Int64(old.billedSeconds)
        before.microsBefore = Int128(old.micros)
        var after = Sum()
        after.callsAfter = 1
        after.unpricedAfter = new.state == .unpriced ? 1 : 0
        after.billedSecondsAfter = Int64(new.billedSeconds)
        after.microsAfter = Int128(new.micros)
        func key(_ stored: CallSide) -> Key {
            Key(side: side, partnerID: stored.partnerID, destinationID: stored.destinationID, currency: currency)
        }
        sums[key(old), default: Sum()] += before
        sums[key(new), default: Sum()] += after
        guard let invoiceID else { return }
        let invoice = InvoiceKey(invoiceID: invoiceID, partnerID: new.partnerID, currency: currency)
        invoices[invoice, default: Sum()] += before
        invoices[invoice, default: Sum()] += after
    }

    mutating func add(_ other: RerateDifference) {
        callsRead += other.callsRead
        callsChanged += other.callsChanged
        sidesWithoutAccount += other.sidesWithoutAccount
        for (key, sum) in other.sums { sums[key, default: Sum()] += sum }
        for (key, sum) in other.invoices { invoices[key, default: Sum()] += sum }
    }

    /// The sums by another key, which many of theirs may share.
    package func sums<Group: Hashable>(by group: (Key) -> Group) -> [Group: Sum] {
        var grouped: [Group: Sum] = [:]
        for (key, sum) in sums { grouped[group(key), default: Sum()] += sum }
        return grouped
    }
}
