/// Examples of every component, in all its states. Companies, numbers and amounts are invented.
enum ComponentSamples {
    typealias Specimen = ComponentsPage.Specimen
    typealias Variant = ComponentsPage.Variant

    static let longName =
        "Compagnie Générale des Télécommunications Internationales et Interconnexions du Grand Ouest S.A.S."
    static let rightToLeftName = "شركة الاتصالات الدولية"

    static var groups: [ComponentsPage.Group] {
        [
            ComponentsPage.Group(title: "Basics", specimens: basics),
            ComponentsPage.Group(title: "Tables and lists", specimens: tables),
            ComponentsPage.Group(title: "Billing", specimens: billing),
            ChartSamples.group,
        ]
    }

    /// Of a pane, for names that are unique on a page.
    static func theme(_ pane: String) -> String { String(pane.split(separator: "-").last ?? "") }

    private struct Button {
        var title: String
        var modifier: String?
    }

    struct Banner {
        var kind: String
        var title: String
        var text: String
        var href: String?
        var linkText: String?
    }

    struct Progress {
        var id: String
        var state: String
        var label: String
        var badge: Badge
        var done: String
        var total: String
        var text: String
        var cause: String?
    }

    private struct Buttons { var buttons: [Button] }
    private struct Fields { var fields: [Field] }
    private struct Problems { var problems: [FormProblem] }
    private struct Badges { var badges: [Badge] }
    private struct Facts { var facts: [Fact] }
    private struct Header { var header: PageHeader }
    private struct Strip { var strip: [StripItem] }
    private struct Events { var events: [TimelineEvent] }
    private struct Effects { var effects: [Confirmation.Effect] }
    private struct Steps { var steps: [CallPage.Step] }
    private struct Cards { var cards: [SummaryCard] }

