/// Every address that there is.
enum Routes {
    static let all: [Route] =
        Health.routes + SignInPage.routes + AccountPage.routes + UserListPage.routes + InvoiceListPage.routes
        + InvoiceRunPage.routes + InvoiceStepPage.routes + InvoicePage.routes + InvoiceLinePage.routes
        + CallPage.routes + UploadPage.routes + PortalPage.routes + ComponentsPage.routes + InvoiceAPI.routes
}
