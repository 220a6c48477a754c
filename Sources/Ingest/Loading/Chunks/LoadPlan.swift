package import CallRecords
package import Rating

/// All that the chunks of one load have in common.
package struct LoadPlan: Sendable {
    package var fileID: Int32
    package var entityID: Int16
    package var switchID: Int16
    package var layout: BoundLayout
    package var tariff: LoadTariff
    package var hasher: CallKeyHasher
    /// ISO 4217 codes of the agreements of the entity, by partner.
    package var partnerCurrencies: [Int32: String]

    let sellParties: PartyRows
    let buyParties: PartyRows

    package init(
        fileID: Int32, entityID: Int16, switchID: Int16, layout: BoundLayout, tariff: LoadTariff, hasher: CallKeyHasher,
        partnerCurrencies: [Int32: String]
    ) {
        self.fileID = fileID
        self.entityID = entityID
        self.switchID = switchID
        self.layout = layout
        self.tariff = tariff
        self.hasher = hasher
        self.partnerCurrencies = partnerCurrencies
        sellParties = PartyRows(tariff.tariff.parties(.sell))
        buyParties = PartyRows(tariff.tariff.parties(.buy))
    }
}

/// A compiled tariff and what the indices in its parties mean.
package struct LoadTariff: Sendable {
    /// Built with `looksUpUnanswered`: the destination of unanswered calls is wanted.
    package var tariff: Tariff
    /// Billing zones, by `Party.zone`.
    package var zones: [ZoneOffsets]
    /// ISO 4217 codes, by `Party.currency`.
    package var currencies: [String]
    /// Of everything that prices depend on: equal hashes, equal prices.
    package var hash: [UInt8]

    package init(tariff: Tariff, zones: [ZoneOffsets], currencies: [String], hash: [UInt8]) {
        self.tariff = tariff
        self.zones = zones
        self.currencies = currencies
        self.hash = hash
    }
}