    private static var basics: [Specimen] {
        [
            Specimen(
                id: "button", title: "Button",
                use:
                    "Verb first; one primary a page; danger only where an action is confirmed. No icon alone, none that is disabled.",
                variants: [
                    Variant(title: "All", template: "{{>parts/buttons}}") { _ in
                        Buttons(buttons: [
                            Button(title: "Record payment", modifier: "primary"), Button(title: "Export CSV"),
                            Button(title: "Clear filters", modifier: "quiet"),
                            Button(title: "Void INV-001", modifier: "danger"),
                        ])
                    }
                ]),
            Specimen(
                id: "field", title: "Field",
                use: "Label, hint, error, control, in one column. The width hints the length; no placeholders.",
                variants: [
                    Variant(title: "Text, select, text area, optional", template: "{{>parts/fields}}") { pane in
                        Fields(fields: [
                            Field(
                                "ref-\(pane)", "Reference", hint: "As on the bank statement", value: "MERIDIAN NOV",
                                width: 30, isOptional: true),
                            Field(
                                "code-\(pane)", "Reason code",
                                choices: ["Rate", "Volume", "Quality"].map {
                                    Filters.Choice(title: $0, value: $0, isChosen: $0 == "Volume")
                                }),
                            Field(
                                "why-\(pane)", "Reason", hint: "Kept in the audit trail", value: "Calls without audio",
                                isArea: true),
                        ])
                    },
                    Variant(title: "With an error", template: "{{>parts/fields}}") { pane in
                        Fields(fields: [
                            Field(
                                "period-\(pane)", "Period", hint: "A month, such as 2026-10",
                                error: "Enter the period as a month, such as 2026-10, or as its first day.",
                                value: "October", width: 12)
                        ])
                    },
                ]),
            Specimen(
                id: "error-summary", title: "Error summary",
                use: "First in main, with the same words as at the fields; never together with a message of success.",
                variants: [
                    Variant(title: "Two problems", template: "{{>parts/error-list}}") { pane in
                        Problems(problems: [
                            FormProblem(name: "mail-\(pane)", text: "Enter your mail address."),
                            FormProblem(name: nil, text: "The session was over: nothing was changed."),
                        ])
                    }
                ]),
            Specimen(
                id: "banner", title: "Banner",
                use: "What was done, or what holds for the whole page. One at a time, and it never hides by itself.",
                variants: [
                    Variant(title: "All kinds", template: "{{#.}}{{>parts/banner}}{{/.}}") { _ in
                        [
                            Banner(
                                kind: "ok", title: "Issued 214 invoices",
                                text: "INV-2026-00871 to 01084.", href: "#banner",
                                linkText: "Show"),
                            Banner(
                                kind: "info", title: "Acting in Carrier A",
                                text: "Everything you do belongs to it."),
                            Banner(
                                kind: "warn", title: "USD 9,500.00 is overdue",
                                text: "Two invoices are past their day."),
                            Banner(
                                kind: "error", title: "Nothing was changed",
                                text: "The invoice was changed since the page was opened."),
                        ]
                    }
                ]),
            Specimen(
                id: "facts", title: "Page header and facts",
                use: "One h1, at most one primary action, then the line of what holds for all of it.",
                variants: [
                    Variant(title: "A document", template: "{{>parts/facts}}") { _ in
                        Facts(facts: [
                            Fact("Customer", longName, href: "#facts"), Fact("Period", "2026-10"),
                            Fact("As of", Instant("2026-11-30T14:05:09Z")),
                        ])
                    }
                ]),
            Specimen(
                id: "progress", title: "Progress", use: "Counts, rate and time left; never a made-up percent.",
                variants: [
                    Variant(title: "All states", template: "{{#.}}{{>parts/progress}}{{/.}}") { pane in
                        [
                            Progress(
                                id: "p1-\(pane)", state: "running", label: "Load file 812",
                                badge: Badge(job: "running"),
                                done: "41200000",
                                total: "98000000", text: "41,200,000 of 98,000,000 rows, 2.4 M/s, 24 s left"),
                            Progress(
                                id: "p2-\(pane)", state: "waiting", label: "Invoice run", badge: Badge(job: "queued"),
                                done: "0", total: "196",
                                text: "Waiting for a worker"),
                            Progress(
                                id: "p3-\(pane)", state: "failed", label: "Issue invoices", badge: Badge(job: "parked"),
                                done: "12",
                                total: "28", text: "Failed, nothing of this step was kept",
                                cause: "The series has no numbers left."),
                            Progress(
                                id: "p4-\(pane)", state: "done", label: "Load file 811", badge: Badge(job: "done"),
                                done: "100", total: "100",
                                text: "1,204,118 rows in 0.9 s"),
                        ]
                    }
                ]),
            Specimen(
                id: "timeline", title: "Timeline",
                use: "What was done with a document, the newest last: time, who, what, before and after.",
                variants: [
                    Variant(title: "An invoice", template: "{{>parts/timeline}}") { _ in
                        Events(events: [
                            TimelineEvent(
                                machine: "2026-11-01T06:00:12Z", time: "2026-11-01 06:00 UTC", actor: "Job invoice.run",
                                text: "made the draft"),
                            TimelineEvent(
                                machine: "2026-11-16T10:20:31Z", time: "2026-11-16 10:20 UTC", actor: "Jonas Weber",
                                text: "recorded a payment", change: "Paid 0.00 became 40,000.00"),
                        ])
                    }
                ]),
            Specimen(
                id: "confirm", title: "Confirm",
                use: "What will happen, as a list, before anything moves; it names the object and the verb.",
                variants: [
                    Variant(title: "Effects", template: "{{>parts/effects}}") { _ in
                        Effects(effects: [
                            Confirmation.Effect(
                                what: "Invoice", detail: "INV-2026-00871, Meridian Voice, USD 17,472.00, becomes void."),
                            Confirmation.Effect(what: "Usage", detail: "91,366 calls go back to unbilled."),
                        ])
                    }
                ]),
            Specimen(
                id: "empty", title: "Empty", use: "Says why, and the one thing that fills it. No drawings.",
                variants: [
                    Variant(title: "First use", template: "{{>parts/empty-part}}") { _ in
                        EmptyState(
                            title: "No invoices yet",
                            text: "An invoice run makes a draft for each customer with usage of a period.",
                            action: "Run invoices", href: "#empty", command: "didtron invoice run --period 2026-10")
                    },
                    Variant(title: "Nothing found", template: "{{>parts/empty-part}}") { _ in
                        EmptyState(
                            title: "No invoice matches", text: "There is none with number VW-9901.",
                            action: "Clear filters", href: "#empty")
                    },
                ]),
        ]
    }

    // MARK: - Tables

    private static func tableColumns() -> [DataTable.Column] {
        [
            DataTable.Column("Number"), DataTable.Column("Customer", .wrap, first: true),
            DataTable.Column("State", .state),
            DataTable.Column("Due", first: true), DataTable.Column("Currency", .currency),
            DataTable.Column("Total", .number),
            DataTable.Column("Balance", .number, first: true),
        ]
    }

