/// The part that a user has: it decides what the user may see and do.
package enum UserRole: String, CaseIterable, Sendable, Codable {
    case superAdmin = "super_admin"
    case admin
    case finance
    case operations
    case readOnly = "read_only"
    /// Somebody of a partner, in the portal.
    case customer

    /// The one table of rights: pages, API and tests read it.
    package var permissions: Set<Permission> {
        let reading: Set<Permission> = [
            .seeReceivables, .seeCalls, .seeRateCards, .seeAudit, .seeJobs, .seeBooks, .seeComponents, .seeSetup,
            .useAPI,
        ]
        let calls: Set<Permission> = [
            .seeNumbers, .loadCalls, .correctCalls, .manageJobs, .checkBooks, .changeCards, .changeRouting,
        ]
        let invoicing: Set<Permission> = [
            .runInvoices, .approveInvoices, .issueInvoices, .voidInvoices, .recordPayments, .changeCards, .changeTerms,
            .lockPeriods, .postJournals, .checkBooks,
        ]
        let setup: Set<Permission> = [.manageUsers, .changeSetup]
        return switch self {
        case .superAdmin: reading.union(invoicing).union(calls).union(setup).union([.chooseEntity])
        case .admin: reading.union(invoicing).union(calls).union(setup)
        case .finance: reading.union(invoicing)
        case .operations: reading.union(calls)
        case .readOnly: reading
        case .customer: [.seePortal]
        }
    }

    package func may(_ permission: Permission) -> Bool { permissions.contains(permission) }

    /// As people read it.
    package var title: String {
        switch self {
        case .superAdmin: "Super admin"
        case .admin: "Admin"
        case .finance: "Finance"
        case .operations: "Operations"
        case .readOnly: "Read-only"
        case .customer: "Customer"
        }
    }
}

/// Something that a role may see or do.
package enum Permission: String, CaseIterable, Sendable {
    case seeReceivables
    case runInvoices
    case approveInvoices
    case issueInvoices
    case voidInvoices
    case seeCalls
    /// Sends files of calls.
    case loadCalls
    /// Dialled numbers in full; others see the beginning and the last two digits.
    case seeNumbers
    /// Gives calls in suspense an account, and has them rated again.
    case correctCalls
    case seeRateCards
    /// Imports, approves, generates and withdraws rate cards.
    case changeCards
    /// Accounts, numbers and who is priced by which card.
    case changeRouting
    /// The set-up: entities, switches, products, taxes, settings.
    case seeSetup
    case changeSetup
    /// Terms of partners, their names and banks, exchange rates.
    case changeTerms
    case lockPeriods
    /// Journals by hand and the revaluation of foreign currencies.
    case postJournals
    case seeBooks
    /// Has a job check the books now.
    case checkBooks
    case seeComponents
    /// Records payments and top-ups, and takes them back.
    case recordPayments
    case seeAudit
    case seeJobs
    case manageJobs
    case manageUsers
    /// Works in any entity.
    case chooseEntity
    case seePortal
    /// Makes tokens of the API for programs, which have the user's rights at most.
    case useAPI
}
