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
            try set(scope, isLocal: true)
            return try body()
        }
    }

    /// `body` with a scope that ends with it, without a transaction around it. There must be none open.
    ///
    /// Where the scope cannot be taken back the connection is closed, so that nobody goes on with it.
    func session<T>(_ scope: TransactionScope, _ body: () throws -> T) throws -> T {
        precondition(transactionDepth == 0, "a scope belongs to whole transactions")
        try set(scope, isLocal: false)
        defer {
            do {
                try execute(
                    """
                    RESET ROLE; RESET statement_timeout; RESET lock_timeout; RESET default_transaction_read_only;
                    RESET didtron.actor_id; RESET didtron.entity_id; RESET didtron.partner_id
                    """)
            } catch { close() }
        }
        return try body()
    }

    private func set(_ scope: TransactionScope, isLocal: Bool) throws {
        try query(
            """
            SELECT set_config('role', $1::text, $8::boolean), set_config('statement_timeout', $2::text, $8::boolean),
                set_config('lock_timeout', $3::text, $8::boolean),
                set_config(CASE WHEN $8::boolean THEN 'transaction_read_only' ELSE 'default_transaction_read_only' END,
                    $4::text, $8::boolean),
                set_config('didtron.actor_id', $5::text, $8::boolean), set_config('didtron.entity_id', $6::text, $8::boolean),
                set_config('didtron.partner_id', $7::text, $8::boolean)
            """,
            [
                .text(scope.role.rawValue), .text("\(scope.statementTimeoutMilliseconds)"),
                .text("\(scope.lockTimeoutMilliseconds)"), .text(scope.isReadOnly ? "on" : "off"),
                .text(scope.actorID.map(String.init) ?? ""), .text(scope.entityID.map(String.init) ?? ""),
                .text(scope.partnerID.map(String.init) ?? ""), .bool(isLocal),
            ], name: "set_scope")
    }
}
