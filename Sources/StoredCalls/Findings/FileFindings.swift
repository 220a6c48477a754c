internal import Catalog
internal import Database
import Foundation
package import Postgres

/// What is worth a look in a file of calls: calls sold below cost, sudden volume, the longest calls, quality by route.
///
/// Found when the file is closed, by the settings of that moment, and kept with it.
package struct FileFindings: Codable, Equatable, Sendable {
    /// Calls of one destination sold below what they cost.
    package struct Loss: Codable, Equatable, Sendable {
        package var destination: String
        package var currency: String
        package var calls: Int64
        /// Micros (10^-6) of the currency by which costs exceed charges.
        package var micros: Int64
    }

    /// A destination whose volume on a day is a multiple of the days before.
    package struct Surge: Codable, Equatable, Sendable {
        package var destination: String
        /// Billing day, ISO.
        package var day: String
        package var minutes: Int64
        /// Daily, over those of the days before on which there was any usage.
        package var meanMinutes: Int64
        /// Volume by the mean, in tenths; nil where the destination had none.
        package var factorTenths: Int64?

        private enum CodingKeys: String, CodingKey {
            case destination, day, minutes
            case meanMinutes = "mean_minutes"
            case factorTenths = "factor_tenths"
        }
    }

    package struct LongCall: Codable, Equatable, Sendable {
        package var address: String
        package var seconds: String
        package var called: String?
        package var customer: String?
        package var supplier: String?
    }

    /// A supplier and destination, by the usage of the buy side.
    package struct Route: Codable, Equatable, Sendable {
        package var supplier: String
        package var destination: String
        package var attempts: Int64
        package var answered: Int64
        /// Answer-seizure ratio: answered by attempts, in tenths of a percent.
        package var asrTenths: Int64
        /// Average call duration of answered calls, in seconds; nil without any.
        package var acdSeconds: Int64?
        /// Mean post-dial delay of the calls whose delay is known, in milliseconds; nil without any.
        package var postDialMillis: Int64?
        /// Calls whose post-dial delay is known, and those whose is not although the file has a column of it; nil in what
        /// was found before these were counted.
        package var postDialCalls: Int64?
        package var postDialUnknown: Int64?

        private enum CodingKeys: String, CodingKey {
            case supplier, destination, attempts, answered
            case asrTenths = "asr_tenths"
            case acdSeconds = "acd_s"
            case postDialMillis = "pdd_ms"
            case postDialCalls = "pdd_calls"
            case postDialUnknown = "pdd_unknown"
        }
    }

    package var lossCalls: Int64
    /// The largest first.
    package var losses: [Loss]
    /// Calls whose charge and cost are in different currencies without an exchange rate, so that nobody can say.
    package var notComparedCalls: Int64
    package var surges: [Surge]
    /// Billing days of the file that could be compared with days before.
    package var comparedDays: Int64
    package var longestCalls: [LongCall]
    package var routes: [Route]
    /// The settings that were in effect, by name.
    package var settings: [String: Int64]

    private enum CodingKeys: String, CodingKey {
        case losses, surges, routes, settings
        case lossCalls = "loss_calls"
        case notComparedCalls = "not_compared_calls"
        case comparedDays = "compared_days"
        case longestCalls = "longest_calls"
    }

    private static let lossesMax = 50
    private static let surgesMax = 50
    private static let routesMax = 50

    /// What was found in a closed file; found now, and kept nowhere, if that was never done, because the program was killed.
    /// Nil of a file that is not closed.
    package static func of(fileID: Int32, on connection: Connection) throws -> FileFindings? {
        if let stored = try stored(fileID, on: connection) { return stored }
        let state = try connection.query(
            "SELECT state FROM cdr_file WHERE id = $1::integer AND kind = 'received'", [.int(Int64(fileID))],
            name: "file_state"
        ).first?.string("state")
        // Usage of its own a file has until it is closed.
        guard state == "loading" else { return nil }
        return try find(fileID, on: connection)
    }

    /// The same, kept with the file. Needs the application's role.
    package static func keep(fileID: Int32, on connection: Connection) throws -> FileFindings? {
        if let stored = try stored(fileID, on: connection) { return stored }
        guard let found = try of(fileID: fileID, on: connection) else { return nil }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let json = String(decoding: try encoder.encode(found), as: UTF8.self)
        try connection.run(job: "store_findings", ["file_id": .int(Int64(fileID)), "findings": .text(json)])
        return try stored(fileID, on: connection) ?? found
    }

    private static func stored(_ fileID: Int32, on connection: Connection) throws -> FileFindings? {
        try connection.run(query: "stored_findings", ["file_id": .int(Int64(fileID))]).first.map {
            try JSONDecoder().decode(FileFindings.self, from: Data($0.string("findings").utf8))
        }
    }

    private static func find(_ fileID: Int32, on connection: Connection) throws -> FileFindings {
        let file = Value.int(Int64(fileID))
        var values: [String: Int64] = [:]
        for setting in Setting.ofFindings { values[setting.name] = try setting.number(on: connection) }
        func value(_ setting: Setting) -> Value { .int(values[setting.name] ?? 0) }
        let losses = try connection.run(query: "file_losses", ["file_id": file]).map { row in
            try Loss(
                destination: row.string("destination"), currency: row.string("currency"), calls: row.int("calls"),
                micros: row.int("micros"))
        }
        let surges = try connection.run(
            query: "file_surges",
            [
                "file_id": file, "days": value(.surgeDays), "factor": value(.surgeFactor),
                "minutes_min": value(.surgeMinutes),
            ])
        let longest = try connection.run(
            query: "file_longest_calls", ["file_id": file, "count": value(.longestCalls)]
        ).map { row in
            try LongCall(
                address: row.string("address"), seconds: row.string("seconds"), called: row.optionalString("called"),
                customer: row.optionalString("customer"), supplier: row.optionalString("supplier"))
        }
        let routes = try connection.run(
            query: "file_routes",
            ["file_id": file, "attempts_min": value(.routeAttempts), "count": .int(Int64(routesMax))]
        ).map { row in
            try Route(
                supplier: row.string("supplier"), destination: row.string("destination"), attempts: row.int("attempts"),
                answered: row.int("answered"), asrTenths: row.int("asr_tenths"), acdSeconds: row.optionalInt("acd_s"),
                postDialMillis: row.optionalInt("pdd_ms"), postDialCalls: row.int("pdd_calls"),
                postDialUnknown: row.int("pdd_unknown"))
        }
        return FileFindings(
            lossCalls: losses.reduce(0) { $0 + $1.calls }, losses: Array(losses.prefix(lossesMax)),
            notComparedCalls: try connection.run(query: "not_compared_calls", ["file_id": file]).only().int("calls"),
            surges: try surges.filter { $0["destination"] != nil }.prefix(surgesMax).map { row in
                try Surge(
                    destination: row.string("destination"), day: row.string("billing_on"), minutes: row.int("minutes"),
                    meanMinutes: row.int("mean_minutes"), factorTenths: row.optionalInt("factor_tenths"))
            },
            comparedDays: try surges.first { $0["compared_days"] != nil }?.int("compared_days") ?? 0,
            longestCalls: longest, routes: routes, settings: values)
    }
}

extension Setting {
    static let ofFindings = [longestCalls, routeAttempts, surgeDays, surgeFactor, surgeMinutes]
}
