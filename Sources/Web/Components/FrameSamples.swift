/// Parts of the frame and of forms that the other samples leave out, in all their states.
enum FrameSamples {
    typealias Specimen = ComponentsPage.Specimen
    typealias Variant = ComponentsPage.Variant

    private struct Fields { var fields: [Field] }
    private struct Boxes { var boxes: [Confirmation.Box] }
    private struct Cards { var cards: [SummaryCard] }
    static var group: ComponentsPage.Group {
        ComponentsPage.Group(
            title: "Frame, filters and choices", specimens: [light, filters, boxes, cards, lists, list, table])
    }

    private static var light: Specimen {
        Specimen(
            id: "light", title: "Books light",
            use:
                "In the header of every page: whether the books held when they were last checked, and when. Never a light without words.",
            variants: [
                Variant(title: "All states", template: "{{#.}}<p>{{>parts/books-light}}</p>{{/.}}") { _ in
                    [
                        BooksLight(
                            state: "ok", checked: "2026-11-30 02:10 UTC", machine: "2026-11-30T02:10:00Z", of: "all 20",
                            result: "hold"),
                        BooksLight(
                            state: "late", checked: "2026-11-28 02:10 UTC", machine: "2026-11-28T02:10:00Z",
                            of: "all 20", result: "hold"),
                        BooksLight(
                            state: "failed", checked: "2026-11-30 02:10 UTC", machine: "2026-11-30T02:10:00Z",
                            of: "2 of 20", result: "do not hold"),
                        BooksLight(state: "never", result: "not checked yet"),
                    ]
                }
            ])
    }

    private static var filters: Specimen {
        Specimen(
            id: "filters", title: "Filters and chips",
            use:
                "A form whose state is in the address; what is applied follows as chips, each of which takes itself away. Nothing filters on typing.",
            variants: [
                Variant(title: "Two applied, one that cannot be read", template: "{{>parts/filters}}") { pane in
                    var view = Filters.Input(name: "state-\(pane)", label: "State", value: "overdue")
                    view.choices = ["Any", "Outstanding", "Overdue"].map {
                        Filters.Choice(title: $0, value: $0, isChosen: $0 == "Overdue")
                    }
                    return Filters(
                        action: "#filters", label: "Invoices, \(ComponentSamples.theme(pane))",
                        fields: [
                            Filters.Input(
                                name: "partner-\(pane)", label: "Customer", value: ComponentSamples.rightToLeftName),
                            view,
                            Filters.Input(
                                name: "period-\(pane)", label: "Period", value: "October", isShort: true,
                                problem: "Enter the period as a month, such as 2026-10"),
                        ],
                        chips: [
                            Filters.Chip(text: "customer \(ComponentSamples.rightToLeftName)", href: "#filters"),
                            Filters.Chip(text: "overdue", href: "#filters"),
                        ], applied: "2", isOpen: true)
                },
                Variant(title: "None applied", template: "{{>parts/filters}}") { pane in
                    Filters(
                        action: "#filters", label: "Files, \(ComponentSamples.theme(pane))",
                        fields: [Filters.Input(name: "q-\(pane)", label: "Name or number", value: "")], chips: [])
                },
            ])
    }

    private static var boxes: Specimen {
        Specimen(
            id: "choices", title: "Boxes to tick, amounts, days",
            use:
                "What has to be confirmed says what follows from it. Amounts state the currency and the most that is allowed; days name their zone.",
            variants: [
                Variant(title: "Boxes", template: "{{>parts/boxes}}") { pane in
                    Boxes(boxes: [
                        Confirmation.Box(
                            name: "keep-\(pane)", label: "Keep the prices that the drafts have",
                            hint: "Two rate cards changed since; the calls were rated again."),
                        Confirmation.Box(name: "leave-\(pane)", label: "Leave earlier periods out", hint: ""),
                    ])
                },
                Variant(
                    title: "Amount, day, time, with and without an error",
                    template: "{{#fields}}{{>parts/field}}{{/fields}}"
                ) { pane in
                    Fields(fields: [
                        Field(
                            "amount-\(pane)", "Amount, USD", hint: "Up to 1,250.00", value: "980.00", width: 12,
                            mode: "decimal"),
                        Field(
                            "credit-\(pane)", "Credit, USD", hint: "Up to 1,250.00",
                            error: "Enter the credit as a number up to 1,250.00; 1.234 may be 1,234 or 1.2340.",
                            value: "1.234",
                            width: 12, mode: "decimal"),
                        Field(
                            "day-\(pane)", "Value day", hint: "In Europe/Amsterdam, such as 2026-11-22",
                            value: "2026-11-22", width: 12),
                        Field(
                            "from-\(pane)", "From", hint: "UTC, such as 2026-11-22 14:00", width: 20, isOptional: true),
                    ])
                },
            ])
    }

