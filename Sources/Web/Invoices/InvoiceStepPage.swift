import Acts
import Hummingbird
internal import Jobs
import Operations
import Postgres
import Receivables
import Vocabulary

/// The page before a step of invoices: what will happen, what is written to the ledger, the verb; and the step itself.
enum InvoiceStepPage {
    /// More are done by a job.
    static let atOnceMax = 250
    /// More are confirmed by typing how many they are.
    static let countedFrom = 100
    private static let invoicesMax = 10_000

    static let routes: [Route] = InvoiceStep.allCases.flatMap { step -> [Route] in
        let ofOne = "\(InvoiceListPage.path)/:invoice/\(step.rawValue)"
        var routes: [Route] = [
            .get(ofOne, .needs(step.permission)) { try await ask(step, $0) },
            .post(ofOne, .needs(step.permission)) { try await perform(step, $0) },
        ]
        if step != .void {
            let ofMany = "\(InvoiceListPage.path)/\(step.rawValue)"
            routes += [
                .get(ofMany, .needs(step.permission)) { try await ask(step, $0) },
                .post(ofMany, .needs(step.permission)) { try await perform(step, $0) },
            ]
        }
        return routes
    }

    /// The invoices that are meant, and what is known of them.
    struct Choice: Sendable {
        /// Those that the step can be done to.
        var sheets: [InvoiceSheet]
        /// The others.
        var leftOut: [InvoiceSheet]
        var isOne: Bool
    }

    private static func ask(_ step: InvoiceStep, _ request: PageRequest) async throws -> Response {
        try await page(step, request, fields: request.query, problem: nil)
    }

    /// - Parameter problem: what the step was refused for.
    private static func page(
        _ step: InvoiceStep, _ request: PageRequest, fields: FormFields, problem: Refusal?
    ) async throws -> Response {
        let choice = try await choice(step, request, fields)
        guard let first = choice.sheets.first ?? choice.leftOut.first else {
            return request.redirect(
                to: InvoiceListPage.path, flash: Flash("No invoice was chosen. Tick those that you mean.", kind: .warn))
        }
        let entries = try await preview(step, choice, request)
        let view = InvoiceStepView(
            step: step, choice: choice, first: first, entries: entries, fields: fields, problem: problem)
        let entities = try await request.read { try Shell.entities(request, on: $0) }
        return request.confirmation(
            Shell(
                request, title: problem == nil ? view.title : "Error: \(view.title)",
                crumbs: [
                    .billing,
                    Shell.Crumb(title: "Invoices", href: InvoiceListPage.path),
                    Shell.Crumb(title: view.title),
                ], entities: entities),
            view.content(tokens: request.formTokens, action: request.path),
            status: problem.map { Problem($0).status } ?? .ok)
    }

    private static func choice(
        _ step: InvoiceStep, _ request: PageRequest, _ fields: FormFields
    ) async throws -> Choice {
        let entityID = request.session.entityID
        let one = request.part("invoice")
        let many = fields.all("id").compactMap { Int64($0) }
        let all = fields["all"] == "yes"
        return try await request.read { connection in
            var names = one.isEmpty ? many.map { "\($0)" } : [one]
            if one.isEmpty, all {
                var listing = InvoiceListing(entityID: entityID)
                listing.view = step == .approve ? .draft : .approved
                names = try listing.rows(limit: Int64(invoicesMax), on: connection).map { "\($0.invoiceID)" }
            }
            guard names.count <= invoicesMax else {
                throw Refusal(.tooLarge, "invoice.too_many", "At most \(invoicesMax) invoices go in one step")
            }
            let sheets = try names.map { try InvoiceSheet.find($0, entityID: entityID, on: connection) }
            return Choice(
                sheets: sheets.filter { step.from.contains($0.state) },
                leftOut: sheets.filter { !step.from.contains($0.state) }, isOne: !one.isEmpty)
        }
    }

