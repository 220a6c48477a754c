/// Who a transaction of the pool works for and what it may do: all of it ends with the transaction.
public struct TransactionScope: Sendable {
    public var role: Role
    /// Milliseconds after which a statement is cancelled.
    public var statementTimeoutMilliseconds = 30_000
    /// Milliseconds that a statement waits for a lock.
    public var lockTimeoutMilliseconds = 5_000
    public var isReadOnly = false
    /// Whoever acts; SQL reads it as `current_setting('didtron.actor_id', true)`.
    public var actorID: Int32?
    /// The entity that rows must be of; `didtron.entity_id`.
    public var entityID: Int16?
    /// The partner to whom row-level security confines the portal; `didtron.partner_id`.
    public var partnerID: Int32?

    public init(role: Role) { self.role = role }
}

extension Connection {
    /// `body` in a transaction with a scope. There must be no transaction open.
    public func transaction<T>(_ scope: TransactionScope, _ body: () throws -> T) throws -> T {
        precondition(transactionDepth == 0, "a scope belongs to a whole transaction")
        return try transaction {
            try query(
                """
                SELECT set_config('role', $1::text, true), set_config('statement_timeout', $2::text, true),
                    set_config('lock_timeout', $3::text, true), set_config('transaction_read_only', $4::text, true),
                    set_config('didtron.actor_id', $5::text, true), set_config('didtron.entity_id', $6::text, true),
                    set_config('didtron.partner_id', $7::text, true)
                """,
                [
                    .text(scope.role.rawValue), .text("\(scope.statementTimeoutMilliseconds)"),
                    .text("\(scope.lockTimeoutMilliseconds)"), .text(scope.isReadOnly ? "on" : "off"),
                    .text(scope.actorID.map(String.init) ?? ""), .text(scope.entityID.map(String.init) ?? ""),
                    .text(scope.partnerID.map(String.init) ?? ""),
                ], name: "set_scope")
            return try body()
        }
    }
}
