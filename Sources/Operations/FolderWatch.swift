internal import Catalog
internal import Files
package import Foundation
internal import Postgres
internal import Vocabulary

/// Imports what a switch leaves in a folder: whole files only, the oldest first, each moved aside when it is done or refused.
///
///     FOLDER/            files arrive here; names that begin with a dot or end in .part, .tmp, .filepart are not looked at
///     FOLDER/done/       what is loaded, and what was loaded before
///     FOLDER/refused/    what cannot be, each with NAME.why.txt beside it
///
/// A file is whole when nobody has it open for writing and it has not changed for `settleSeconds`.
package struct FolderWatch {
    package enum Outcome: Sendable, Equatable {
        case loaded(records: Int)
        /// The same bytes were in already.
        case known
        /// It is in, but thresholds of rejects or unrated calls are exceeded.
        case suspicious(String)
        /// Moved aside, with the reason.
        case refused(String)
        /// Left where it is: the cause is not the file's and may pass.
        case left(String)
    }

    package let folder: String
    private let settleSeconds: Double

    /// - Throws: `InputError` where the folder is not there or cannot be written.
    package init(folder: String, settleSeconds: Double) throws {
        self.folder = folder
        self.settleSeconds = settleSeconds
        guard FileManager.default.fileExists(atPath: folder) else {
            throw InputError(.cannotOpen, "\(folder) is not there.")
        }
        for name in ["done", "refused"] {
            do {
                try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
            } catch {
                throw InputError(.cannotWrite, "\(folder)/\(name) cannot be made: \(error.localizedDescription)")
            }
        }
    }

    /// Paths of the files that are whole now, the oldest first; of one age by name.
    package func wholeFiles(now: Date = .now) throws -> [String] {
        var found: [(path: String, changed: Date)] = []
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) where FolderWatch.isLookedAt(name) {
            let path = "\(folder)/\(name)"
            // A file that went meanwhile is somebody else's.
            guard let facts = try? FileManager.default.attributesOfItem(atPath: path),
                facts[.type] as? FileAttributeType == .typeRegular, let changed = facts[.modificationDate] as? Date,
                now.timeIntervalSince(changed) >= settleSeconds, !FileDescriptor.isOpenForWriting(path)
            else { continue }
            found.append((path, changed))
        }
        return found.sorted { ($0.changed, $0.path) < ($1.changed, $1.path) }.map(\.path)
    }

    /// Imports what is whole now, until told to stop, and tells of each file what became of it.
    ///
    /// - Parameters:
    ///   - load: imports the file at a path.
    ///   - words: an error in a sentence.
    package func sweep(
        isStopping: () -> Bool = { false }, words: (any Error) -> String = { "\($0)" },
        report: (String, Outcome) -> Void, load: (String) throws -> Outcome
    ) throws {
        for path in try wholeFiles() {
            if isStopping() { return }
            let name = (path as NSString).lastPathComponent
            do {
                let outcome = try load(path)
                try move(path, into: "done")
                report(name, outcome)
            } catch {
                let sentence = words(error)
                // Those behind it would wait for the same.
                if FolderWatch.mayPass(error) { return report(name, .left(sentence)) }
                let kept = try move(path, into: "refused")
                try Data("\(sentence)\n".utf8).write(to: URL(filePath: "\(kept).why.txt"))
                report(name, .refused(sentence))
            }
        }
    }

    /// True of an error that is not the file's and would stop any other as well.
    private static func mayPass(_ error: any Error) -> Bool {
        switch error {
        case let error as PostgresError: error.mayPass
        case is CocoaError, is POSIXError: true
        case let error as InputError: error.code == .cannotOpen || error.code == .cannotWrite
        case let error as Refusal:
            error.code == .busy || error.code == .unavailable || error.reason.hasPrefix("switch.")
        default: false
        }
    }

    private static func isLookedAt(_ name: String) -> Bool {
        !name.hasPrefix(".") && ![".part", ".tmp", ".filepart", ".crdownload"].contains(where: name.hasSuffix)
    }

    /// Moves a file aside; one of its name that is there already stays, and the new one gets a number.
    @discardableResult
    private func move(_ path: String, into subfolder: String) throws -> String {
        let name = (path as NSString).lastPathComponent
        var target = "\(folder)/\(subfolder)/\(name)"
        var number = 2
        while FileManager.default.fileExists(atPath: target) {
            target = "\(folder)/\(subfolder)/\(name).\(number)"
            number += 1
        }
        try FileManager.default.moveItem(atPath: path, toPath: target)
        return target
    }
}

extension PostgresError {
    /// Whether the server, and not what it was asked to store, is the cause: SQLSTATE classes of lost connections (08), rolled-back
    /// transactions (40), objects in use (55), resources (53), intervention (57) and the system (58).
    fileprivate var mayPass: Bool {
        guard code == .statementFailed, let sqlState else { return true }
        return ["08", "40", "53", "55", "57", "58"].contains(sqlState.prefix(2))
    }
}
