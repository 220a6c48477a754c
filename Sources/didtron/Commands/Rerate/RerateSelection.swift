import ArgumentParser
internal import CallStore
internal import Catalog
internal import Database
internal import Postgres
import RateCards
import Rating
internal import StoredCalls
internal import Vocabulary

/// Which calls are rated again.
struct RerateSelection: ParsableArguments {
    @Option(help: ArgumentHelp("First instant at which calls start: a date (UTC) or an instant.", valueName: "date"))
    var from: StatedMoment?

    @Option(help: ArgumentHelp("End, which is not included.", valueName: "date"))
    var to: StatedMoment?

    @Option(help: ArgumentHelp("Calls that start in this month, or on this day (UTC).", valueName: "yyyy-mm[-dd]"))
    var period: BillingPeriodArgument?

    @Option(help: "Sides of this partner, by its code.")
    var partner: String?

    @Option(help: "Sides that this card has priced, or would price now.")
    var card: String?

    @Option(help: "Sides that went to this destination of the master list, or would now.")
    var destination: String?

    @Option(help: "Sides that wait for a price for this cause: \(Self.causes.joined(separator: ", ")).")
    var cause: String?

    @Option(help: "Only what customers pay (sell), or what suppliers ask (buy).")
    var side: Side?

    @Option(name: .customLong("switch"), help: ArgumentHelp("Only calls of this switch.", valueName: "code"))
    var switchCode: String?

    @Option(help: ArgumentHelp("Only calls of this entity.", valueName: "code"))
    var entity: String?

    var isEmpty: Bool {
        from == nil && to == nil && period == nil && partner == nil && card == nil && destination == nil
            && cause == nil
    }

    func validate() throws {
        guard period == nil || (from == nil && to == nil) else {
            throw ValidationError("State --period, or --from and --to: one of the two.")
        }
        let utc: (Int64) -> Int64 = { $0 }
        if let from, let to, from.utcMicros(utc) >= to.utcMicros(utc) {
            throw ValidationError("--from must be before --to, which is not included.")
        }
        if let cause, !Self.causes.contains(cause) {
            throw ValidationError(
                "There is no cause \(cause) to rate again; known are \(Self.causes.joined(separator: ", ")).")
        }
    }

    /// A leg that cannot be told is no matter of price.
    private static let causes = UnratedCall.ratableReasons

    /// The choices by the ids that they have in the database.
    func scope(_ connection: Connection) throws -> RerateScope {
        let utc: (Int64) -> Int64 = { $0 }
        var words: [String] = []
        var scope = RerateScope(title: "")
        if let period = period?.period {
            scope.fromMicros = StatedMoment("\(period.first)")?.utcMicros(utc)
            scope.toMicros = StatedMoment("\(period.endBefore)")?.utcMicros(utc)
            words.append("\(period.first) to before \(period.endBefore)")
        }
        if let from {
            scope.fromMicros = from.utcMicros(utc)
            words.append("from \(from.text)")
        }
        if let to {
            scope.toMicros = to.utcMicros(utc)
            words.append("to before \(to.text)")
        }
        if let partner {
            scope.partnerID = try Catalog.partnerID(partner, on: connection)
            words.append("partner \(partner)")
        }
        if let card {
            let entityID = try Catalog.entityID(entity, on: connection)
            let row = try connection.run(
                query: "rate_card_named", ["entity_id": .id(entityID), "name": .text(card)]
            ).first
            guard let row else {
                throw Refusal(.notFound, "ratecard.not_found", "There is no card '\(card)'", facts: ["card": card])
            }
            scope.cardID = try row.id("id")
            words.append("card \(card)")
        }
        if let destination {
            let row = try connection.run(query: "destination_named", ["name": .text(destination)]).first
            guard let row else {
                throw Refusal(
                    .notFound, "destination.not_found", "There is no destination '\(destination)'",
                    facts: ["destination": destination])
            }
            scope.destinationID = try row.narrow("id")
            words.append("destination \(try row.string("name"))")
        }
        if let cause {
            scope.isSuspendedOnly = true
            scope.reason = cause
            words.append("suspense: \(cause)")
        }
        if let side {
            scope.side = side
            words.append("\(side.name) side")
        }
        scope.title = words.joined(separator: ", ")
        return scope
    }
}
