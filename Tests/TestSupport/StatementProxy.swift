import Foundation
import Glibc
import Synchronization

/// Stands between a program and its PostgreSQL and counts what the program asks for, so that it can be killed at a place that
/// does not depend on time.
///
///     program --- folder/.s.PGSQL.5432 --- proxy --- the server's socket
///
/// Counted are the messages of the client that make the server do something, over all connections in the order in which they
/// arrive: Execute, Query and CopyDone. At the one that was asked for the process is killed (SIGKILL) before the message is
/// relayed, and all connections are closed. Nothing in the program knows of it. It can also be killed behind that message: the
/// server does what it says, and its answer is dropped.
package final class StatementProxy: Sendable {
    private struct State {
        var count = 0
        var killAt = Int.max
        /// The last message is relayed and its answer is not.
        var dropsAnswer = false
        var process: pid_t?
        var hasKilled = false
        /// Both ends of the connections that are open.
        var sockets: Set<Int32> = []
    }

    /// Where it listens: what a program takes for the folder of the server's socket.
    package let folder: String
    private let server: String
    private let listener: Int32
    private let state = Mutex(State())

    /// - Parameters:
    ///   - folder: made for the socket; the caller removes it.
    ///   - serverFolder: where the socket of the server is.
    package init(folder: String, serverFolder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        self.folder = folder
        server = serverFolder + "/" + StatementProxy.socketName
        listener = try UnixSocket.listen("\(folder)/\(StatementProxy.socketName)")
        Thread.detachNewThread { [self] in accept() }
    }

    private static let socketName = ".s.PGSQL.5432"

    /// Begins to count anew.
    ///
    /// - Parameters:
    ///   - number: of the message at which the process is killed, from 1; nil = none.
    ///   - dropsAnswer: kills once the server has answered that message, before the program hears of it.
    package func arm(killAt number: Int?, droppingAnswer dropsAnswer: Bool = false) {
        state.withLock { $0 = State(killAt: number ?? .max, dropsAnswer: dropsAnswer, sockets: $0.sockets) }
    }

    /// Names the process that is to be killed, which may have come to its place already and waits there.
    package func aim(at process: pid_t) { state.withLock { $0.process = process } }

    /// Messages that were counted since it was armed, and whether the process was killed.
    package var outcome: (count: Int, hasKilled: Bool) { state.withLock { ($0.count, $0.hasKilled) } }

    /// Ends it with all of its connections.
    package func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        Glibc.close(listener)
        endConnections()
    }

    // MARK: - Connections

    private func accept() {
        while true {
            let client = Glibc.accept(listener, nil, nil)
            guard client >= 0 else {
                if errno == EINTR { continue }
                return
            }
            guard let server = try? UnixSocket.connect(server) else {
                Glibc.close(client)
                continue
            }
            state.withLock { _ = ($0.sockets.insert(client), $0.sockets.insert(server)) }
            // Each of the two closes nothing before the other has ended, so that no number of a socket is used again too early.
            let link = Link()
            Thread.detachNewThread { [self] in
                relayClient(from: client, to: server, link)
                end(client, server, link)
            }
            Thread.detachNewThread { [self] in
                relayServer(from: server, to: client, link)
                end(client, server, link)
            }
        }
    }

    /// The two directions of a connection.
    private final class Link: Sendable {
        /// How many of them have ended.
        let ends = Mutex(0)
        /// The next answer is dropped.
        let isSilenced = Mutex(false)
    }

    private func end(_ client: Int32, _ server: Int32, _ link: Link) {
        shutdown(client, Int32(SHUT_RDWR))
        shutdown(server, Int32(SHUT_RDWR))
        let isLast = link.ends.withLock { count in
            count += 1
            return count == 2
        }
        guard isLast else { return }
        state.withLock { _ = ($0.sockets.remove(client), $0.sockets.remove(server)) }
        Glibc.close(client)
        Glibc.close(server)
    }

    private func relayServer(from server: Int32, to client: Int32, _ link: Link) {
        while let bytes = UnixSocket.read(server) {
            guard !link.isSilenced.withLock({ $0 }) else { return kill() }
            guard UnixSocket.write(bytes, to: client) else { return }
        }
    }

    private func relayClient(from client: Int32, to server: Int32, _ link: Link) {
        var frames = ClientFrames()
        while let bytes = UnixSocket.read(client) {
            let (passed, isWhole) = frames.pass(bytes) { goesOn(link) }
            guard UnixSocket.write(passed, to: server) else { return }
            guard isWhole else { return kill() }
        }
    }

    /// Counts a message; false for the one before which the process is killed and for all behind it.
    private func goesOn(_ link: Link) -> Bool {
        state.withLock { state in
            state.count += 1
            if state.count == state.killAt, state.dropsAnswer {
                link.isSilenced.withLock { $0 = true }
                return true
            }
            return state.count < state.killAt
        }
    }

    private func kill() {
        var process = state.withLock(\.process)
        while process == nil {
            usleep(500)
            process = state.withLock(\.process)
        }
        let isFirst = state.withLock { state in
            defer { state.hasKilled = true }
            return !state.hasKilled
        }
        if isFirst, let process { Glibc.kill(process, SIGKILL) }
        endConnections()
    }

    private func endConnections() {
        state.withLock { for socket in $0.sockets { shutdown(socket, Int32(SHUT_RDWR)) } }
    }
}

/// Finds the messages in what a client sends: a type of one byte, a length of four that counts itself, a body. The first
/// messages of a connection have no type.
struct ClientFrames {
    private var isStarted = false
    private var header: [UInt8] = []
    private var bodyLeft = 0

    /// Requests for encryption, behind which the start is still to come.
    private static let encryptionRequests: Set<Int> = [80_877_103, 80_877_104]

    /// Returns as many of `bytes`, and of what was held back of a message before, as may be passed on, and whether that is all.
    ///
    /// - Parameter goesOn: asked for each message that makes the server do something.
    mutating func pass(_ bytes: [UInt8], while goesOn: () -> Bool) -> (passed: [UInt8], isWhole: Bool) {
        var passed: [UInt8] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            if bodyLeft > 0 {
                let part = rest.prefix(bodyLeft)
                passed += part
                bodyLeft -= part.count
                rest = rest.dropFirst(part.count)
                continue
            }
            let headerLength = isStarted ? 5 : 8
            let part = rest.prefix(headerLength - header.count)
            header += part
            rest = rest.dropFirst(part.count)
            guard header.count == headerLength else { break }
            if isStarted {
                if [UInt8(ascii: "E"), UInt8(ascii: "Q"), UInt8(ascii: "c")].contains(header[0]), !goesOn() {
                    return (passed, false)
                }
                bodyLeft = number(at: 1) - 4
            } else {
                bodyLeft = number(at: 0) - 8
                isStarted = !ClientFrames.encryptionRequests.contains(number(at: 4))
            }
            passed += header
            header = []
        }
        return (passed, true)
    }

    private func number(at index: Int) -> Int { header[index..<index + 4].reduce(0) { $0 << 8 | Int($1) } }
}
