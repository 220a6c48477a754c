/// Every address that there is.
enum Routes {
    static let all: [Route] =
        Health.routes + SignInPage.routes + AccountPage.routes + UserListPage.routes + OverviewPage.routes
        + PartnerListPage.routes + PartnerPage.routes + BillingChangePage.routes + PaymentListPage.routes
        + PaymentRecordPage.routes
        + PaymentOutPage.routes + BankFileListPage.routes + PaymentPage.routes + InvoiceListPage.routes
        + InvoiceRunPage.routes + InvoiceStepPage.routes + InvoicePage.routes + InvoiceLinePage.routes
        + FileListPage.routes + FilePage.routes + SuspensePage.routes + UsagePage.routes + UploadPage.routes
        + CallPage.routes
        + SetupPage.routes + SetupChangePage.routes + SetupImportPage.routes + DIDChargePage.routes
        + SettingListPage.routes + ExchangeRateListPage.routes + PeriodLockPage.routes + JournalListPage.routes
        + RevaluationPage.routes + TrialBalancePage.routes + LedgerAccountListPage.routes + LedgerAccountPage.routes
        + AuditPage.routes
        + ActPage.routes + ScheduleListPage.routes + JobListPage.routes + RateCardListPage.routes
        + RateCardImportPage.routes
        + RateCardComparePage.routes + RateCardGeneratePage.routes + RateCardStepPage.routes + RateCardPage.routes
        + PlatformPage.routes + PortalPage.routes + PortalAccountPage.routes + ComponentsPage.routes + InvoiceAPI.routes
}
