internal import CallStore
import Glibc
internal import Postgres

/// The connections of a load, lent to one chunk at a time.
///
/// There are fewer of them than workers: while the server takes the rows of some chunks, the others are prepared. Chunks ask
/// in the order of the file (within `ChunkOrder`'s step `identify`), so whoever has a connection waits only for chunks that
/// have one, too.
@safe
final class ChunkConnections: @unchecked Sendable {
    // Sendable: `free` is read and written under `mutex` only, `all` by whoever made it, before and behind the load; whoever took a
    // sender is alone with it.

    /// A connection and the memory for what goes over it.
    final class Lent {
        let connection: Connection
        var sender: ChunkSender

        init(_ connection: Connection, plan: LoadPlan) {
            self.connection = connection
            sender = ChunkSender(plan: plan, connection: connection)
        }
    }

    private var all: [Lent]
    private var free: [Lent]
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    /// Opens `count` connections by `open`.
    init(_ count: Int, plan: LoadPlan, open: () throws -> Connection) throws {
        unsafe pthread_mutex_init(mutex, nil)
        unsafe pthread_cond_init(changed, nil)
        var opened: [Lent] = []
        do {
            for _ in 0..<count { opened.append(Lent(try open(), plan: plan)) }
        } catch {
            for lent in opened { lent.connection.close() }
            all = []
            free = []
            throw error
        }
        all = opened
        free = opened
    }

    deinit {
        unsafe pthread_cond_destroy(changed)
        unsafe pthread_mutex_destroy(mutex)
        unsafe changed.deallocate()
        unsafe mutex.deallocate()
    }

    /// Waits for a connection; whoever gets it gives it back in any case.
    func take() -> Lent {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        while true {
            if let lent = free.popLast() { return lent }
            unsafe pthread_cond_wait(changed, mutex)
        }
    }

    func give(back lent: Lent) {
        unsafe pthread_mutex_lock(mutex)
        free.append(lent)
        unsafe pthread_cond_signal(changed)
        unsafe pthread_mutex_unlock(mutex)
    }

    /// Lets go of all of them, when nobody has one any more; `body` ends what each was used for.
    func end(_ body: (Connection) throws -> Void) throws {
        while let lent = all.last {
            try body(lent.connection)
            all.removeLast()
        }
    }

    /// Closes those that were not let go of, when nobody has one any more.
    func close() {
        for lent in all { lent.connection.close() }
    }
}
