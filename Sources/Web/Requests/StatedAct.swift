import Accounts
import Hummingbird
import Postgres
import Vocabulary

/// A page on which something is stated, shown with all that it will do, and done.
///
/// The preview does it and takes it back, so that it promises nothing but what the act does. Form and preview are one address with
/// everything that was typed in it; doing is a POST of the same fields with the key by which the same form is known again.
protocol StatedAct: Sendable {
    /// Thing that the act is about: a partner, a card.
    associatedtype Subject: Sendable = Void
    associatedtype Outcome: Codable & Sendable

    /// The address, with its parameters.
    var path: String { get }
    var permission: Permission { get }
    /// Name of the act.
    var act: String { get }
    /// True where the effects are shown before.
    var isPreviewed: Bool { get }

    /// - Throws: a refusal where there is none.
    func subject(_ request: PageRequest, on connection: Connection) throws -> Subject

    /// Prepares the act outside its transaction; not for the preview.
    func prepare(_ request: PageRequest) async throws

    /// The form in words, with what was typed and what is wrong with it.
    func form(
        _ request: PageRequest, _ subject: Subject, _ fields: FormFields, _ problems: FormProblems
    ) -> ActForm

    /// Does it; in the preview, too.
    ///
    /// - Throws: `FormProblems`, or a refusal.
    func perform(
        _ request: PageRequest, _ subject: Subject, _ fields: FormFields, on connection: Connection
    ) throws -> Outcome

    /// Effects of the act, read before it is taken back.
    func effects(
        _ request: PageRequest, _ subject: Subject, _ outcome: Outcome, on connection: Connection
    ) throws -> ActEffects

    /// Where to go then, and what is said there.
    func done(_ request: PageRequest, _ subject: Subject, _ outcome: Outcome) -> (path: String, flash: Flash)
}

/// A form in words.
struct ActForm: Sendable {
    /// Title of the page and of its last crumb.
    var title: String
    /// On the button that does it.
    var verb: String
    var facts: [Fact] = []
    /// Something to know before.
    var note: String?
    var fields: [Field]
    var crumbs: [Shell.Crumb]
    /// Where whoever changes their mind goes.
    var cancel: String
    var isDangerous = false
    /// Further fields that the form carries.
    var hidden: [Filters.Hidden] = []
    /// Beside the heading.
    var links: [PageHeader.Action] = []
    /// Something else that can be done at once.
    var runs: SheetStep?
}

/// Effects of an act, in words and rows.
struct ActEffects: Sendable {
    var effects: [Confirmation.Effect] = []
    var sections: [SheetSection] = []
    /// Something that is allowed and odd.
    var warning: String?
    /// Why it is not done all the same.
    var cannot: String?
}

/// The content of the page of an act.
struct ActSheet: Sendable {
    var header: PageHeader
    var facts: [Fact]
    var note: String?
    var warning: String?
    var cannot: String?
    var problems: [FormProblem]
    var fields: [Field]
    var effects: [Confirmation.Effect]
    var sections: [SheetSection]
    var hidden: [Filters.Hidden]
    /// Where the form goes.
    var path: String
    /// Where what it does is done.
    var doPath: String
    var cancel: String
    /// The form as it was filled.
    var back: String
    var verb: String
    var isDangerous: Bool
    var isPreviewed: Bool
    var isPreview: Bool
    var runs: SheetStep?
    var csrf: String
    /// True where the form has a file.
    var hasFile = false

    /// - Parameter shown: what it will do, of a preview.
    init(
        _ request: PageRequest, _ form: ActForm, _ problems: FormProblems, shown: ActEffects?, isPreviewed: Bool,
        hidden: [Filters.Hidden], back: String
    ) {
        header = PageHeader(
            title: shown == nil ? form.title : "\(form.title), preview", actions: shown == nil ? form.links : [])
        facts = form.facts
        note = form.note
        warning = shown?.warning
        cannot = shown?.cannot
        self.problems = problems.problems
        fields = form.fields
        effects = shown?.effects ?? []
        sections = shown?.sections ?? []
        self.hidden = request.formTokens + form.hidden + hidden
        path = request.path
        doPath = request.path
        cancel = form.cancel
        self.back = back
        verb = form.verb
        isDangerous = form.isDangerous
        runs = shown == nil ? form.runs : nil
        csrf = request.csrf
        self.isPreviewed = isPreviewed
        isPreview = shown != nil
    }

    func response(_ request: PageRequest, _ form: ActForm, _ entities: [Shell.EntityChoice]) -> Response {
        let isSound = problems.isEmpty
        return request.page(
            "act",
            Shell(
                request, title: isSound ? form.title : "Error: \(form.title)",
                crumbs: form.crumbs + [Shell.Crumb(title: form.title)], entities: entities), self,
            status: isSound ? .ok : .unprocessableContent)
    }
}

extension StatedAct {
    var isPreviewed: Bool { true }

    func prepare(_ request: PageRequest) async throws {}

    func effects(
        _ request: PageRequest, _ subject: Subject, _ outcome: Outcome, on connection: Connection
    ) throws -> ActEffects { ActEffects() }

    var routes: [Route] {
        [
            .get(path, .needs(permission)) { try await show($0, $0.query, FormProblems([])) },
            .post(path, .needs(permission), post),
        ]
    }

    private func show(
        _ request: PageRequest, _ fields: FormFields, _ stated: FormProblems
    ) async throws -> Response {
        var problems = stated
        var shown: ActEffects?
        let (known, entities) = try await request.read { connection in
            (try subject(request, on: connection), try Shell.entities(request, on: connection))
        }
        if isPreviewed, fields["step"] == "preview", problems.problems.isEmpty {
            do {
                shown = try await request.rehearse(act) { connection in
                    let outcome = try perform(request, known, fields, on: connection)
                    return try effects(request, known, outcome, on: connection)
                }
            } catch {
                guard let found = FormProblems(error) else { throw error }
                problems = found
            }
        }
        let words = form(request, known, fields, problems)
        let names = words.fields.map(\.name)
        let sheet = ActSheet(
            request, words, problems, shown: shown, isPreviewed: isPreviewed,
            hidden: shown == nil ? [] : names.map { Filters.Hidden(name: $0, value: fields.typed($0)) },
            back: FormFields(names.map { ($0, fields.typed($0)) }).address(request.path))
        return sheet.response(request, words, entities)
    }

    private func post(_ request: PageRequest) async throws -> Response {
        do {
            let known = try await request.read { try subject(request, on: $0) }
            try await prepare(request)
            let fields = request.form
            let outcome = try await request.act(act) { connection in
                let outcome = try perform(request, known, fields, on: connection)
                if let reason = try effects(request, known, outcome, on: connection).cannot {
                    throw FormProblems(nil, reason)
                }
                return outcome
            }
            let (path, flash) = done(request, known, outcome)
            return request.redirect(to: path, flash: flash)
        } catch {
            guard let problems = FormProblems(error), (error as? Refusal)?.reason != Refusal.noPage.reason else {
                throw error
            }
            return try await show(request, request.form, problems)
        }
    }
}
