package import CallRecords
internal import Catalog
internal import Database
import Foundation
package import Postgres
package import Vocabulary

/// The switch whose calls are loaded, and the entity whose calls they are.
package struct SwitchSource: Sendable {
    package var switchID: Int16
    package var switchCode: String
    /// IANA zone of times without an offset.
    package var zone: String
    /// How it writes numbers, for layouts that do not say; nil = by the standard plan.
    package var numbers: NumberPlan?
    package var entityID: EntityID
    package var entityCode: String
    /// Secret of the call keys, 16 bytes.
    package var keySeed: [UInt8]

    /// The switch with the code, or the only one that there is.
    package static func find(
        switchCode: String?, entityCode: String?, _ connection: Connection
    ) throws -> SwitchSource {
        let rows = try connection.run(
            query: "find_switch", ["switch_code": .optional(switchCode), "entity_code": .optional(entityCode)])
        let codes = try rows.map { try $0.string("switch_code") }
        let named = [switchCode.map { "switch \($0)" }, entityCode.map { "entity \($0)" }].compactMap(\.self)
        switch rows.count {
        case 1: break
        case 0 where named.isEmpty:
            throw Refusal(.notFound, "switch.none", "No switch is known yet")
        case 0:
            throw Refusal(
                .notFound, "switch.not_found", "There is no \(named.joined(separator: " of "))",
                facts: ["switch": switchCode ?? ""])
        default:
            throw Refusal(
                .invalid, "switch.several", "There are several switches, of which one wrote the file",
                facts: ["switches": codes.joined(separator: ", ")])
        }
        return try SwitchSource(rows[0])
    }

    /// The switch with the code, or all there are.
    package static func all(switchCode: String?, _ connection: Connection) throws -> [SwitchSource] {
        if let switchCode { return [try find(switchCode: switchCode, entityCode: nil, connection)] }
        return try connection.run(query: "find_switch", ["switch_code": .null, "entity_code": .null]).map(
            SwitchSource.init)
    }

    /// Codes of the switches of an entity.
    package static func codes(entityID: EntityID, on connection: Connection) throws -> [String] {
        try connection.run(query: "page_switches", ["entity_id": .id(entityID)]).map { try $0.string("code") }
    }

    private init(_ row: Row) throws {
        switchID = try row.narrow("switch_id")
        switchCode = try row.string("switch_code")
        zone = try row.string("zone")
        numbers = try row.optionalString("number_plan").map {
            try JSONDecoder().decode(NumberPlan.self, from: Data($0.utf8))
        }
        entityID = try row.id("entity_id")
        entityCode = try row.string("entity_code")
        keySeed = try row.bytes("key_seed")
    }

    /// A layout as it holds for files of this switch: with its number plan where the layout has none.
    package func completed(_ layout: CallLayout) -> CallLayout {
        var layout = layout
        layout.numbers = layout.numbers ?? numbers
        return layout
    }
}