    private static func table(_ pane: String) -> DataTable {
        var columns = tableColumns()
        columns[3].sortHref = "#table"
        columns[3].ariaSort = "ascending"
        func row(_ number: String, _ name: String, _ badge: Badge, _ due: String?, _ total: Int64, _ open: Int64)
            -> DataTable.Row
        {
            DataTable.Row(
                cells: [
                    .key(columns[0], number, "#table"), .text(columns[1], name), .badge(columns[2], badge),
                    .day(columns[3], due),
                    .text(columns[4], "USD"), .amount(columns[5], .minor(total, digits: 2), label: "Total, USD"),
                    .amount(columns[6], .minor(open, digits: 2), href: "#table", label: "Balance, USD"),
                ], name: number)
        }
        return DataTable(
            "t-\(pane)", "Invoices, \(theme(pane))", columns: columns,
            rows: [
                row("INV-2026-01187", longName, Badge(.paid, "Paid"), "2026-11-09", 2_184_066, 0),
                row(
                    "INV-2026-01188", rightToLeftName, Badge(.overdue, "Overdue", also: "12 d"), "2026-11-18",
                    6_410_918, 6_410_918),
                row("Draft 1189", "=1+1 <b>{{x}}</b>", Badge(.draft, "Draft"), nil, -120, -120),
            ],
            foot: [
                DataTable.Row(
                    cells: [
                        .total("Total of this page, 3 rows", columns: 4), .text(columns[4], "USD"),
                        .amount(columns[5], .minor(8_594_864, digits: 2), label: "Total, USD"),
                        .amount(columns[6], .minor(6_410_798, digits: 2), label: "Balance, USD"),
                    ], name: "", hasMore: false)
            ])
    }

    private static var tables: [Specimen] {
        [
            Specimen(
                id: "table", title: "Data table",
                use:
                    "Text left, numbers right with the same decimals down the column; the first column is the row's name and its one link.",
                variants: [Variant(title: "Names as they come", template: "{{>parts/data-table}}") { table($0) }]),
            Specimen(
                id: "tabs", title: "Tabs",
                use:
                    "Links to the views of one list, each with its own address; no more than fit on two lines of a phone.",
                variants: [
                    Variant(title: "With counts", template: "{{>parts/tabs}}") { pane in
                        Tabs(
                            label: "Invoices by state, \(theme(pane))",
                            links: [
                                Tabs.Link(title: "All", href: "#tabs", count: "3,412", isCurrent: true),
                                Tabs.Link(title: "Overdue", href: "#tabs", count: "5", isCurrent: false),
                            ])
                    }
                ]),
            Specimen(
                id: "foot", title: "Below a table",
                use: "Which rows these are, where the others are, how to take them away. No page numbers.",
                variants: [
                    Variant(title: "A page in between", template: "{{>parts/table-foot}}") { pane in
                        TableFoot(
                            rows: "Rows 51\u{2013}100 of 3,412", pagesLabel: "Pages, \(theme(pane))",
                            links: [
                                TableFoot.Link(title: "Previous", href: "#foot", rel: "prev"),
                                TableFoot.Link(title: "Next", href: "#foot", rel: "next"),
                            ],
                            exports: [
                                TableFoot.Export(title: "CSV", href: "#foot"),
                                TableFoot.Export(title: "XLSX", href: "#foot"),
                            ])
                    }
                ]),
            Specimen(
                id: "strip", title: "Money strip and tie-out",
                use: "Total less what was taken off is the balance; below a list, that two sums agree.",
                variants: [
                    Variant(title: "An invoice", template: "{{>parts/money-strip}}") { _ in
                        Strip(strip: [
                            StripItem(name: "Total, EUR", amount: "99,196.41"),
                            StripItem(name: "Paid", amount: "40,000.00", sign: "\u{2212}"),
                            StripItem(name: "Balance, owes us", amount: "59,196.41", sign: "=", isResult: true),
                        ])
                    },
                    Variant(title: "Agrees", template: "{{>parts/tie-out}}") { _ in
                        TieOut("Lines EUR 81,980.50 = usage 81,980.50: 0.00 difference")
                    },
                ]),
        ]
    }

    // MARK: - Billing

