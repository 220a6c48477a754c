import ArgumentParser
internal import Catalog
internal import Database
internal import Postgres
internal import RateBook
internal import Vocabulary

/// Which card a command is about.
struct RateCardSelection: ParsableArguments {
    @Option(help: "Name of the card.")
    var card: String

    @Option(help: ArgumentHelp("Entity; needed where there are several.", valueName: "code"))
    var entity: String?

    func stored(on connection: Connection) throws -> RateCard {
        try RateCard(named: card, entityID: Catalog.entityID(entity, on: connection), on: connection)
    }
}

extension [RateCardVersion] {
    /// The version of a number; throws where there is none.
    func numbered(_ number: Int64, card: String) throws -> RateCardVersion {
        guard let version = first(where: { $0.number == number }) else {
            throw Refusal(
                .notFound, "ratecard.no_version", "Card \(card) has no version \(number)", facts: ["card": card])
        }
        return version
    }
}