    private static var cards: Specimen {
        Specimen(
            id: "card-states", title: "Summary card, states",
            use:
                "A card that wants attention has an edge and says why; one that is stale says how old it is; one without a value says so.",
            variants: [
                Variant(title: "All states", template: "{{>parts/cards}}") { _ in
                    Cards(cards: [
                        SummaryCard(
                            label: "Outstanding", currency: "USD", amount: "1,204,330.12", foot: "312 invoices",
                            href: "#card-states"),
                        SummaryCard(
                            label: "Overdue", currency: "USD", amount: "57,683.91",
                            foot: "5 invoices, the oldest 33 days",
                            href: "#card-states", isAttention: true, state: "attention"),
                        SummaryCard(
                            label: "Switch balance", currency: "EUR", amount: "9,120.00",
                            foot: "2 hours old: the switch does not answer", state: "stale"),
                        SummaryCard(
                            label: "Deposits", currency: "USD", amount: "0.00", foot: "Nobody pays ahead",
                            state: "empty"),
                        SummaryCard(
                            label: "Margin", currency: "USD", amount: "\u{2212}1,204.50",
                            foot: "Sold below cost since 2026-11-28", state: "error"),
                    ])
                }
            ])
    }

    private static var lists: Specimen {
        Specimen(
            id: "summary-list", title: "Names and values",
            use: "Facts of one thing. No value is left blank: what is not known says so.",
            variants: [
                Variant(title: "Two columns, code, a link", template: "{{>parts/summary-list}}") { _ in
                    SummaryList(
                        rows: [
                            SummaryList.Row(name: "Layout", text: "canonical"),
                            SummaryList.Row(name: "Loaded by", text: "Act 812", href: "#summary-list"),
                            SummaryList.Row(
                                name: "SHA-256", text: String(repeating: "9f86d081", count: 8), isCode: true),
                            SummaryList.Row(name: "Closed", text: "not yet"),
                        ], isTwo: true)
                }
            ])
    }

    private static var list: Specimen {
        Specimen(
            id: "tie-out", title: "Tie-out that does not",
            use: "Says by how much two sums differ. The sign and the words carry it, not the colour.",
            variants: [
                Variant(title: "Differs", template: "{{>parts/tie-out}}") { _ in
                    TieOut("Read differs from its parts by 3: the file is not whole yet.", holds: false)
                }
            ])
    }

    private static var table: Specimen {
        let columns = [
            DataTable.Column("Choose", .choose), DataTable.Column("Number"), DataTable.Column("Due", first: true),
            DataTable.Column("Currency", .currency), DataTable.Column("Balance", .number, first: true),
        ]
        func row(_ number: String, _ due: String, _ minor: Int64, _ pane: String) -> DataTable.Row {
            DataTable.Row(
                cells: [
                    .choice(columns[0], "id", value: number, of: number), .key(columns[1], number, "#table-states"),
                    .day(columns[2], due), .text(columns[3], "USD"),
                    .amount(columns[4], .minor(minor, digits: 2), label: "Balance, USD"),
                ], name: number)
        }
        return Specimen(
            id: "table-states", title: "Data table, variants",
            use:
                "Rows to choose have a box with the row's name; groups have a heading over their rows; a table without rows is a sentence.",
            variants: [
                Variant(title: "Rows to choose, in groups, compact", template: "{{>parts/data-table}}") { pane in
                    var table = DataTable(
                        "ts-\(pane)", "Open invoices by customer, \(ComponentSamples.theme(pane))",
                        classes: " data-table--compact",
                        columns: columns, rows: [])
                    table.groups = [
                        DataTable.Group(
                            title: ComponentSamples.longName, columnCount: columns.count,
                            rows: [
                                row("INV-2026-01187", "2026-11-09", 2_184_066, pane),
                                row("INV-2026-01190", "2026-11-18", 918, pane),
                            ]),
                        DataTable.Group(
                            title: ComponentSamples.rightToLeftName, columnCount: columns.count,
                            rows: [row("INV-2026-01188", "2026-12-01", 6_410_918, pane)]),
                    ]
                    return table
                },
                Variant(title: "Without rows", template: "{{>parts/empty-part}}") { _ in
                    EmptyState(title: "No payments", text: "None was recorded with this partner.")
                },
            ])
    }
}
