/// Every address that there is.
enum Routes {
    static let all: [Route] =
        Health.routes + SignInPage.routes + AccountPage.routes + UserListPage.routes + OverviewPage.routes
        + PartnerListPage.routes + PartnerPage.routes + PaymentListPage.routes + PaymentRecordPage.routes
        + PaymentPage.routes + InvoiceListPage.routes
        + InvoiceRunPage.routes + InvoiceStepPage.routes + InvoicePage.routes + InvoiceLinePage.routes
        + FileListPage.routes + FilePage.routes + SuspensePage.routes + UsagePage.routes + UploadPage.routes
        + CallPage.routes
        + TrialBalancePage.routes + LedgerAccountListPage.routes + LedgerAccountPage.routes + ChecksPage.routes
        + AuditPage.routes
        + ActPage.routes + JobListPage.routes + RateCardListPage.routes + RateCardPage.routes
        + ListExportPage.routes + PortalPage.routes + ComponentsPage.routes + InvoiceAPI.routes
}
