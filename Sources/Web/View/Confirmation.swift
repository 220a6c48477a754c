import Hummingbird

/// A page before something is done: what will happen, what is written to the ledger, what is asked, and the verb.
struct Confirmation: Sendable {
    struct Effect: Sendable {
        var what: String
        var detail: String
    }

    /// Something that has to be ticked to go on.
    struct Box: Sendable {
        var name: String
        var label: String
        var hint: String
    }

    var header: PageHeader
    var facts: [Fact] = []
    var problems: [FormProblem] = []
    var effects: [Effect]
    var journal: DataTable?
    var fields: [Field] = []
    var boxes: [Box] = []
    var hidden: [Filters.Hidden]
    var action: String
    var verb: String
    var isDangerous = false
    /// Where it cannot be done at all, why.
    var cannot: String?
    var cancel: String
}

extension PageRequest {
    func confirmation(
        _ shell: Shell, _ confirmation: Confirmation, status: HTTPResponse.Status = .ok
    ) -> Response {
        page("confirmation", shell, confirmation, status: status)
    }

    /// Hidden fields of every form: the token of the session, and the key by which the form is known again.
    var formTokens: [Filters.Hidden] {
        [Filters.Hidden(name: "csrf", value: csrf), Filters.Hidden(name: "key", value: PageRequest.newKey())]
    }
}
