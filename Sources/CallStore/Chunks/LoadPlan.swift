package import CallRecords
internal import Database
package import Postgres
package import RateBook
package import Rating
package import Vocabulary

/// What the chunks of one file, or of one batch of re-rated calls, have in common.
package struct LoadPlan: Sendable {
    package let fileID: CallFileID
    package let entityID: EntityID
    let switchID: Int16
    package let catalog: CompiledCatalog
    /// ISO 4217 codes of the agreements of the entity, by partner.
    package let partnerCurrencies: [Int32: String]
    package let sellParties: PartyRows
    package let buyParties: PartyRows
    /// Whether charges and costs may be in different currencies.
    let hasSeveralCurrencies: Bool
    package let limits: LoadLimits
    /// The instant of which the file speaks, in microseconds since 1970 UTC; nil = it does not say.
    package let statedMicros: Int64?
    package let parts: LoadParts

    package init(
        fileID: CallFileID, entityID: EntityID, switchID: Int16, catalog: CompiledCatalog,
        partnerCurrencies: [Int32: String],
        limits: LoadLimits = LoadLimits(), statedMicros: Int64? = nil, parts: LoadParts = .all
    ) {
        self.fileID = fileID
        self.entityID = entityID
        self.switchID = switchID
        self.catalog = catalog
        self.partnerCurrencies = partnerCurrencies
        sellParties = PartyRows(catalog.tariff.parties(.sell))
        buyParties = PartyRows(catalog.tariff.parties(.buy))
        hasSeveralCurrencies = catalog.currencies.count > 1
        self.limits = limits
        self.statedMicros = statedMicros
        self.parts = parts
    }

    /// The same for another file.
    package init(_ plan: LoadPlan, fileID: CallFileID) {
        self.fileID = fileID
        entityID = plan.entityID
        switchID = plan.switchID
        catalog = plan.catalog
        partnerCurrencies = plan.partnerCurrencies
        sellParties = plan.sellParties
        buyParties = plan.buyParties
        hasSeveralCurrencies = plan.hasSeveralCurrencies
        limits = plan.limits
        statedMicros = plan.statedMicros
        parts = plan.parts
    }

    package func parties(_ side: Side) -> PartyRows { side == .sell ? sellParties : buyParties }
}

extension LoadPlan {
    /// The currencies in which an entity settles with its partners.
    package static func partnerCurrencies(_ entityID: EntityID, _ connection: Connection) throws -> [Int32: String] {
        let rows = try connection.run(query: "agreement_currencies", ["entity_id": .id(entityID)])
        return try Dictionary(
            uniqueKeysWithValues: rows.map {
                (try $0.narrow("partner_id"), try $0.string("currency"))
            })
    }
}

/// How the records of a file are read and told apart.
package struct RecordReading: Sendable {
    var layout: BoundLayout
    var hasher: CallKeyHasher

    package init(layout: BoundLayout, hasher: CallKeyHasher) {
        self.layout = layout
        self.hasher = hasher
    }
}