    private static var billing: [Specimen] {
        [
            Specimen(
                id: "card", title: "Financial summary card",
                use:
                    "At most eight on a page, of equal height. More revenue and more debt are not the same news: no rise is green by itself.",
                variants: [
                    Variant(title: "Plain and attention", template: "{{>parts/cards}}") { _ in
                        Cards(cards: [
                            SummaryCard(
                                label: "Outstanding", currency: "USD", amount: "1,204,330.12",
                                foot: "312 invoices, vs 1,180,004.00 in October",
                                isAttention: false, state: "ok"),
                            SummaryCard(
                                label: "Overdue", currency: "USD", amount: "57,683.91",
                                foot: "5 invoices, the oldest 33 days", isAttention: true,
                                state: "attention"),
                        ])
                    }
                ]),
            Specimen(
                id: "badge", title: "Invoice status badge",
                use:
                    "Word and shape carry the meaning, colour helps. Behind the name; never a link, never the raw word.",
                variants: [
                    Variant(title: "Ten states", template: "{{>parts/badges}}") { _ in
                        Badges(
                            badges: Badge.Status.allCases.map { status in
                                Badge(
                                    status,
                                    (status.rawValue.prefix(1).uppercased() + status.rawValue.dropFirst()).replacing(
                                        "-", with: " "))
                            })
                    },
                    Variant(title: "With what also holds", template: "{{>parts/badges}}") { _ in
                        Badges(badges: [
                            Badge(.overdue, "Overdue", also: "12 d, partly paid"), Badge(.paid, "Credited"),
                            Badge(.paid, "Netted"),
                        ])
                    },
                ]),
            Specimen(
                id: "ledger", title: "Ledger table",
                use: "One account and one currency a table, by effective date; no negative debits.",
                variants: [
                    Variant(title: "An account", template: "{{>parts/ledger-table}}") { LedgerSample.account($0) }
                ]),
            Specimen(
                id: "breakdown", title: "Destination breakdown",
                use: "What each destination brought; a loss says the word. Totals come from usage.",
                variants: [
                    Variant(title: "With margin", template: "{{>parts/breakdown}}") {
                        BreakdownSample.table($0, hasCost: true)
                    },
                    Variant(title: "For a customer", template: "{{>parts/breakdown}}") {
                        BreakdownSample.table($0, hasCost: false)
                    },
                ]),
            Specimen(
                id: "recon", title: "Reconciliation grid",
                use:
                    "Theirs, ours, difference, cause; sorted by the absolute difference. Rows within tolerance are folded, not hidden.",
                variants: [Variant(title: "All variances", template: "{{>parts/recon-grid}}") { ReconSample.grid($0) }]),
            Specimen(
                id: "editor", title: "Template editor",
                use: "Source and variables beside the preview of a real document. What is invalid is not saved.",
                variants: [
                    Variant(title: "Invalid", template: "{{>parts/template-editor}}") {
                        EditorSample.editor($0, isInvalid: true)
                    },
                    Variant(title: "Published", template: "{{>parts/template-editor}}") {
                        EditorSample.editor($0, isInvalid: false)
                    },
                ]),
            Specimen(
                id: "sync", title: "Sync indicator",
                use: "Shape, word, last success, next run; says what is stale because of it. Never a green dot alone.",
                variants: [
                    Variant(title: "All states", template: "{{#.}}{{>parts/sync}}{{/.}}") { _ in SyncSample.all }
                ]),
            Specimen(
                id: "netting", title: "Netting calculator",
                use: "Two sides in one currency; what is disputed is struck out and left aside.",
                variants: [
                    Variant(title: "A proposal", template: "{{>parts/netting}}") {
                        NettingSample.form($0, state: "proposal")
                    },
                    Variant(title: "Approved", template: "{{>parts/netting}}") {
                        NettingSample.form($0, state: "approved")
                    },
                ]),
            Specimen(
                id: "explain", title: "Explanation of a call",
                use: "The arithmetic of one price, a step a line, the result at the right.",
                variants: [
                    Variant(title: "A sold call", template: "{{>parts/explain}}") { _ in
                        Steps(steps: [
                            CallPage.Step(words: "Card in effect: Vesper A-Z, version 14", result: "EUR"),
                            CallPage.Step(words: "Duration 187.402 s, rounded up", result: "188 s"),
                            CallPage.Step(words: "192 s x 0.01845 a minute", result: "0.05904"),
                            CallPage.Step(words: "Price to the customer", result: "EUR 0.059040", isResult: true),
                        ])
                    }
                ]),
        ]
    }
}
