/// What a connection may do after `setRole`; `schema/jobs/create_roles.sql` makes the roles.
public enum Role: String, Sendable, CaseIterable {
    /// Migrations: owns everything but what the loader owns.
    case owner = "didtron_owner"
    /// Loading: owns calls, chunks and usage.
    case loader = "didtron_loader"
    /// Everything else: SELECT and INSERT; UPDATE and DELETE only where a table is state.
    case app = "didtron_app"
    /// A customer in the portal, under row-level security.
    case portal = "didtron_portal"
    /// Reports: SELECT.
    case reporter = "didtron_reporter"
}
