import Accounts
import Checks
import Operations
import Postgres
import Receivables
import Synchronization
import Vocabulary

/// The news that the frame of a page tells whoever works here: what waits for them, and whether the books held.
struct ShellNews: Sendable {
    /// Counts of waiting work; nil where the role does nothing about it.
    var duties: InvoiceDuties?
    var waiting: WaitingCounts?
    /// The last check of the books; nil = none was kept.
    var books: CheckRun?

    static func of(_ session: UserSession, counts: WaitingCountsCache, on connection: Connection) throws -> ShellNews {
        var news = ShellNews()
        guard session.stage == .whole, session.role.may(.seeBooks) else { return news }
        if session.role.may(.approveInvoices) {
            news.duties = try InvoiceDuties.of(entityID: session.entityID, on: connection)
        }
        if session.role.may(.correctCalls) || session.role.may(.manageJobs) {
            news.waiting = try counts.of(session.entityID, on: connection)
        }
        news.books = try CheckRun.list(limit: 1, on: connection).first
        return news
    }
}

/// Counts of what waits, kept for some seconds: they are on every page, and what they count may be much.
final class WaitingCountsCache: Sendable {
    private static let keptFor = Duration.seconds(20)

    private struct Entry {
        var counts: WaitingCounts
        var at: ContinuousClock.Instant
    }

    /// An entry an entity.
    private let entries = Mutex<[EntityID: Entry]>([:])

    func of(_ entityID: EntityID, on connection: Connection) throws -> WaitingCounts {
        let now = ContinuousClock.now
        if let known = entries.withLock({ $0[entityID] }), now - known.at < Self.keptFor { return known.counts }
        let counts = try WaitingCounts.of(entityID: entityID, on: connection)
        entries.withLock { $0[entityID] = Entry(counts: counts, at: now) }
        return counts
    }

    /// Forgets the counts, which an act may have changed.
    func forget() { entries.withLock { $0.removeAll() } }
}
