import NIOCore
import Synchronization

/// Knows of a connection if its client is still there, so that nobody works for one that has left.
///
/// A client that closes its side has left: browsers and proxies never do so while they wait for an answer.
final class ClientPresence: ChannelInboundHandler, RemovableChannelHandler, Sendable {
    typealias InboundIn = Any

    private struct State {
        var hasLeft = false
        var whenLeft: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? ChannelEvent, event == .inputClosed { leave() }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        leave()
        context.fireChannelInactive()
    }

    private func leave() {
        let call = state.withLock { state in
            state.hasLeft = true
            return state.whenLeft.take()
        }
        call?()
    }

    /// Calls once the client has left, at once where it has; nil takes the call back.
    fileprivate func whenLeft(_ call: (@Sendable () -> Void)?) {
        let isLate = state.withLock { state in
            guard !state.hasLeft || call == nil else { return true }
            state.whenLeft = call
            return false
        }
        if isLate { call?() }
    }

    /// The client of a request.
    struct Watch: Sendable {
        private let channel: any Channel

        init(_ channel: any Channel) { self.channel = channel }

        /// Calls once the client has left, at once where it has; nil takes the call back.
        func whenLeft(_ call: (@Sendable () -> Void)?) async {
            guard let presence = try? await channel.pipeline.handler(type: ClientPresence.self).get() else { return }
            presence.whenLeft(call)
        }

        /// Works as long as the client is there; the work is cancelled when it leaves.
        func whileThere<Value: Sendable>(
            _ work: @escaping @Sendable () async throws -> Value
        ) async throws -> Value {
            guard let presence = try? await channel.pipeline.handler(type: ClientPresence.self).get() else {
                return try await work()
            }
            let task = Task { try await work() }
            presence.whenLeft { task.cancel() }
            defer { presence.whenLeft(nil) }
            return try await withTaskCancellationHandler {
                try await task.value
            } onCancel: {
                task.cancel()
            }
        }
    }
}
