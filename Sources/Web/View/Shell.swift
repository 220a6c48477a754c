import Accounts
import Operations
import Receivables

/// The frame around the content of every page.
struct Shell: Sendable {
    struct Link: Sendable {
        var title: String
        var href: String
        var isCurrent = false
        /// How many wait for a person, and what they are.
        var count: String?
        var countWords: String?
    }

    struct Group: Sendable {
        var id: String
        /// Nil for the links at the top.
        var title: String?
        var links: [Link]
    }

    struct Crumb: Sendable {
        var title: String
        /// Nil for the page itself.
        var href: String?

        /// Where every page of an entity hangs.
        static let billing = Crumb(title: "Billing", href: OverviewPage.path)
    }

    /// A choice of entity, for whoever works in several.
    struct EntityChoice: Sendable {
        var code: String
        var name: String
        var isCurrent: Bool
    }

    /// Of the window: page and partner or number, without the product.
    var title: String
    var styles: String
    var scripts: String
    var icons: String
    var theme: String?
    var density: String
    var csrf: String
    /// The path that a form of the shell comes back to.
    var back: String
    var userName: String?
    var roleTitle: String?
    var entityName: String?
    var entities: [EntityChoice] = []
    var partnerName: String?
    var nav: [Group] = []
    /// Links of the portal.
    var portalLinks: [Link] = []
    var here: String?
    var crumbs: [Crumb] = []
    var flash: FlashView?
    var version: String
    var isCompact: Bool
    var otherTheme: String
    var otherThemeTitle: String
    var otherDensity: String
    var otherDensityTitle: String
    var hasJump: Bool
    /// Result of the last check of the books; nil for readers who do not see the books.
    var books: BooksLight?
    /// Of pages that show what changes by itself: seconds after which a browser without scripts asks again.
    var refreshSeconds: Int?
    /// Address at which a browser is told of changes, on such pages.
    var events: String?

    struct FlashView: Sendable {
        var kind: String
        var role: String
        var text: String
        var linkText: String?
        var href: String?
    }

    init(_ request: PageRequest, title: String, crumbs: [Crumb] = [], entities: [EntityChoice] = []) {
        let web = request.web
        let preferences = request.context.preferences
        self.title = title
        styles = web.assets.stylesPath
        scripts = web.assets.scriptsPath
        icons = web.assets.iconsPath
        theme = preferences.theme
        density = preferences.isCompact ? "compact" : "comfortable"
        isCompact = preferences.isCompact
        otherTheme = preferences.theme == "dark" ? "light" : "dark"
        otherThemeTitle = preferences.theme == "dark" ? "Light colours" : "Dark colours"
        otherDensity = preferences.isCompact ? "comfortable" : "compact"
        otherDensityTitle = preferences.isCompact ? "Roomy rows" : "Compact rows"
        csrf = request.csrf
        back = request.query.address(request.path)
        version = web.settings.version
        self.crumbs = crumbs
        self.entities = entities
        hasJump = request.may(.seeReceivables)
        flash = request.flash.map { flash in
            FlashView(
                kind: flash.kind.rawValue, role: flash.kind == .error ? "alert" : "status", text: flash.text,
                linkText: flash.href == nil ? nil : flash.linkText, href: flash.href)
        }
        guard let session = request.context.session, session.stage == .whole else { return }
        userName = session.name
        roleTitle = session.role.title
        entityName = session.entityName
        partnerName = session.partnerName
        nav = Shell.groups(for: session.role, at: request.path)
        let news = request.context.news
        if let duties = news.duties, duties.drafts > 0 {
            count(duties.drafts, of: InvoiceDuties.countMax, "to approve", at: InvoiceListPage.path)
        }
        if let waiting = news.waiting {
            if waiting.suspense > 0, request.may(.correctCalls) {
                count(waiting.suspense, of: WaitingCounts.countMax, "without a price", at: FileListPage.path)
            }
            if waiting.parkedJobs > 0, request.may(.manageJobs) {
                count(waiting.parkedJobs, of: WaitingCounts.countMax, "failed", at: JobListPage.path)
            }
        }
        if request.may(.seeBooks) { books = BooksLight(news.books) }
        if session.role.may(.seePortal) { portalLinks = Shell.portalLinks(at: request.path) }
        here = nav.flatMap(\.links).first { $0.isCurrent }?.title
    }

    /// Writes beside a link how many things wait there.
    private mutating func count(_ count: Int64, of most: Int64, _ words: String, at href: String) {
        for group in nav.indices {
            for link in nav[group].links.indices where nav[group].links[link].href == href {
                nav[group].links[link].count = Amount.count(count).text + (count == most ? "+" : "")
                nav[group].links[link].countWords = words
            }
        }
    }

    /// The pages of a customer.
    private static func portalLinks(at path: String) -> [Link] {
        [
            ("Invoices", PortalPage.path), ("Usage", PortalUsagePage.path),
            ("Payments", PortalPaymentPage.path), ("Rates", PortalRatePage.path),
            ("People", PortalPeoplePage.path),
        ].map { title, href in
            let isOfInvoices = href == PortalPage.path && path.hasPrefix("\(href)/invoices")
            return Link(
                title: title, href: href,
                isCurrent: path == href || isOfInvoices || href != PortalPage.path && path.hasPrefix(href + "/"))
        }
    }

    /// The pages that there are, as far as the role may see them.
    private static func groups(for role: UserRole, at path: String) -> [Group] {
        func link(_ title: String, _ href: String, _ permission: Permission) -> Link? {
            guard role.may(permission) else { return nil }
            return Link(
                title: title, href: href,
                isCurrent: path == href || href != OverviewPage.path && path.hasPrefix(href + "/"))
        }
        let groups: [(String?, [Link?])] = [
            (nil, [link("Overview", OverviewPage.path, .seeReceivables)]),
            (
                "Receivables",
                [
                    link("Customers", PartnerListPage.path, .seeReceivables),
                    link("Invoices", InvoiceListPage.path, .seeReceivables),
                    link("Payments", PaymentListPage.path, .seeReceivables),
                ]
            ),
            (
                "Traffic",
                [
                    link("Calls", FileListPage.path, .seeCalls),
                    link("Rate cards", RateCardListPage.path, .seeRateCards),
                ]
            ),
            ("Books", [link("Ledger", TrialBalancePage.path, .seeBooks), link("Audit", AuditPage.path, .seeAudit)]),
            (
                "Operation",
                [link("Jobs", JobListPage.path, .seeJobs), link("Set-up", SetupPage.path, .seeSetup)]
            ),
            (
                "Platform",
                [
                    link("Entities", PlatformPage.path, .chooseEntity),
                    link("Users", "/admin/billing/users", .manageUsers),
                    link("Components", "/components", .seeComponents),
                ]
            ),
        ]
        return groups.enumerated().compactMap { index, group in
            let links = group.1.compactMap(\.self)
            return links.isEmpty ? nil : Group(id: "nav-\(index)", title: group.0, links: links)
        }
    }
}

/// A page: what is around it and what is in it.
struct PageModel<Content> {
    var shell: Shell
    var page: Content
}
