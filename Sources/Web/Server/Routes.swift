/// Every address that there is.
enum Routes {
    static let all: [Route] =
        Health.routes + SignInPage.routes + AccountPage.routes + UserListPage.routes + OverviewPage.routes
        + InvoiceListPage.routes
        + InvoiceRunPage.routes + InvoiceStepPage.routes + InvoicePage.routes + InvoiceLinePage.routes
        + FileListPage.routes + FilePage.routes + SuspensePage.routes + UsagePage.routes + CallPage.routes
        + RateCardListPage.routes + RateCardPage.routes + PortalPage.routes + ComponentsPage.routes + InvoiceAPI.routes
}
