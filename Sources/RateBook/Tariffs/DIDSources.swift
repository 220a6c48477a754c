package import CallRecords
package import Postgres
package import Rating
package import Vocabulary

/// The numbers that an entity lets to customers (DIDs), as they are stored.
package struct DIDSources {
    /// Whose calls to a number are, and from which of its rows the tariff knows it.
    package struct Holder {
        package var partnerID: Int32
        package var productID: Int16
        /// Of the partner.
        package var code: String
        var zone: String
        var currency: String
        /// Nil = the number has none.
        package var supplier: Supplier?
    }

    package struct Supplier {
        var partnerID: Int32
        package var code: String
        var zone: String
        var currency: String
    }

    package struct Entry {
        var number: String
        package var days: DID.Days
        package var holder: Holder
    }

    /// By number and first day.
    package let entries: [Entry]

    /// - Parameter number: only this one; nil = all.
    package init(entityID: EntityID, number: String? = nil, _ connection: Connection) throws {
        let rows = try connection.run(
            query: "tariff_dids", ["entity_id": .id(entityID), "number": .optional(number)])
        entries = try rows.map { row in
            let supplier = try row.optionalNarrow("supplier_id").map { id in
                Supplier(
                    partnerID: id, code: try row.string("supplier_code"),
                    zone: try row.string("supplier_zone"), currency: try row.string("supplier_currency"))
            }
            let holder = Holder(
                partnerID: try row.narrow("partner_id"), productID: try row.narrow("product_id"),
                code: try row.string("partner_code"), zone: try row.string("billing_zone"),
                currency: try row.string("currency"), supplier: supplier)
            let end: Int32? = try row.optionalNarrow("end_day")
            return Entry(
                number: try row.string("number"), days: DID.Days(firstDay: try row.narrow("first_day"), endDay: end),
                holder: holder)
        }
    }

    /// Everything above as text that tells it from any other; empty without a number.
    var digested: String {
        entries.reduce(into: "") { text, entry in
            let holder = entry.holder
            text += "did \(entry.number) \(entry.days.firstDay) \(entry.days.endDay.map(String.init) ?? "-") "
            text += "\(holder.partnerID) \(holder.productID) \(holder.zone) \(holder.currency)"
            if let supplier = holder.supplier {
                text += " from \(supplier.partnerID) \(supplier.zone) \(supplier.currency)"
            }
            text += "\0"
        }
    }

    /// The span of each entry, in microseconds since 1970 UTC.
    ///
    /// - Parameter zone: the offsets of a zone by its name.
    package func spans(zone: (String) throws -> ZoneOffsets) throws -> [Range<Int64>] {
        var spans: [Range<Int64>] = []
        var first = 0
        while first < entries.count {
            let end = entries[first...].firstIndex { $0.number != entries[first].number } ?? entries.count
            spans += DID.spans(of: try entries[first..<end].map { ($0.days, try zone($0.holder.zone)) })
            first = end
        }
        return spans
    }
}
