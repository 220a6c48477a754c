internal import Catalog
internal import Database
import Foundation
package import Postgres
package import Vocabulary

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
    package static func of(fileID: CallFileID, on connection: Connection) throws -> FileFindings? {
        if let stored = try stored(fileID, on: connection) { return stored }
        let state = try connection.query(
            "SELECT state FROM cdr_file WHERE id = $1::integer AND kind = 'received'", [.id(fileID)],
            name: "file_state"
        ).first?.string("state")
        // Usage of its own a file has until it is closed.
        guard state == "loading" else { return nil }
        return try find([fileID], on: connection)[fileID]
    }

    /// Finds and keeps what is worth a look in files that are loaded and not closed; what is kept of one already stays. Needs the
    /// application's role.
    ///
    /// All files at once read what is loaded a single time, however many they are.
    package static func keep(fileIDs: [CallFileID], on connection: Connection) throws {
        guard !fileIDs.isEmpty else { return }
        let found = try find(fileIDs, on: connection)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let texts = try fileIDs.map { String(decoding: try encoder.encode(found[$0]), as: UTF8.self) }
        try connection.run(
            job: "store_findings", ["file_ids": .ids(fileIDs), "findings": .texts(texts)])
    }

    private static func stored(_ fileID: CallFileID, on connection: Connection) throws -> FileFindings? {
        try connection.run(query: "stored_findings", ["file_id": .id(fileID)]).first.map {
            try JSONDecoder().decode(FileFindings.self, from: Data($0.string("findings").utf8))
        }
    }

    /// Of each file what was found, also where that is nothing.
    private static func find(_ fileIDs: [CallFileID], on connection: Connection) throws -> [CallFileID: FileFindings] {
        let files = Value.ids(fileIDs)
        var values: [String: Int64] = [:]
        for setting in Setting.ofFindings { values[setting.name] = try setting.number(on: connection) }
        func value(_ setting: Setting) -> Value { .int(values[setting.name] ?? 0) }
        let none = FileFindings(
            lossCalls: 0, losses: [], notComparedCalls: 0, surges: [], comparedDays: 0, longestCalls: [], routes: [],
            settings: values)
        var found = Dictionary(fileIDs.map { ($0, none) }, uniquingKeysWith: { first, _ in first })
        for row in try connection.run(query: "file_losses", ["file_ids": files]) {
            let calls = try row.int("calls")
            let loss = try Loss(
                destination: row.string("destination"), currency: row.string("currency"), calls: calls,
                micros: row.int("micros"))
            let fileID: CallFileID = try row.id("file_id")
            found[fileID]?.lossCalls += calls
            if let count = found[fileID]?.losses.count, count < lossesMax { found[fileID]?.losses.append(loss) }
        }
        for row in try connection.run(query: "not_compared_calls", ["file_ids": files]) {
            found[try row.id("file_id")]?.notComparedCalls = try row.int("calls")
        }
        let surges = try connection.run(
            query: "file_surges",
            [
                "file_ids": files, "days": value(.surgeDays), "factor": value(.surgeFactor),
                "minutes_min": value(.surgeMinutes),
            ])
        for row in surges {
            let fileID: CallFileID = try row.id("file_id")
            if let days = try row.optionalInt("compared_days") { found[fileID]?.comparedDays = days }
            guard let destination = try row.optionalString("destination"),
                let count = found[fileID]?.surges.count, count < surgesMax
            else { continue }
            found[fileID]?.surges.append(
                Surge(
                    destination: destination, day: try row.string("billing_on"), minutes: try row.int("minutes"),
                    meanMinutes: try row.int("mean_minutes"), factorTenths: try row.optionalInt("factor_tenths")))
        }
        let longest = try connection.run(
            query: "file_longest_calls", ["file_ids": files, "count": value(.longestCalls)])
        for row in longest {
            found[try row.id("file_id")]?.longestCalls.append(
                LongCall(
                    address: try row.string("address"), seconds: try row.string("seconds"),
                    called: try row.optionalString("called"), customer: try row.optionalString("customer"),
                    supplier: try row.optionalString("supplier")))
        }
        let routes = try connection.run(
            query: "file_routes",
            ["file_ids": files, "attempts_min": value(.routeAttempts), "count": .int(Int64(routesMax))])
        for row in routes {
            found[try row.id("file_id")]?.routes.append(
                Route(
                    supplier: try row.string("supplier"), destination: try row.string("destination"),
                    attempts: try row.int("attempts"), answered: try row.int("answered"),
                    asrTenths: try row.int("asr_tenths"), acdSeconds: try row.optionalInt("acd_s"),
                    postDialMillis: try row.optionalInt("pdd_ms"), postDialCalls: try row.int("pdd_calls"),
                    postDialUnknown: try row.int("pdd_unknown")))
        }
        return found
    }
}

extension Setting {
    static let ofFindings = [longestCalls, routeAttempts, surgeDays, surgeFactor, surgeMinutes]
}
