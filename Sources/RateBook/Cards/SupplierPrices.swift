internal import Catalog
internal import Database
import Foundation
import Money
internal import Postgres
import RateCards
import Rating
internal import Vocabulary

/// The price lists of some cards at an instant in one currency, by the names of the master list.
struct SupplierPrices {
    let lists: [PriceList]
    let sources: [SupplierSource]
    let currency: String

    /// - Parameters:
    ///   - currency: in which prices are compared; nil = that of the first card.
    ///   - exchange: by which others are converted.
    /// - Throws: `Refusal` where a card is named twice, has no version in effect then, is in a currency without an exchange
    ///   rate on that day, or tells calls apart by time bands or origins that another card defines otherwise.
    init(
        cards names: [String], currency stated: String?, entityID: EntityID, atMicros instant: Int64,
        exchange basis: ExchangeBasis, on connection: Connection
    ) throws {
        guard Set(names).count == names.count else {
            throw Refusal(.invalid, "ratecard.named_twice", "A card is named twice: \(names.joined(separator: ", "))")
        }
        let cards = try names.map { try RateCard(named: $0, entityID: entityID, on: connection) }
        let currency = stated ?? cards.first?.currency ?? ""
        let converter = try Converter(to: currency, atMicros: instant, basis, on: connection)
        var lists: [PriceList] = []
        var sources: [SupplierSource] = []
        var variants = SharedVariants()
        for card in cards {
            guard let version = try card.versions(on: connection).inEffect(atMicros: instant) else {
                throw Refusal(
                    .notFound, "ratecard.no_version_in_effect",
                    "Card \(card.name) has no version in effect at \(RateSheet.text(utcMicros: instant))",
                    facts: ["card": card.name])
            }
            let conversion = try converter.conversion(of: card)
            let sheet = try StoredRates.sheet(version, naming: .master, on: connection)
            let list: PriceList
            do {
                list = try PriceList(
                    name: card.name, sheet: sheet, atMicros: instant, exchange: conversion?.factor ?? .none)
            } catch {
                throw Refusal(.invalid, "ratecard.price_too_large", error.description, facts: ["card": card.name])
            }
            try variants.add(card, timeBands: list.timeBands, origins: list.origins, atMicros: instant, on: connection)
            lists.append(list)
            sources.append(
                SupplierSource(
                    card: card.name, version: version.number, currency: card.currency, exchange: conversion?.exchange))
        }
        self.lists = lists
        self.sources = sources
        self.currency = currency
    }

    /// Makes sure that time bands and origins that rates name are on the card for which they are meant what they are here.
    func requireSameVariants(on card: RateCard, atMicros instant: Int64, on connection: Connection) throws {
        var variants = SharedVariants()
        for list in lists {
            let own = try RateCard(named: list.name, entityID: card.entityID, on: connection)
            try variants.add(own, timeBands: list.timeBands, origins: list.origins, atMicros: instant, on: connection)
        }
        try variants.add(
            card, timeBands: Set(lists.flatMap(\.timeBands)), origins: Set(lists.flatMap(\.origins)),
            atMicros: instant, on: connection, isTarget: true)
    }

    /// From other currencies into one, by what is known of the day of an instant.
    private struct Converter {
        private let currency: String
        private let day: Int32
        private let basis: ExchangeBasis
        private let connection: Connection

        init(
            to currency: String, atMicros instant: Int64, _ basis: ExchangeBasis, on connection: Connection
        ) throws {
            self.currency = currency
            self.basis = basis
            self.connection = connection
            let dayMicros: Int64 = 86_400_000_000
            let days = instant >= 0 ? instant / dayMicros : (instant - dayMicros + 1) / dayMicros
            day = Int32(clamping: days)
        }

        /// Nil where the card is in the currency.
        func conversion(of card: RateCard) throws -> (factor: ExchangeFactor, exchange: SupplierSource.Exchange)? {
            guard card.currency != currency else { return nil }
            let known = try ReferenceSources(currencies: [card.currency, currency], basis, connection).exchangeRates
            let factor: ExchangeFactor
            switch known.find(from: 0, to: 1, onDay: day) {
            case .factor(let found): factor = found
            case .tooOld(let found):
                throw Refusal(
                    .conflict, "ratecard.exchange_rate_too_old",
                    "Card \(card.name) is in \(card.currency), and the exchange rate between \(card.currency) and \(currency) of "
                        + "\(text(found.effectiveDay)) is older on \(text(day)) than the \(basis.daysMax ?? 0) days allowed",
                    facts: ["card": card.name, "from": card.currency, "to": currency, "day": text(day)])
            case .none:
                throw Refusal(
                    .conflict, "ratecard.no_exchange_rate",
                    "Card \(card.name) is in \(card.currency), and no exchange rate between \(card.currency) and \(currency) is in "
                        + "effect on \(text(day))",
                    facts: ["card": card.name, "from": card.currency, "to": currency, "day": text(day)])
            }
            let rate = DecimalText.format(
                factor.isInverse ? factor.denominator : factor.numerator, decimals: ExchangeFactor.decimals)
            return (
                factor,
                SupplierSource.Exchange(
                    from: factor.isInverse ? currency : card.currency, to: factor.isInverse ? card.currency : currency,
                    rate: rate, effectiveOn: text(factor.effectiveDay), usedOn: text(day))
            )
        }

        private func text(_ day: Int32) -> String {
            String(RateSheet.text(utcMicros: Int64(day) * 86_400_000_000).prefix(10))
        }
    }
}

/// Which version of a card prices were taken from, and by which exchange rate they were converted.
public struct SupplierSource: Codable, Equatable, Sendable {
    /// Units of `to` for one of `from`, as it is stated.
    public struct Exchange: Codable, Equatable, Sendable {
        public let from: String
        public let to: String
        public let rate: String
        /// The day from which it holds, and that for which it was asked.
        public let effectiveOn: String
        public let usedOn: String
    }

    public let card: String
    public let version: Int64
    public let currency: String
    /// Nil = prices are in the currency of the comparison.
    public let exchange: Exchange?
}

extension SupplierSource.Exchange: CustomStringConvertible {
    /// `1 EUR = 1.1 USD (stated for 2026-10-01, used for 2026-10-15)`
    public var description: String { "1 \(from) = \(rate) \(to) (stated for \(effectiveOn), used for \(usedOn))" }
}
