package import Postgres
package import Vocabulary

/// A lock by name that lasts until the end of the transaction. Who has to wait for it is told what for.
package struct NamedLock {
    /// What the lock is of, for the database: the same name is the same lock.
    let name: String
    /// The same in words, at the beginning of a sentence: `Card gold is`.
    private let sentenceStart: String

    /// One change of a card at a time; other cards are not kept waiting.
    package static func card(_ card: String, entityID: EntityID) -> NamedLock {
        NamedLock(name: "didtron.rate_card \(entityID) \(card)", sentenceStart: "Card \(card) is")
    }

    /// One addition to the destinations at a time, which are common to all cards.
    package static let destinations = NamedLock(
        name: "didtron.destinations", sentenceStart: "The list of destinations is")

    /// One making of the first entity at a time.
    package static let firstEntity = NamedLock(name: "didtron.first_entity", sentenceStart: "The first entity is")

    /// - Parameters:
    ///   - actor: who takes it, for those who wait meanwhile.
    ///   - onWaiting: gets a sentence before a wait.
    package func acquire(actor: String, onWaiting: (String) -> Void, on connection: Connection) throws {
        while try !isTaken(actor: actor, on: connection) {
            onWaiting(try waitingSentence(on: connection))
            _ = try connection.run(query: "wait_for_lock", ["name": .text(name)])
        }
    }

    private func isTaken(actor: String, on connection: Connection) throws -> Bool {
        try connection.run(query: "try_lock", ["name": .text(name), "actor": .text(actor)]).only()
            .optionalString("signed_as") != nil
    }

    private func waitingSentence(on connection: Connection) throws -> String {
        let holder = try connection.run(query: "lock_holder", ["name": .text(name)]).first
        var text = "\(sentenceStart) being changed by another command"
        if let holder {
            let details = [
                try holder.optionalString("signed_as"), "process \(try holder.int("pid")) of the database server",
            ].compactMap(\.self)
            text += " (\(details.joined(separator: ", ")))"
        }
        return text + ". Waiting until that ends; Ctrl-C stops waiting."
    }
}
