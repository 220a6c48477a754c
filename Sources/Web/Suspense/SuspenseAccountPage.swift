import Catalog
import Hummingbird
import Rating
import StoredCalls
import Vocabulary

/// The page on which calls that name nobody, or somebody else, are given an account.
enum SuspenseAccountPage {
    private static let path = "\(SuspensePage.path)/account"

    private static func side(_ fields: FormFields) throws -> Side {
        switch fields["side"] {
        case "sell": .sell
        case "buy": .buy
        default: throw Refusal.noPage
        }
    }

    static func ask(_ request: PageRequest) async throws -> Response {
        try await page(request, fields: request.query, problem: nil)
    }

    private static func page(
        _ request: PageRequest, fields: FormFields, problem: Refusal?
    ) async throws -> Response {
        let side = try side(fields)
        let stated = fields["stated"] ?? ""
        let entities = try await request.read { try Shell.entities(request, on: $0) }
        let name = stated.isEmpty ? "no account" : "account \(stated)"
        let account = Field(
            "account", side == .sell ? "Customer account" : "Supplier account",
            hint: "One that is known, by which these calls are rated from now on",
            error: problem.map { $0.message + "." }, value: fields.typed("account"), width: 20)
        let content = Confirmation(
            header: PageHeader(title: "Give an account"),
            facts: [
                Fact("Entity", request.session.entityName), Fact("Side", side.name), Fact("Named in the records", name),
            ],
            problems: problem.map { [FormProblem(name: "account", text: $0.message + ".")] } ?? [],
            effects: [
                Confirmation.Effect(
                    what: "All waiting calls with \(name)", detail: "are rated by the account that you enter"),
                Confirmation.Effect(what: "The records", detail: "stay as they were received"),
                Confirmation.Effect(what: "Prices", detail: "come with the next rating, which you can start then"),
            ], journal: nil, fields: [account], boxes: [],
            hidden: request.formTokens + [
                Filters.Hidden(name: "side", value: side.name), Filters.Hidden(name: "stated", value: stated),
            ], action: path, verb: "Give the account", isDangerous: false, cannot: nil, cancel: SuspensePage.path)
        return request.confirmation(
            Shell(
                request, title: problem == nil ? "Give an account" : "Error: Give an account",
                crumbs: TrafficTabs.crumbs + [Shell.Crumb(title: "Suspense", href: SuspensePage.path)],
                entities: entities), content, status: problem.map { Problem($0).status } ?? .ok)
    }

    static func perform(_ request: PageRequest) async throws -> Response {
        guard let account = request.form["account"] else {
            return try await page(
                request, fields: request.form,
                problem: Refusal(
                    .invalid, "account.missing", "Enter the account", place: Refusal.Place(field: "account")))
        }
        var correction = SuspenseCorrection(side: try side(request.form), account: account)
        correction.stated = request.form["stated"] ?? ""
        correction.entityID = request.session.entityID
        let wanted = correction
        do {
            let result = try await request.act("suspense.correct") { try wanted.apply(on: $0) }
            let text =
                result.calls == 0
                ? "No call that waits fits, or all have that account already."
                : "\(AmountText.count(result.calls, "call")) now \(result.calls == 1 ? "has" : "have") account \(account)."
            return request.redirect(
                to: SuspensePage.path, flash: Flash(text, kind: result.calls == 0 ? .warn : .ok))
        } catch {
            guard let refusal = Refusal(error), ![.busy, .unavailable].contains(refusal.code) else { throw error }
            return try await page(request, fields: request.form, problem: refusal)
        }
    }
}
