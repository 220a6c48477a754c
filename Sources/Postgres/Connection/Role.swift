/// What a connection may do after `setRole`; `schema/jobs/create_roles.sql` makes the roles.
public enum Role: String, Sendable, CaseIterable {
    /// Migrations: owns everything but what storage owns.
    case owner = "didtron_owner"
    /// Upkeep: owns calls, chunks and usage, which it vacuums; nobody loads or reads as it.
    case storage = "didtron_storage"
    /// Loading and closing: INSERT into what storage owns, DELETE of deltas alone.
    case loader = "didtron_loader"
    /// Everything else: SELECT and INSERT; UPDATE of the columns that are state, DELETE where rows are.
    case app = "didtron_app"
    /// A customer in the portal, under row-level security.
    case portal = "didtron_portal"
    /// Reports: SELECT.
    case reporter = "didtron_reporter"
}
