import Testing

/// What libraries and SQL say no with, and what the command line says to it.
@Suite struct RefusalTests {
    /// A reason as it stands in the source, with its code.
    private struct Use: Hashable {
        let code: String
        let reason: String
    }

    /// Where no is worded for a reader.
    private static let surfaces = ["didtron", "didtron-server", "Web"].map { "Sources/\($0)/" }
    private static let libraries = Repository.swiftFiles.filter { file in
        let isLibrary = file.path.hasPrefix("Sources/") && !surfaces.contains { file.path.hasPrefix($0) }
        return isLibrary || file.path.hasPrefix("schema/")
    }
    private static let sql = ["migrations", "jobs", "queries"].flatMap {
        Repository.files(under: "schema/\($0)", suffix: ".sql")
    }

    private static let uses: Set<Use> = {
        var uses: Set<Use> = []
        for file in Repository.swiftFiles where file.path.hasPrefix("Sources/") || file.path.hasPrefix("schema/") {
            // `Refusal(.conflict, "file.stopped", …)`, also with a choice of two; the constraints' own short forms.
            for match in file.text.matches(
                of:
                    /\.(notFound|conflict|forbidden|invalid|busy|tooLarge|unavailable),\s*(?:[^"\n]*\?\s*)?"([a-z]+\.[a-z_]+)"(?:\s*:\s*"([a-z]+\.[a-z_]+)")?/
            ) {
                for reason in [match.2, match.3].compactMap(\.self) {
                    uses.insert(Use(code: String(match.1), reason: String(reason)))
                }
            }
            // Failures of the server, of the private one and of migrations.
            let failures =
                file.path.hasPrefix("Sources/Web/")
                ? [] : file.text.matches(of: /"((?:server|migration)\.[a-z_]+)"(?!:)/)
            for match in failures {
                uses.insert(Use(code: "failure", reason: String(match.1)))
            }
            for match in file.text.matches(of: /exists\(\s*"\w+",\s*"([a-z]+\.[a-z_]+)"/) {
                uses.insert(Use(code: "conflict", reason: String(match.1)))
            }
        }
        for file in sql {
            for match in file.text.matches(of: /refuse\('(\w+)',\s*'([a-z]+\.[a-z_]+)'/) {
                let code = ["not_found": "notFound", "too_large": "tooLarge"][String(match.1)] ?? String(match.1)
                uses.insert(Use(code: code, reason: String(match.2)))
            }
        }
        let refusals = Set(uses.filter { $0.code != "failure" }.map(\.reason))
        return uses.filter { $0.code != "failure" || !refusals.contains($0.reason) }
    }()

    private static let remedies: Set<String> = {
        let files = Repository.files(under: "Sources/didtron/Output/Remedies", suffix: ".swift")
        return Set(files.flatMap { $0.text.matches(of: /"([a-z]+\.[a-z_]+)":/).map { String($0.1) } })
    }()

    /// Reasons whose sentence says all there is to say.
    private static let withoutRemedy: Set<String> = [
        // What may be stated is in the sentence.
        "deck.no_deck_of_that_id", "evidence.input_not_kept", "layout.empty_file", "layout.not_usable",
        "number.too_large",
        "prefix.not_digits", "ratecard.cannot_be_assigned", "ratecard.generated_on_sell_side", "ratecard.named_twice",
        "ratecard.not_for_customers", "ratecard.price_too_large", "setting.value_not_allowed", "value.missing",
        "value.not_allowed",
        // Files that cannot be read, with the place and the choices.
        "input.cannot_be_opened", "input.cannot_be_read", "input.cannot_be_written", "input.cut_off", "input.damaged",
        "table.empty", "table.header", "table.line_ends", "table.missing_column", "table.not_text",
        "table.repeated_column", "table.rows", "table.too_large", "workbook.damaged", "workbook.none",
        "workbook.other_form", "workbook.too_large",
        // What an act records of an error that has words of its own.
        "act.refused", "cdr.refused", "ratecard.refused",
        // What is there, or is so, for good.
        "act.ended", "actor.exists", "call.too_large", "file.loaded_with_another_layout", "file.of_another_switch",
        "history.unchangeable", "numbers.only_grow", "ratecard.nothing_to_announce", "reference.broken", "row.exists",
        "row.overlaps", "series.exists", "series.prefix_taken", "tariff.too_many_destinations",
        "bank.overlaps", "contact.exists", "party.overlaps", "terms.begin_that_day", "terms.billed_on_others",
        "terms.first_hold_from_the_beginning", "terms.in_use", "terms.within_a_period", "terms.zone_is_fixed",
        // What acts answer themselves, by making the month and beginning again.
        "ledger.month_missing",
        // What no command can ask for: the database refuses it to whoever writes there by hand.
        "act.none", "act.over", "document.number_taken", "ledger.functional_amount_excluded", "ledger.no_difference",
        "ledger.takes_no_difference", "terms.missing", "invoice.claims_held", "invoice.not_taken_back",
        "invoice.without_journal", "invoice.without_number", "journal.posted_already",
        "ledger.movement_without_account", "payment.without_records", "payment.not_taken_back",
        // Amounts and texts as they are stated, with what they may be.
        "currency.unknown", "payment.amount", "payment.not_positive", "payment.text", "payment.too_large",
        "payment.value_day", "payment.value_in_future", "payment.withheld", "payment.reason_missing",
        // What pages say no with, whose sentence or page says what to do.
        "export.cannot_write", "export.too_many_rows", "export.workbook", "invoice.changed_since",
        "invoice.count_not_confirmed", "invoice.nothing_to_step",
        "account.missing", "payment.nothing_left",
        "invoice.too_many", "page.not_found", "page.role_may_not", "page.wrong_token",
        "template.damaged", "upload.cut_off", "upload.fields_too_large", "upload.not_understood", "upload.too_large",
        "user.has_second_factor", "user.no_memory_for_password", "user.password_length",
        "user.too_many_attempts", "user.wrong_code", "page.too_many_listeners",
        // Refusals of the API, whose sentence names the field.
        "value.not_json", "value.unknown", "page.wrong_cursor", "token.scope_missing", "token.days",
        "journal.too_many_entries",
        // What a bank file is, with the place.
        "bankfile.document_type", "bankfile.empty", "bankfile.memory", "bankfile.not_camt", "bankfile.not_xml",
        "bankfile.too_many_lines",
        "deposit.amount", "deposit.captured_beyond_hold", "deposit.expiry", "deposit.hold_over",
        "payment.settles_nothing", "allocation.other_partner",
        "journal.takes_no_line", "journal.without_records", "period.locked",
    ]

    @Test func `each reason has a remedy at the command line, or needs none`() {
        let reasons = Set(Self.uses.map(\.reason))
        #expect(reasons.count > 100)
        let missing = reasons.subtracting(Self.remedies).subtracting(Self.withoutRemedy)
        #expect(missing.isEmpty, "without a remedy: \(missing.sorted())")
        let unused = Self.remedies.union(Self.withoutRemedy).subtracting(reasons)
        #expect(unused.isEmpty, "of no refusal: \(unused.sorted())")
        #expect(Self.remedies.isDisjoint(with: Self.withoutRemedy))
    }

    @Test func `a reason comes with one code`() {
        for (reason, uses) in Dictionary(grouping: Self.uses, by: \.reason) {
            #expect(uses.count == 1, "\(reason): \(uses.map(\.code).sorted())")
        }
    }

    @Test func `SQL refuses by its one function`() {
        for file in Self.sql {
            let raised = file.lines.filter { $0.contains("RAISE EXCEPTION") }
            let isTheFunction = file.path == "schema/migrations/0001_add_foundation.sql"
            #expect(raised.count == (isTheFunction ? 1 : 0), "\(file.path)")
        }
    }

    @Test func `libraries and SQL name no options and commands`() throws {
        let commands = Set(
            Repository.files(under: "Sources/didtron", suffix: ".swift").flatMap {
                $0.text.matches(of: /commandName: "([a-z]+)"/).map { String($0.1) }
            })
        #expect(commands.contains("ratecard"))
        for file in Self.libraries + Self.sql {
            let comment = file.path.hasSuffix(".sql") ? "--" : "//"
            for (number, line) in file.lines.enumerated() {
                guard !line.drop(while: { $0 == " " }).hasPrefix(comment), line.contains(/["']/) else { continue }
                // `"--version"` by itself is an argument for another program.
                #expect(!line.contains(/[^"]--[a-z]/), "\(file.path):\(number + 1)")
                // Where the database is may be read from the environment, but it is not for a library to say so.
                #expect(
                    !line.contains("DATABASE_URL") || line.contains("environment["), "\(file.path):\(number + 1)")
                #expect(!line.contains("didtron \\("), "\(file.path):\(number + 1)")
                for match in line.matches(of: /didtron ([a-z]+)/) {
                    #expect(!commands.contains(String(match.1)), "\(file.path):\(number + 1)")
                }
            }
        }
    }
}
