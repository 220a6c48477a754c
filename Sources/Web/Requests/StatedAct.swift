import Accounts
import Hummingbird
import Postgres
import Vocabulary

/// A page on which something is stated, shown with all that it will do, and done.
///
/// The preview does it and takes it back, so that it promises nothing but what the act does. Form and preview are one address with
/// everything that was typed in it; doing is a POST of the same fields with the key by which the same form is known again.
protocol StatedAct: SendableMetatype {
    /// What is known before anything is stated: a partner, a card.
    associatedtype Subject: Sendable
    associatedtype Outcome: Codable & Sendable

    /// The address, with its parameters.
    static var path: String { get }
    static var permission: Permission { get }
    /// Name of the act.
    static var act: String { get }
    /// Whether what it will do is shown before.
    static var isPreviewed: Bool { get }

    /// - Throws: a refusal where there is none.
    static func subject(_ request: PageRequest, on connection: Connection) throws -> Subject

    /// The form in words, with what was typed and what is wrong with it.
    static func form(
        _ request: PageRequest, _ subject: Subject, _ fields: FormFields, _ problems: FormProblems
    ) -> ActForm

    /// Does it; in the preview, too.
    ///
    /// - Throws: `FormProblems`, or a refusal.
    static func perform(
        _ request: PageRequest, _ subject: Subject, _ fields: FormFields, on connection: Connection
    ) throws -> Outcome

    /// What was done, read before it is taken back.
    static func effects(
        _ request: PageRequest, _ subject: Subject, _ outcome: Outcome, on connection: Connection
    ) throws -> ActEffects

    /// Where to go then, and what is said there.
    static func done(_ request: PageRequest, _ subject: Subject, _ outcome: Outcome) -> (path: String, flash: Flash)
}

/// A form in words.
struct ActForm: Sendable {
    /// Of the page and of its last crumb.
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
}

/// What an act does, in words and rows.
struct ActEffects: Sendable {
    var effects: [Confirmation.Effect] = []
    var sections: [SheetSection] = []
    /// Something that is allowed and odd.
    var warning: String?
}

/// The content of the page of an act.
private struct ActSheet: Sendable {
    var header: PageHeader
    var facts: [Fact]
    var note: String?
    var warning: String?
    var problems: [FormProblem]
    var fields: [Field]
    var effects: [Confirmation.Effect]
    var sections: [SheetSection]
    var hidden: [Filters.Hidden]
    var path: String
    var cancel: String
    var back: String
    var verb: String
    var isDangerous: Bool
    var isPreviewed: Bool
    var isPreview: Bool
}

extension StatedAct {
    static var isPreviewed: Bool { true }

    static func effects(
        _ request: PageRequest, _ subject: Subject, _ outcome: Outcome, on connection: Connection
    ) throws -> ActEffects { ActEffects() }

    static var routes: [Route] {
        [
            .get(path, .needs(permission)) { try await show($0, $0.query, FormProblems([])) },
            .post(path, .needs(permission), post),
        ]
    }

    private static func show(
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
        let content = ActSheet(
            header: PageHeader(title: shown == nil ? words.title : "\(words.title), preview"), facts: words.facts,
            note: words.note, warning: shown?.warning, problems: problems.problems, fields: words.fields,
            effects: shown?.effects ?? [], sections: shown?.sections ?? [],
            hidden: request.formTokens
                + (isPreviewed ? names.map { Filters.Hidden(name: $0, value: fields.typed($0)) } : []),
            path: request.path, cancel: words.cancel,
            back: FormFields(names.map { ($0, fields.typed($0)) }).address(request.path), verb: words.verb,
            isDangerous: words.isDangerous, isPreviewed: isPreviewed, isPreview: shown != nil)
        let isSound = problems.problems.isEmpty
        return request.page(
            "act",
            Shell(
                request, title: isSound ? words.title : "Error: \(words.title)",
                crumbs: words.crumbs + [Shell.Crumb(title: words.title)], entities: entities), content,
            status: isSound ? .ok : .unprocessableContent)
    }

    private static func post(_ request: PageRequest) async throws -> Response {
        do {
            let known = try await request.read { try subject(request, on: $0) }
            let fields = request.form
            let outcome = try await request.act(act) { try perform(request, known, fields, on: $0) }
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
