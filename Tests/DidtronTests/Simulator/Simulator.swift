import Database
import Foundation
import Glibc
import Postgres
import TestSupport

/// Plays random acts of a carrier's business on the built program and on a model, and compares the two.
///
/// Some commands are killed on the way, at a message to the database that is counted and not timed, and some are started two at
/// a time. What was killed is gone on with at some later act; meanwhile others are played, and the model knows which of them
/// are refused.
struct Simulator {
    /// What was done and what came of it differ.
    struct Difference: Error, CustomStringConvertible {
        var description: String
    }

    /// A re-rate that was killed behind its first chunk.
    struct BegunRerate {
        var scope: ModelBooks.RerateScope
        var batch: Int
        /// What is in up to there the model knows.
        var lastChunk: Int
    }

    let program: DidtronProgram
    let proxy: StatementProxy
    let store: SimulatorStore
    let folder: String
    var numbers: SeededNumbers
    var books = ModelBooks()
    /// Received files by name: their entity and records.
    var entityOfFile: [String: String] = [:]
    var records: [String: [ModelCall?]] = [:]
    var begunRerates: [String: BegunRerate] = [:]
    /// As the database has them since the last command that loads or takes back.
    var stored: [StoredFile] = []
    /// Latest start of a version of each card, in seconds since 1970.
    var versionStarts: [String: Int] = [:]
    var acts: [String] = []
    var kills = 0
    /// Kills of imports that left some of their records in and not all.
    var partialLoads = 0
    /// Kills of undos behind the transaction that takes the calls back.
    var partialUndos = 0
    /// False where what was played must come out the same again: of two commands at once either may be first.
    var playsRaces = true
    var races = 0
    /// Commands that were to be refused, and were.
    var refusals = 0

    static let entities = ["main", "east"]
    static let prefixes = ["1", "1416", "33", "336", "44", "447", "49", "4915", "49151", "81", "8190", "883", "965"]
    static let september = 1_788_220_800  // 2026-09-01T00:00:00Z
    static let months = [("2026-09", "2026-10"), ("2026-10", "2026-11"), ("2026-11", "2026-12")]

    init(_ database: Database, seed: UInt64) throws {
        program = DidtronProgram(database: database)
        folder = database.home.path + "/files"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        proxy = try program.makeProxy(folder: database.home.path + "/proxy")
        store = SimulatorStore(database: database)
        numbers = SeededNumbers(seed: seed)
        try addEntities()
        for entity in Simulator.entities { for _ in 0..<2 { try addPartner(entity) } }
    }

    /// Plays one act, drawn by weight.
    mutating func act() throws {
        if isInterrupted, numbers.chance(25) { return try goOn() }
        switch numbers.int(1...100) {
        case 1...4: try addPartner(numbers.pick(Simulator.entities))
        case 5...10: try changeCard()
        case 11...13: try correctExchange()
        case 14...15: try letNumber()
        case 16: try changeTerms()
        case 17...38: try importFile(isKilled: numbers.chance(35))
        case 39...41: try importAgain()
        case 42...49: try undo(isKilled: numbers.chance(45))
        case 50...57: try rerate(isKilled: numbers.chance(40))
        case 58...60: try charge(isKilled: numbers.chance(30))
        case 61...72: try runInvoices(isKilled: numbers.chance(25))
        case 73...79: try step("approve", isKilled: numbers.chance(15))
        case 80...86: try step("issue", isKilled: numbers.chance(30))
        case 87...90: try step("void", isKilled: numbers.chance(15))
        default: playsRaces ? try race() : try importFile(isKilled: true)
        }
    }

    /// Whether something was killed and not gone on with since.
    var isInterrupted: Bool { Simulator.entities.contains { !interrupted(in: $0).isEmpty } }

    /// Commands by which what was killed in an entity is gone on with.
    func interrupted(in entity: String) -> [SimulatorCommand] {
        if let undo = undoUnderWay(in: entity) { return [.undo(entity: entity, file: undo)] }
        var commands = stored.filter {
            $0.entity == entity && $0.kind == "received" && $0.sourceID == nil && !$0.isFinished && !$0.isTakenBack
        }.map { SimulatorCommand.load(entity: entity, name: $0.name) }
        if let rerate = begunRerates[entity] { commands.append(.rerate(rerate.scope)) }
        return commands
    }

