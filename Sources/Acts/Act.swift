package import Postgres
package import Vocabulary

/// An act under way: what its body knows of it.
package struct Act {
    package let id: ActID
    package let request: ActRequest
    /// In the act's transaction.
    package let connection: Connection
}
