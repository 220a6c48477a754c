import Glibc
import TestSupport

// Commands that are killed, what the model learns of them, and what is refused until they are gone on with.

/// What says no while something is interrupted.
struct Refused {
    var phrases: [String]
    /// False where it depends on more than the model knows.
    var isCertain = true

    static let interrupted = Refused(phrases: ["was interrupted"])
    static let missing = Refused(phrases: ["would be missing on the invoices"])
    static let newTariff = "accounts have changed since"
}

extension Simulator {
    /// Starts a command, kills it where it sends a message whose number is drawn, and waits until the server has ended it.
    ///
    /// - Returns: whether it had ended before, and how.
    mutating func kill(_ command: SimulatorCommand) throws -> (hasEnded: Bool, status: Int32) {
        let number = numbers.int(1...command.messagesMax)
        proxy.arm(killAt: number)
        let process = try program.through(proxy).start(command.arguments(in: self))
        proxy.aim(at: process)
        var status: Int32 = 0
        while unsafe waitpid(process, &status, 0) == -1, errno == EINTR {}
        let (count, hasKilled) = proxy.outcome
        acts[acts.count - 1] +=
            hasKilled ? ", killed at message \(number)" : ", ended with message \(count), before \(number)"
        kills += hasKilled ? 1 : 0
        try store.awaitSilence()
        return (!hasKilled, status)
    }

    /// The model learns how far a killed command has come.
    mutating func followKilled(_ command: SimulatorCommand) throws {
        let known = Set(stored.filter { $0.kind == "rerate" }.map(\.id))
        stored = try store.files()
        switch command {
        case .load, .undo:
            try follow(command, in: &books)
            if case .load(_, let name) = command {
                let file = stored.last { $0.name == name && $0.kind == "received" }
                if let file, file.rows > 0, !file.isFinished { partialLoads += 1 }
                acts[acts.count - 1] +=
                    ": \(file.map { "\($0.rows) records in\($0.isFinished ? ", whole" : "")" } ?? "nothing")"
            }
            if case .undo(_, let id) = command, let file = stored.first(where: { $0.id == id }), file.isTakenBack {
                partialUndos += file.isUndone ? 0 : 1
                let again = stored.count { $0.sourceID != nil && $0.undoneForID == nil && $0.entity == file.entity }
                acts[acts.count - 1] += ": \(file.isUndone ? "whole" : "taken back, \(again) loaded again so far")"
            }
        case .rerate(let scope):
            for batch in stored where batch.kind == "rerate" && batch.entity == scope.entity {
                let begun = begunRerates[scope.entity].flatMap { $0.batch == batch.id ? $0 : nil }
                guard begun != nil || !known.contains(batch.id) else { continue }
                let of = begun?.scope ?? scope
                let revised = try store.revised(by: batch.id, behind: begun?.lastChunk ?? 0)
                books.rerate(of, by: batch.id, isWhole: batch.isFinished) {
                    revised.calls.contains("\($0.startAt) \($0.called)")
                }
                begunRerates[scope.entity] =
                    batch.isFinished ? nil : BegunRerate(scope: of, batch: batch.id, lastChunk: revised.lastChunk)
                acts[acts.count - 1] += ": \(revised.calls.count) calls\(batch.isFinished ? ", whole" : "")"
            }
        case .run:
            let listed = try listedInvoices()
            let ids = Set(books.invoices.map(\.id))
            guard listed.contains(where: { !ids.contains($0.invoiceID) }) else { return }
            try follow(command, in: &books)
            try books.adopt(listed)
            acts[acts.count - 1] += ": done"
        case .step(let name, let ids):
            let listed = try listedInvoices()
            guard listed.contains(where: { ids.contains($0.invoiceID) && $0.state == SimulatorCommand.states[name] })
            else { return }
            try follow(command, in: &books)
            acts[acts.count - 1] += ": done"
        case .charge(let entity, _):
            let before = books.charges.count { books.catalog.partners[$0.partner]?.entity == entity }
            guard try store.chargeCount(entity) != before else { return }
            try follow(command, in: &books)
            acts[acts.count - 1] += ": done"
        case .post: break
        }
    }

    // MARK: - Refusals

    /// Nil = it is done.
    func expectedRefusal(of command: SimulatorCommand) throws -> Refused? {
        switch command {
        case .load(let entity, let name):
            if undoUnderWay(in: entity) != nil { return .interrupted }
            let file = books.files.values.first { $0.name == name && !$0.isFinished && !$0.isTakenBack }
            guard let file, file.loaded > 0, file.catalogRevision != books.catalog.revisions[entity] else { return nil }
            return Refused(phrases: [Refused.newTariff], isCertain: file.catalogRevision >= 0)
        case .rerate(let scope): return undoUnderWay(in: scope.entity) == nil ? nil : .interrupted
        case .undo(let entity, let file):
            if let underWay = undoUnderWay(in: entity) { return underWay == file ? nil : .interrupted }
            if begunRerates[entity] != nil { return .interrupted }
            // Which files have to be loaded again is told by the spans of chunks, too.
            let others = books.files.values.filter {
                $0.entity == entity && !$0.isTakenBack && !$0.isFinished && $0.id != file
            }
            guard !others.isEmpty else { return nil }
            let needed = books.comparedFiles(with: file)
            return Refused(
                phrases: ["is not loaded to its end"], isCertain: others.contains { needed.contains($0.id) })
        case .run(let entity, let month): return try missing(entity, runEnd(entity, month))
        case .step("void", _), .charge, .post: return nil
        case .step(_, let ids):
            let listed = try listedInvoices().filter { ids.contains($0.invoiceID) }
            for entity in Simulator.entities {
                let ends = listed.compactMap { invoice -> Int? in
                    guard let partner = books.catalog.partners[invoice.partnerCode], partner.entity == entity else {
                        return nil
                    }
                    return partner.calendar.midnight(ModelCalendar.day(invoice.periodEndOn, plus: 1))
                }
                if let refused = try missing(entity, ends.max()) { return refused }
            }
            return nil
        }
    }

    /// The end of the last period of a run; nil = none begins within it.
    private func runEnd(_ entity: String, _ month: (String, String)) -> Int? {
        let last = ModelCalendar.day("\(month.1)-01", plus: -1)
        return books.catalog.partners.values.filter { $0.entity == entity }.compactMap { partner in
            let cycle = partner.terms(on: last).cycle
            let start = ModelCalendar.periodStart(cycle, last)
            return start >= "\(month.0)-01" ? partner.calendar.midnight(ModelCalendar.nextPeriod(cycle, start)) : nil
        }.max()
    }

    /// Calls of files that are not loaded to their end may belong on invoices of periods that end by then.
    private func missing(_ entity: String, _ end: Int?) throws -> Refused? {
        guard let end else { return nil }
        let isMissing = try store.unfinished().contains { $0.entity == entity && $0.firstAt.map { $0 < end } ?? true }
        return isMissing ? .missing : nil
    }
}
