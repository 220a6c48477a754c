import Foundation
import Synchronization
import TestSupport

// Two commands at once.

extension Simulator {
    /// Starts two commands together. What comes of them must be what comes of one behind the other, in either order, or of one
    /// alone where the other is refused because of it.
    mutating func race() throws {
        guard !isInterrupted, let (one, other) = try drawPair() else { return }
        acts.append("at once: \(one.text) | \(other.text)")
        races += 1
        let commands = [one, other].map { $0.arguments(in: self) }
        let results = Mutex([Result<DidtronProgram.Outcome, any Error>?](repeating: nil, count: 2))
        let program = program
        DispatchQueue.concurrentPerform(iterations: 2) { number in
            let result = Result { try program.run(commands[number]) }
            results.withLock { $0[number] = result }
        }
        let outcomes = try results.withLock(\.self).compactMap { try $0?.get() }
        stored = try store.files()
        try run(["ledger", "post"])
        let listed = try listedInvoices()
        for (command, outcome) in zip([one, other], outcomes) where outcome.status != 0 {
            guard maybeRefused(command, beside: outcomes, outcome.errors) else {
                throw Difference(description: "\(command.text) ended with \(outcome.status): \(outcome.errors)")
            }
            acts[acts.count - 1] += ", \(command.text) refused"
        }
        let done = zip([one, other], outcomes).filter { $0.1.status == 0 }.map(\.0)
        var last: Difference?
        for order in done.count == 2 ? [done, done.reversed()] : [done] {
            var candidate = books
            do {
                for command in order { try follow(command, in: &candidate) }
                try candidate.adopt(listed)
                last = try difference(from: candidate)
            } catch let difference as Difference { last = difference }
            if last == nil {
                books = candidate
                acts[acts.count - 1] += order.first?.text == one.text ? "" : ", the second one first"
                return
            }
        }
        if let last { throw last }
    }

    /// Whether a refusal is the other command's doing.
    private func maybeRefused(
        _ command: SimulatorCommand, beside outcomes: [DidtronProgram.Outcome], _ errors: String
    ) -> Bool {
        guard outcomes.contains(where: { $0.status == 0 }) else { return false }
        switch command {
        // A file is being loaded; a file is being undone.
        case .run: return errors.contains("would be missing on the invoices")
        case .step:
            return ["would be missing on the invoices", "issued", "approved", "void"].contains(where: errors.contains)
        case .undo, .rerate, .load: return errors.contains("was interrupted")
        default: return false
        }
    }

    private mutating func drawPair() throws -> (SimulatorCommand, SimulatorCommand)? {
        let entity = numbers.pick(Simulator.entities)
        let month = numbers.pick(Simulator.months)
        switch numbers.int(1...8) {
        case 1:
            return (
                .load(entity: "main", name: try newFile("main", repeats: true)),
                .load(entity: "east", name: try newFile("east", repeats: true))
            )
        case 2:
            // A file that corrects what the run bills is on it by its old price or its new one; here it corrects nothing.
            return (
                .load(entity: entity, name: try newFile(entity, repeats: false)), .run(entity: entity, month: month)
            )
        case 3: return (.run(entity: entity, month: month), .run(entity: entity, month: month))
        case 4:
            guard let issue = drawStep(numbers.pick(["issue", "approve"])) else { return nil }
            return (issue, issue)
        case 5:
            let files = books.files.values.filter { !$0.isTakenBack && $0.loaded > 0 }.map(\.id).sorted()
            guard !files.isEmpty, let file = books.files[numbers.pick(files)] else { return nil }
            var scope = drawScope()
            scope = ModelBooks.RerateScope(
                entity: file.entity, partner: scope.entity == file.entity ? scope.partner : nil)
            return (.undo(entity: file.entity, file: file.id), .rerate(scope))
        case 6: return (.load(entity: entity, name: try newFile(entity, repeats: true)), .post)
        case 7:
            // The same file twice at once.
            let name = try newFile(entity, repeats: true)
            return (.load(entity: entity, name: name), .load(entity: entity, name: name))
        default:
            guard let void = drawStep("void") else { return nil }
            return (void, .run(entity: numbers.pick(Simulator.entities), month: month))
        }
    }
}