    /// The file whose undo was killed.
    func undoUnderWay(in entity: String) -> Int? {
        stored.first { $0.entity == entity && $0.isTakenBack && !$0.isUndone && $0.undoneForID == $0.id }?.id
    }

    /// Goes on with something that was killed.
    mutating func goOn() throws {
        let commands = Simulator.entities.flatMap { interrupted(in: $0) }
        guard !commands.isEmpty else { return }
        let command = numbers.pick(commands)
        try play(command, note: "go on: ", isKilled: numbers.chance(20))
    }

    /// Goes on with all that was killed.
    mutating func goOnWithAll() throws {
        for entity in Simulator.entities {
            while let command = interrupted(in: entity).first { try play(command, note: "go on: ", isKilled: false) }
        }
    }

    // MARK: - Playing a command

    /// Runs a command, or kills it on the way, and lets the model follow.
    mutating func play(_ command: SimulatorCommand, note: String = "", isKilled: Bool) throws {
        acts.append(note + command.text)
        let expected = try expectedRefusal(of: command)
        if isKilled {
            let (hasEnded, status) = try kill(command)
            if hasEnded, status != 0, expected == nil { throw difference(command, status, "behind its end") }
            return try followKilled(command)
        }
        proxy.arm(killAt: nil)
        let outcome = try program.through(proxy).run(command.arguments(in: self))
        acts[acts.count - 1] += ", \(proxy.outcome.count) messages"
        if let expected {
            guard outcome.status != 0, expected.phrases.contains(where: outcome.errors.contains) else {
                if outcome.status == 0, !expected.isCertain { return try follow(command) }
                throw Difference(
                    description: "\(command.text) was to be refused (\(expected.phrases)): \(outcome.status) "
                        + "\(outcome.errors)\(outcome.output)")
            }
            acts[acts.count - 1] += ", refused"
            refusals += 1
            // The rest of a file is loaded with the rates of today where a person says so.
            guard expected.phrases == [Refused.newTariff] else { return }
            let second = try program.run(command.arguments(in: self) + ["--new-tariff"])
            guard second.status == 0 else { throw difference(command, second.status, second.errors) }
            return try follow(command)
        }
        guard outcome.status == 0 else {
            throw difference(command, outcome.status, outcome.errors + outcome.output)
        }
        try follow(command)
    }

    private func difference(_ command: SimulatorCommand, _ status: Int32, _ text: String) -> Difference {
        Difference(
            description: "didtron \(command.arguments(in: self).joined(separator: " ")) exited with \(status): \(text)")
    }

    /// The model does what a command did that has come to its end.
    private mutating func follow(_ command: SimulatorCommand) throws {
        stored = try store.files()
        try follow(command, in: &books)
        if case .rerate(let scope) = command { begunRerates[scope.entity] = nil }
        if case .run = command { try books.adopt(listedInvoices()) }
    }

    /// The same on any model.
    func follow(_ command: SimulatorCommand, in books: inout ModelBooks) throws {
        switch command {
        case .load(let entity, _), .undo(let entity, _):
            try books.follow(stored.filter { $0.entity == entity }, records: records)
        case .rerate(let scope):
            // What was begun is finished first.
            if let begun = begunRerates[scope.entity] { books.rerate(begun.scope, by: begun.batch) }
            books.rerate(scope)
        case .run(let entity, let month): books.run(entity: entity, start: "\(month.0)-01", end: "\(month.1)-01")
        case .step(let name, let ids): books.step(ids, to: SimulatorCommand.states[name] ?? name)
        case .charge(let entity, let month):
            books.charge(entity: entity, start: "\(month.0)-01", end: "\(month.1)-01")
        case .post: break
        }
    }

    // MARK: - The program

    @discardableResult
    func run(_ arguments: [String], input: String = "") throws -> String {
        let outcome = try program.run(arguments, input: input)
        guard outcome.status == 0 else {
            throw Difference(
                description: "didtron \(arguments.joined(separator: " ")) exited with \(outcome.status): "
                    + "\(outcome.errors)\(outcome.output)")
        }
        return outcome.output
    }

    func listedInvoices() throws -> [ListedInvoice] {
        try Simulator.entities.flatMap {
            try JSONDecoder().decode(
                [ListedInvoice].self, from: Data(run(["invoice", "list", "--entity", $0, "--json"]).utf8))
        }
    }
}
