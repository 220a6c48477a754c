package import Acts
internal import CallRecords
internal import Catalog
internal import Database
internal import Foundation
internal import Ingest
package import Jobs
internal import Postgres
internal import Vocabulary

/// Imports a file of calls that somebody sent to a page, as `cdr import` does, and removes what was sent.
package struct CDRUploadJob: JobHandler {
    package static let kind = "cdr.upload"

    /// The file, how it is to be read and who sent it.
    package struct Arguments: Codable, Sendable {
        /// Name of the folder of `Home.uploads` in which the file lies alone.
        package var folder: String
        package var name: String
        /// In hexadecimal digits.
        package var sha256: String
        package var bytes: Int
        package var `switch`: String?
        package var entity: String
        /// Nil = the one that fits.
        package var layout: String?
        /// Name of whoever asked: a mail address, of a token with its beginning.
        package var userMail: String
        package var origin: String
        /// Nil = a user.
        package var actorKind: Actor.Kind?

        package init(
            folder: String, name: String, sha256: String, bytes: Int, switch code: String?, entity: String,
            layout: String?, userMail: String, origin: String, actorKind: Actor.Kind? = nil
        ) {
            self.folder = folder
            self.name = name
            self.sha256 = sha256
            self.bytes = bytes
            self.switch = code
            self.entity = entity
            self.layout = layout
            self.userMail = userMail
            self.origin = origin
            self.actorKind = actorKind
        }

        var actor: Actor { Actor(actorKind ?? .user, userMail) }
    }

    /// Names of the layouts that can be stated.
    package static var layoutNames: [String] { CallLayout.builtIn.map(\.name) }

    private static let keptDays = 7.0

    package init() {}

    package func run(_ work: JobWork) throws -> String {
        guard let asked = try? JSONDecoder().decode(Arguments.self, from: Data(work.arguments.utf8)),
            !asked.folder.contains("/"), !asked.name.contains("/")
        else { throw Refusal(.invalid, "job.arguments", "The job names no file that was sent") }
        let folder = "\(work.database.home.uploads)/\(asked.folder)"
        let path = "\(folder)/\(asked.name)"
        guard FileManager.default.fileExists(atPath: path) else {
            throw Refusal(.notFound, "upload.gone", "The file \(asked.name) is not kept any more")
        }
        do {
            let sentence = try load(path, asked, work)
            CDRUploadJob.remove(folder)
            return sentence
        } catch let error where CDRUploadJob.mayPass(error) {
            throw error
        } catch {
            // It would be refused again.
            CDRUploadJob.remove(folder)
            throw Refusal(error) ?? Refusal(.invalid, "cdr.refused", "\(error)")
        }
    }

    private func load(_ path: String, _ asked: Arguments, _ work: JobWork) throws -> String {
        var options = FileLoad.Options(connections: ProcessInfo.processInfo.activeProcessorCount)
        options.layout = asked.layout.flatMap(CallLayout.named)
        var load = CDRImport(work.database, options: options, by: asked.actor, from: asked.origin)
        load.switchCode = asked.switch
        load.entityCode = asked.entity
        let progress = work.progress
        load.onWait = { progress.report(0, note: "another file of this switch is being loaded; waiting for it") }
        load.onProgress = { state in
            let speed = state.seconds > 0 ? Int64(Double(state.rows) / state.seconds) : 0
            progress.report(
                Int64(state.bytes), of: state.isCompressed ? nil : Int64(state.fileBytes),
                note: "\(AmountText.count(Int64(state.rows), "row")), \(AmountText.count(speed)) rows/s")
        }
        let result = try load.load(.file(path))
        progress.report(Int64(asked.bytes), of: Int64(asked.bytes), note: "bringing the calls into the books")
        let account = try load.close([result])[0].load.account
        let number = "file \(account.fileID)"
        if result.wasLoaded { return "The same bytes were loaded before, as \(number)" }
        return "\(AmountText.count(account.read, "record")) read, as \(number)"
    }

    /// Removes folders that no job has loaded for days: of jobs that were cancelled, of servers that died while they received.
    static func removeAbandoned(in home: Home, now: Date = Date()) {
        let files = FileManager.default
        // There is none before the first file is sent.
        for name in (try? files.contentsOfDirectory(atPath: home.uploads)) ?? [] {
            let folder = "\(home.uploads)/\(name)"
            guard let facts = try? files.attributesOfItem(atPath: folder), let made = facts[.modificationDate] as? Date,
                now.timeIntervalSince(made) > keptDays * 86_400
            else { continue }
            remove(folder)
        }
    }

    private static func remove(_ folder: String) {
        // What stays is removed with what is abandoned.
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// True of an error that is not the file's.
    private static func mayPass(_ error: any Error) -> Bool {
        if let refusal = Refusal(error) { return refusal.code == .busy || refusal.code == .unavailable }
        return error is PostgresError || error is CocoaError
    }
}
