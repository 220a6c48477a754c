package import CallRecords
internal import Rating

/// All that the chunks of one load have in common.
package struct LoadPlan: Sendable {
    package var fileID: Int32
    package var entityID: Int16
    package var switchID: Int16
    package var layout: BoundLayout
    package var catalog: CompiledCatalog
    package var hasher: CallKeyHasher
    /// ISO 4217 codes of the agreements of the entity, by partner.
    package var partnerCurrencies: [Int32: String]

    let sellParties: PartyRows
    let buyParties: PartyRows

    package init(
        fileID: Int32, entityID: Int16, switchID: Int16, layout: BoundLayout, catalog: CompiledCatalog,
        hasher: CallKeyHasher,
        partnerCurrencies: [Int32: String]
    ) {
        self.fileID = fileID
        self.entityID = entityID
        self.switchID = switchID
        self.layout = layout
        self.catalog = catalog
        self.hasher = hasher
        self.partnerCurrencies = partnerCurrencies
        sellParties = PartyRows(catalog.tariff.parties(.sell))
        buyParties = PartyRows(catalog.tariff.parties(.buy))
    }
}
