/// A template under way.
struct EditorSample {
    struct Line {
        var number: Int
        var hasProblem: Bool
    }

    struct Variable {
        var name: String
        var meaning: String
        var sample: String
    }

    struct Group {
        var title: String
        var count: Int
        var variables: [Variable]
    }

    var id: String
    var state: String
    var stateTitle: String
    var stateText: String
    var source: String
    var lineCount: Int
    var lines: [Line]
    var problem: String?
    var groups: [Group]
    /// The document that it is tried with, and what stands in place of its picture.
    var previewOf = "INV-2026-00871, Meridian Voice"
    var previewText: String

    static func editor(_ pane: String, isInvalid: Bool) -> EditorSample {
        let total = isInvalid ? "invoice_totl" : "total"
        let source = """
            <h1>Invoice {{invoice_number}}</h1>
            <p>{{customer_name}}</p>
            {{#lines}}
              <p>{{destination}} {{amount}}</p>
            {{/lines}}
            <p>Total {{currency}} {{\(total)}}</p>
            """
        let variables = [
            Variable(name: "{{invoice_number}}", meaning: "Number of the invoice", sample: "INV-2026-00871"),
            Variable(name: "{{total}}", meaning: "Total with tax", sample: "17,472.00"),
        ]
        return EditorSample(
            id: "e-\(pane)", state: isInvalid ? "invalid" : "published",
            stateTitle: isInvalid ? "Not saved: 1 problem." : "Published, version 8.",
            stateText: isInvalid ? "Version 7 stays in use." : "20 documents were made with it without a problem.",
            source: source, lineCount: 6,
            lines: (1...6).map { Line(number: $0, hasProblem: isInvalid && $0 == 6) },
            problem: isInvalid
                ? "Line 6, column 23: there is no variable {{invoice_totl}}. Did you mean {{total}}?" : nil,
            groups: [Group(title: "Invoice", count: variables.count, variables: variables)],
            previewText: isInvalid
                ? "The preview of version 7 stays until the problem is corrected." : "Shown as the customer gets it.")
    }
}
