import Calendar
import Catalog
import Hummingbird
import Postgres
import Receivables
import Vocabulary

/// Payments in and out: what came, what of it settles nothing yet.
enum PaymentListPage {
    static let path = "/admin/billing/payments"

    static let routes: [Route] = [
        .get(path, .needs(.seeReceivables), show),
        .get("\(path).csv", .needs(.seeReceivables)) { try await ListExport.answer($0, "payments", as: .csv) },
        .get("\(path).xlsx", .needs(.seeReceivables)) { try await ListExport.answer($0, "payments", as: .xlsx) },
    ]

    /// Crumbs of the pages under the list.
    static let crumbs: [Shell.Crumb] = [.billing, Shell.Crumb(title: "Payments", href: path)]

    private static let size: Int64 = 50

    /// The request as read, with the problems of its fields.
    struct Asked {
        var filter = Payment.Filter()
        var partner: String?
        var problems: [String: String] = [:]

        init(_ fields: FormFields, entityID: EntityID) {
            filter.entityID = entityID
            partner = fields["partner"]
            filter.names = fields["q"].map { [$0] }
            filter.purpose = fields["view"].flatMap(PaymentPurpose.init)
            filter.isUnapplied = fields["view"] == "unapplied"
            if let text = fields["period"] {
                if let period = BillingPeriod(text) {
                    filter.fromOn = period.first
                    filter.toOn = period.last
                } else {
                    problems["period"] = "Enter the period as a month, such as 2026-10"
                }
            }
        }
    }

    /// Filter of the page or the file, with the problem of the partner.
    static func filter(_ asked: Asked, on connection: Connection) throws -> (Payment.Filter, String?) {
        var filter = asked.filter
        guard let code = asked.partner else { return (filter, nil) }
        do {
            filter.partnerID = try Catalog.partnerID(code, on: connection)
            return (filter, nil)
        } catch let error where Refusal(error)?.code == .notFound {
            return (filter, "There is no partner \(code)")
        }
    }

    private static func show(_ request: PageRequest) async throws -> Response {
        let wanted = Asked(request.query, entityID: request.session.entityID)
        let place = ListPlace(request.query)
        let from = place.id.flatMap { id in
            place.key.flatMap { CivilDay($0) }.map { (on: $0, id: DocumentID(id)) }
        }
        let (found, entities, problem) = try await request.read { connection in
            let (filter, problem) = try filter(wanted, on: connection)
            return (
                problem == nil
                    ? try Payment.page(
                        filter, from: from, isBackward: place.isBackward, limit: size + 1, on: connection)
                    : .none, try Shell.entities(request, on: connection), problem
            )
        }
        var asked = wanted
        asked.problems["partner"] = problem
        let hasMore = found.payments.count > Int(size)
        let payments =
            place.isBackward ? Array(found.payments.suffix(Int(size))) : Array(found.payments.prefix(Int(size)))
        let fields = request.query.removing(["after", "before"])
        var content = Sheet(
            header: PageHeader(
                title: "Payments",
                actions: request.may(.recordPayments)
                    ? [
                        PageHeader.Action(title: "Write off", href: PaymentOutPage.path(.writeOff)),
                        PageHeader.Action(title: "Refund", href: PaymentOutPage.path(.refundOfCredit)),
                        PageHeader.Action(title: "Import a bank file", href: BankFileImportPage.path),
                        PageHeader.Action(title: "Record payment", href: PaymentRecordPage.path, isPrimary: true),
                    ] : []),
            facts: [Fact("Entity", request.session.entityName), Fact("Days", "as the bank counts them")],
            tabs: tabs(fields, at: path), filters: filters(fields, asked.problems))
        if let first = payments.first, let last = payments.last {
            content.table = table(payments, withPartner: true)
            content.foot = TableFoot(
                place: place, rows: payments.count, hasMore: hasMore,
                matching: found.matching > Payment.countMax
                    ? "\(Amount.count(Payment.countMax).text)+" : Amount.count(found.matching).text,
                fields: fields, path: path, first: (first.paymentID.rawValue, first.valueOn),
                last: (last.paymentID.rawValue, last.valueOn))
        } else {
            content.empty = empty(fields, request)
        }
        return request.sheet(
            Shell(
                request, title: asked.problems.isEmpty ? "Payments" : "Error: Payments", crumbs: [.billing],
                entities: entities), content, status: asked.problems.isEmpty ? .ok : .unprocessableContent)
    }

