/// Every endpoint of the API, in the order in which it is described.
enum APIRoutes {
    static let all: [APIEndpoint] =
        CatalogAPI.endpoints + FileAPI.endpoints + UsageAPI.endpoints + InvoiceAPI.endpoints + PaymentAPI.endpoints
        + DepositAPI.endpoints + LedgerAPI.endpoints + JobAPI.endpoints
}
