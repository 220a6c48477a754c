import Accounts

/// Every address that there is.
enum Routes {
    /// Pages, and what is for everybody.
    static let pages: [Route] = [
        Health.routes, SignInPage.routes, AccountPage.routes, TokenPage.routes, UserListPage.routes,
        OverviewPage.routes, PartnerListPage.routes, PartnerPage.routes, BillingChangePage.routes,
        PaymentListPage.routes, PaymentRecordPage.routes, PaymentOutPage.routes, BankFileListPage.routes,
        PaymentPage.routes, InvoiceListPage.routes, InvoiceRunPage.routes, InvoiceStepPage.routes, InvoicePage.routes,
        InvoiceLinePage.routes, FileListPage.routes, FilePage.routes, SuspensePage.routes, UsagePage.routes,
        UploadPage.routes, CallPage.routes, CallFindPage.routes, SetupPage.routes, SetupChangePage.routes,
        SetupImportPage.routes,
        DIDChargePage.routes, SettingListPage.routes, ExchangeRateListPage.routes, TrialBalancePage.routes,
        LedgerAccountListPage.routes, LedgerAccountPage.routes, ChecksPage.routes, JournalListPage.routes,
        RevaluationPage.routes,
        PeriodLockPage.routes, AuditPage.routes, ActPage.routes, ScheduleListPage.routes, JobListPage.routes,
        JobEventStream.routes,
        RateCardListPage.routes, RateCardImportPage.routes, RateCardComparePage.routes, RateCardGeneratePage.routes,
        RateCardStepPage.routes, RateCardPage.routes, PlatformPage.routes, ListExportPage.routes, PortalPage.routes,
        PortalUsagePage.routes, PortalCallsPage.routes, PortalPaymentPage.routes, PortalRatePage.routes,
        PortalPeoplePage.routes, ComponentsPage.routes, OpenAPI.routes,
    ].flatMap(\.self)

    /// Method, path and the right that each address needs, pages and API.
    static let rights: [(method: String, path: String, permission: Permission)] =
        pages.compactMap { route in
            guard case .needs(let permission) = route.access else { return nil }
            return (route.method.rawValue, route.path, permission)
        } + APIRoutes.all.map { ($0.method.rawValue, $0.routerPath, $0.permission) }
}