    /// The journal that the step would write: it is done and taken back. Only of one invoice.
    private static func preview(
        _ step: InvoiceStep, _ choice: Choice, _ request: PageRequest
    ) async throws -> [InvoiceSheet.Entry] {
        guard step == .issue, choice.sheets.count == 1, let sheet = choice.sheets.first else { return [] }
        do {
            return try await request.rehearse("invoice.\(step.rawValue)") { connection in
                _ = try step.run(
                    [sheet.invoiceID], confirming: InvoiceAnswers(keepsPrices: true, leavesEarlier: true),
                    on: connection)
                return try sheet.entries(limit: 50, on: connection)
            }
        } catch  where Refusal(error) != nil {
            // What refuses it is said when it is asked for.
            return []
        }
    }

    private static func perform(_ step: InvoiceStep, _ request: PageRequest) async throws -> Response {
        let choice = try await choice(step, request, request.form)
        let ids = choice.sheets.map(\.invoiceID)
        if ids.count > countedFrom, request.form["count"] != "\(ids.count)" {
            return try await page(
                step, request, fields: request.form,
                problem: Refusal(
                    .invalid, "invoice.count_not_confirmed", "Type \(ids.count), the number of invoices, to go on",
                    place: Refusal.Place(field: "count")))
        }
        let answers = InvoiceAnswers(
            keepsPrices: request.form["keep_prices"] == "yes", leavesEarlier: request.form["leave_earlier"] == "yes")
        do {
            if ids.count > atOnceMax { return try await queue(step, ids, answers, request) }
            let versions = Dictionary(
                request.form.all("version").compactMap { pair -> (DocumentID, String)? in
                    let parts = pair.split(separator: ":")
                    return parts.count == 2 ? Int64(parts[0]).map { (DocumentID($0), String(parts[1])) } : nil
                }, uniquingKeysWith: { _, last in last })
            let meant = ids.isEmpty ? choice.leftOut.map(\.invoiceID) : ids
            let entityID = request.session.entityID
            let done = try await request.act("invoice.\(step.rawValue)") { connection in
                for id in meant {
                    try InvoiceSheet.find("\(id)", entityID: entityID, on: connection).demand(version: versions[id])
                }
                let done = try step.run(meant, confirming: answers, on: connection)
                guard !done.isEmpty else {
                    throw Refusal(
                        .conflict, "invoice.nothing_to_step",
                        "None of the invoices can be \(step.done) any more: somebody else was faster")
                }
                return done
            }
            return answer(step, done, request)
        } catch {
            guard let refusal = Refusal(error), ![.busy, .unavailable, .notFound].contains(refusal.code) else {
                throw error
            }
            return try await page(step, request, fields: request.form, problem: refusal)
        }
    }

    private static func answer(_ step: InvoiceStep, _ done: [SteppedInvoice], _ request: PageRequest) -> Response {
        let text: String
        if done.count == 1, let one = done.first {
            let name = one.number ?? (step == .issue ? "the invoice" : "invoice \(one.invoiceID)")
            text =
                step == .void
                ? "Voided \(name); its usage is free for the next run." : "\(step.done.capitalized) \(name)."
            return request.redirect(to: InvoicePage.path(one.invoiceID), flash: Flash(text))
        }
        let numbers = done.compactMap(\.number)
        let span = numbers.count > 1 ? ", \(numbers[0]) to \(numbers[numbers.count - 1])" : ""
        text = "\(step.done.capitalized) \(Amount.count(Int64(done.count)).text) invoices\(span)."
        let view = step == .approve ? "approved" : "outstanding"
        return request.redirect(to: "\(InvoiceListPage.path)?view=\(view)", flash: Flash(text))
    }

    private static func queue(
        _ step: InvoiceStep, _ ids: [DocumentID], _ answers: InvoiceAnswers, _ request: PageRequest
    ) async throws -> Response {
        guard let jobStep = InvoiceStepJob.Step(rawValue: step.rawValue) else { throw Refusal.noPage }
        let arguments = InvoiceStepJob.Arguments(
            step: jobStep, invoiceIDs: ids, keepsPrices: answers.keepsPrices, leavesEarlier: answers.leavesEarlier,
            userMail: request.session.mail, origin: "page \(request.path) from \(request.context.address)")
        let id = try await request.addJob(InvoiceStepJob.kind, arguments)
        return request.redirect(to: "\(InvoiceRunPage.runsPath)/\(id)")
    }
}