    /// Tabs of payments by purpose, and of bank files.
    static func tabs(_ fields: FormFields, at path: String) -> Tabs {
        let views = [
            ("", "All"), ("received", "Received"), ("top_up", "Top-ups"), ("paid", "Paid"), ("advance", "Advances"),
            ("unapplied", "Unapplied"),
        ].map { view, title in
            Tabs.Link(
                title: title, href: fields.setting("view", view.isEmpty ? nil : view).address(self.path), count: nil,
                isCurrent: path == self.path && (fields["view"] ?? "") == view)
        }
        return Tabs(
            label: "Payments",
            links: views + [
                Tabs.Link(
                    title: "Bank files", href: BankFileListPage.path, count: nil,
                    isCurrent: path == BankFileListPage.path)
            ])
    }

    private static func filters(_ fields: FormFields, _ problems: [String: String]) -> Filters {
        let chips = [("q", "number"), ("partner", "partner"), ("period", "period")].compactMap { name, words in
            fields[name].map { Filters.Chip(text: "\(words) \($0)", href: fields.setting(name, nil).address(path)) }
        }
        func input(_ name: String, _ label: String, short: Bool = false) -> Filters.Input {
            Filters.Input(
                name: name, label: label, value: fields.typed(name), isShort: short, problem: problems[name])
        }
        return Filters(
            action: path, label: "Payments",
            fields: [input("q", "Number"), input("partner", "Partner code"), input("period", "Period", short: true)],
            hidden: fields["view"].map { [Filters.Hidden(name: "view", value: $0)] } ?? [], chips: chips,
            applied: chips.isEmpty ? nil : "\(chips.count)", isOpen: !problems.isEmpty)
    }

    private static func empty(_ fields: FormFields, _ request: PageRequest) -> EmptyState {
        fields.encoded.isEmpty
            ? EmptyState(
                title: "No payments", text: "What came in or went out is recorded here.",
                action: request.may(.recordPayments) ? "Record payment" : nil,
                href: request.may(.recordPayments) ? PaymentRecordPage.path : nil,
                command: "didtron payment record PARTNER --amount AMOUNT")
            : EmptyState(
                title: "No payment matches", text: "There is none with these filters.", action: "Clear filters",
                href: path)
    }

    static func table(_ payments: [Payment], withPartner: Bool) -> DataTable {
        var currency = DataTable.Column("Currency", .currency)
        currency.isTitleHidden = true
        var columns = [DataTable.Column("Number"), DataTable.Column("State", .state)]
        if withPartner { columns.append(DataTable.Column("Partner", first: true)) }
        columns += [
            DataTable.Column("Purpose", first: !withPartner), DataTable.Column("Value day", first: true), currency,
            DataTable.Column("Amount", .number, first: true), DataTable.Column("Unapplied", .number),
            DataTable.Column("Reference", .wrap),
        ]
        return DataTable(
            "cap-payments", "Payments", hidesCaption: true, columns: columns,
            rows: payments.map { payment in
                var rest = columns[...]
                func next() -> DataTable.Column { rest.removeFirst() }
                var cells: [Cell] = [
                    .key(next(), payment.number, PaymentPage.path(payment.paymentID)), .badge(next(), Badge(payment)),
                ]
                if withPartner {
                    cells.append(.link(next(), payment.partner, PartnerListPage.path(of: payment.partner)))
                }
                cells.append(.text(next(), payment.purpose.words))
                cells.append(.day(next(), payment.valueOn))
                cells.append(.text(next(), payment.currency))
                let sign: Int64 = payment.isIncoming ? 1 : -1
                cells.append(
                    .amount(
                        next(), .minor(Int128(payment.totalMinor) * Int128(sign), digits: payment.minorDigits),
                        label: "Amount, \(payment.currency)"))
                let left = next()
                cells.append(
                    payment.leftMinor.flatMap { $0 == 0 ? nil : $0 }.map {
                        .amount(left, .minor($0, digits: payment.minorDigits))
                    } ?? .none(left))
                let reference = next()
                cells.append(payment.reference.map { .text(reference, $0) } ?? .none(reference))
                return DataTable.Row(cells: cells, name: payment.number)
            })
    }
}

extension Badge {
    init(_ payment: Payment) {
        if payment.state == "reversed" {
            self.init(.void, "Reversed")
        } else if let left = payment.leftMinor, left > 0 {
            self.init(
                left == payment.totalMinor ? .issued : .partlyPaid,
                left == payment.totalMinor ? "Unapplied" : "Partly applied")
        } else {
            self.init(.paid, "Recorded")
        }
    }
}
