import Accounts

/// Every address that there is.
enum Routes {
    /// Pages, and what is for everybody.
    static let pages: [Route] =
        Health.routes + SignInPage.routes + AccountPage.routes + TokenPage.routes + UserListPage.routes
        + OverviewPage.routes
        + PartnerListPage.routes + PartnerPage.routes + PaymentListPage.routes + PaymentRecordPage.routes
        + PaymentPage.routes + InvoiceListPage.routes
        + InvoiceRunPage.routes + InvoiceStepPage.routes + InvoicePage.routes + InvoiceLinePage.routes
        + FileListPage.routes + FilePage.routes + SuspensePage.routes + UsagePage.routes + UploadPage.routes
        + CallPage.routes
        + TrialBalancePage.routes + LedgerAccountListPage.routes + LedgerAccountPage.routes + AuditPage.routes
        + ActPage.routes + JobListPage.routes + JobEventStream.routes + RateCardListPage.routes + RateCardPage.routes
        + PortalPage.routes + ComponentsPage.routes + OpenAPI.routes

    /// Method, path and the right that each address needs, pages and API.
    static let rights: [(method: String, path: String, permission: Permission)] =
        pages.compactMap { route in
            guard case .needs(let permission) = route.access else { return nil }
            return (route.method.rawValue, route.path, permission)
        } + APIRoutes.all.map { ($0.method.rawValue, $0.routerPath, $0.permission) }
}
