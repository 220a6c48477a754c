package import Vocabulary

/// A request to change something: by whom, from where and why.
package struct ActRequest: Sendable {
    /// Subject and verb in small letters: `invoice.issue`.
    package var name: String
    package var actor: Actor
    /// Command, page, API or job from which it comes, with the address where there is one.
    package var origin: String
    /// Nil = of the installation as a whole.
    package var entityID: EntityID?
    /// Why, in the words of whoever asked.
    package var reason: String?
    /// By which the same request is known again, for 30 days; nil = never taken for a repeated one.
    package var key: String?
    /// The whole request as bytes, which differ where it does; compared where a key is used again.
    package var body: [UInt8]

    package init(
        _ name: String, by actor: Actor, from origin: String, entityID: EntityID? = nil, reason: String? = nil,
        key: String? = nil, body: [UInt8] = []
    ) {
        self.name = name
        self.actor = actor
        self.origin = origin
        self.entityID = entityID
        self.reason = reason
        self.key = key
        self.body = body
    }
}
