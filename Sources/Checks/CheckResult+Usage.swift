internal import Database
internal import Postgres

// Usage is compared closing by closing; the keys that differ are looked for where a closing does.

extension CheckResult {
    /// Closings of which the keys are named; in the others it is said that they differ.
    private static let placesMax = 20

    /// Replaces the offences that name a closing by those that name its keys.
    mutating func nameOffences(_ rows: Rows, on connection: Connection) throws {
        var places: [(entity: Int64, place: Int64)] = []
        var volumeDiffers = false
        for row in rows where try row.bool("is_offence") {
            guard let entity = try row.optionalInt("entity_id"), let place = try row.optionalInt("place") else {
                volumeDiffers = true
                continue
            }
            if !places.contains(where: { $0 == (entity, place) }) { places.append((entity, place)) }
        }
        let named = places.prefix(Self.placesMax)
        let details = try connection.run(
            query: "check_v8_offences",
            [
                "entity_ids": .ints(named.map(\.entity)), "places": .ints(named.map(\.place)),
                "with_volume": .bool(volumeDiffers),
            ])
        let keys = try CheckResult(check, rows: details, took: .zero).offences
        // What cannot be named, because a file or its closing is gone, is said as it was found.
        offences = places.count > named.count || keys.isEmpty ? offences + keys : keys
    }
}
