extension ConstraintRefusal {
    /// Promises that something stated can break, by subject. The sentences are for people.
    public static let all: [ConstraintRefusal] =
        values + names + days + books + payments + taxes + crossedParties
        + crossings.map {
            ConstraintRefusal($0, .notFound, "entity.crossed", "What is referred to is not of this entity")
        }
        + currencies.map {
            ConstraintRefusal($0, .conflict, "agreement.other_currency", "The agreement is in another currency")
        }

    /// Texts and numbers as they are stated.
    private static let values: [ConstraintRefusal] = [
        value("account_kind_is_known", "An account is a code, an IP, a trunk, a tech prefix or a switch's id"),
        value("account_side_is_known", "A side is sell or buy"),
        value("account_value_is_not_empty", "An account needs the text by which call records name it"),
        value("act_request_key_is_short", "A request key has 1 to 200 characters"),
        value("actor_has_a_name", "Whoever acts has a name of 1 to 200 characters"),
        value("agreement_role_is_known", "A partner is a customer, a supplier or bilateral"),
        value("agreement_terms_are_not_negative", "Terms of payment and credit limits are not below zero"),
        value("agreement_terms_begin_some_day", "Terms begin on a day"),
        value("agreement_terms_billing_cycle_is_known", "A billing cycle is weekly, half_monthly or monthly"),
        value("agreement_terms_invoice_rounding_is_known", "Invoices are rounded by line or by document"),
        value("agreement_terms_notice_is_within_a_year", "A period of notice is 0 to 365 days"),
        value("agreement_terms_payment_mode_is_known", "A partner pays prepaid or postpaid"),
        value("agreement_terms_payment_terms_kind_is_known", "Terms of payment are net or end_of_month"),
        value("agreement_terms_side_is_known", "A side is sell or buy"),
        value("api_token_expires_after_it_was_made", "A token holds for a day at least"),
        value("api_token_has_a_name", "A token has a name of 1 to 100 characters"),
        value("app_user_customer_is_of_a_partner", "A customer is of a partner, and nobody else is"),
        value("app_user_has_a_name", "A user has a name of 1 to 200 characters"),
        value("app_user_is_of_an_entity_unless_of_all", "A super admin is of no entity, everybody else of one"),
        value("app_user_mail_is_an_address", "A user has a mail address, such as ada@example.net"),
        value("app_user_role_is_known", "A role is super_admin, admin, finance, operations, read_only or customer"),
        value("bank_account_bics_are_sound", "A BIC has 8 or 11 characters"),
        value("bank_account_has_one_number", "A bank account has an IBAN or a number of its own, one of the two"),
        value("bank_account_iban_is_sound", "The IBAN is not sound: its country, length or check digits are wrong"),
        value("bank_account_is_of_an_entity_or_a_partner", "A bank account is of an entity or of a partner"),
        value("bank_account_is_valid_some_day", "A bank account holds on a day at least"),
        value("bank_account_names_are_not_empty", "A bank account needs its holder, and its number is not empty"),
        value("card_assignment_side_is_known", "A side is sell or buy"),
        value("cdr_file_limits_are_sound", "The limits of a file contradict themselves"),
        value("contact_can_be_reached", "A contact has a mail address or a telephone number"),
        value("contact_is_of_an_entity_or_a_partner", "A contact is of an entity or of a partner"),
        value("contact_mail_is_addresses", "Mail addresses are separated by semicolons"),
        value("contact_purpose_is_known", "A contact is for billing, technical, rates, noc, disputes or legal"),
        value("currency_code_is_iso_4217", "A currency is a code of ISO 4217, such as USD"),
        value("currency_minor_digits_are_known", "A currency has 0 to 4 decimals"),
        value("deck_profile_is_an_object", "A profile of decks is an object of JSON"),
        value("destination_prefix_is_digits", "A prefix is 1 to 15 digits"),
        value("did_fees_are_not_negative", "The fees of a number are not below zero"),
        value("did_has_a_first_day", "A number is let from a first day on"),
        value("did_number_is_digits", "A number is 1 to 15 digits, country code first"),
        value("document_series_digits_are_sound", "Numbers of a series have 1 to 18 digits"),
        value("document_issue_is_due_after_issue", "A document is due before it is issued"),
        value("document_series_year_is_sound", "The year of a series is 2000 to 9999"),
        value("exchange_rate_correction_has_a_reason", "A corrected exchange rate needs a reason"),
        value("exchange_rate_is_between_two_currencies", "An exchange rate is between two currencies"),
        value("exchange_rate_is_positive", "An exchange rate is above zero and below 9,000,000"),
        value("exchange_rate_reason_is_not_empty", "The reason of a corrected exchange rate is empty"),
        value("invoice_period_is_not_empty", "A period ends before it begins"),
        value("invoice_run_period_is_not_empty", "A period ends before it begins"),
        value("job_kind_is_subject_and_verb", "A kind of job is a subject and a verb, such as usage.post"),
        value("ledger_account_type_is_known", "There is no ledger account of that type"),
        value("number_state_code_is_npa_or_npa_nxx", "An area code is three digits, with its exchange six"),
        value("number_state_is_two_letters", "A state is two capital letters"),
        value("origin_prefix_group_is_named", "A group of callers needs a name"),
        value("origin_prefix_is_digits", "A prefix of callers is 1 to 15 digits and does not begin with 0"),
        value("party_detail_country_is_known", "A country is a code of ISO 3166, such as DE"),
        value("party_detail_has_a_name", "A party needs its legal name"),
        value("party_detail_is_of_an_entity_or_a_partner", "Details are of an entity or of a partner"),
        value("party_detail_is_valid_some_day", "Details hold on a day at least"),
        value("ledger_account_type_class_is_known", "An account is of asset, liability, equity, income or expense"),
        value(
            "ledger_account_type_code_is_a_word",
            "A code is small letters, digits and underscores, and begins with a letter"),
        value("ledger_account_type_has_a_name", "An account needs a name"),
        value(
            "ledger_account_type_is_revalued_where_it_is_of_money", "Only an asset or a liability can be measured anew"),
        value("manual_journal_day_is_sound", "A journal takes effect from 1990 to 2199"),
        value("manual_journal_says_what_for", "A journal by hand says what it is for, in at most 1,000 characters"),
        value("party_detail_language_is_a_tag", "A language is a tag, such as de or pt-BR"),
        value("party_detail_tax_ids_are_sound", "Tax numbers are pairs of a kind and a number"),
        value("period_lock_has_a_reason", "Books are locked and unlocked with a reason"),
        value("product_direction_is_known", "A product is outbound or inbound"),
        value("rate_card_side_is_known", "A side is sell or buy"),
        value("rate_increments_are_sound", "Increments are not below zero, and the repeated one is at least a second"),
        value("rate_interval_is_not_empty", "A rate ends before it begins"),
        value("rate_is_not_negative", "Prices are not below zero"),
        value("rate_prefix_is_digits", "A prefix is 1 to 15 digits"),
        value("rate_rounding_is_known", "The rounding of a rate is not one of those known"),
        value("rate_variant_is_named", "A time band, origin or jurisdiction of a rate is empty or not known"),
        value("schedule_catch_up_is_known", "What was missed is skipped, done once or all done"),
        value("schedule_pause_has_a_reason", "A schedule is paused with a reason"),
        value("suspense_correction_names_an_account", "A correction needs the account that the calls are of"),
        value("switch_anonymous_callers_are_names", "Names of anonymous callers are separated by single blanks"),
        value("switch_home_country_is_a_code", "A home country is a country code, such as 49"),
        value("switch_international_prefixes_are_digits", "Access codes are digits, separated by single blanks"),
        value("switch_national_digits_are_counts", "Lengths of national numbers are 1 to 15, or a range such as 7-10"),
        value("switch_national_numbers_have_a_country", "National numbers need the home country"),
        value("switch_national_prefix_is_digits", "A national prefix is 1 to 8 digits"),
        value("switch_number_separators_are_known", "Separators are blank, dot, hyphen, parentheses or slash"),
        value("switch_number_uris_is_yes_or_no", "Whether numbers are URIs is yes or no"),
        value("switch_tech_prefixes_are_written_plainly", "Tech prefixes are digits, letters, * or #"),
        value("time_band_day_is_known", "A time band is on a day of the week or on holidays"),
        value("time_band_name_is_not_empty", "A time band needs a name"),
        value("time_band_window_is_within_a_day", "A window of a time band is within a day, from 00:00 to 24:00"),
        ConstraintRefusal(
            "call_side_is_not_too_large", .tooLarge, "call.too_large",
            "A call costs more than a million, which no call does"),
    ]

    /// What there is once.
    private static let names: [ConstraintRefusal] = [
        exists("account_names_one_partner", "account.of_another", "The account is of another partner"),
        exists("act_request_key_is_used_once", "act.key_used", "The request key was used before"),
        exists("actor_is_entered_once", "actor.exists", "Whoever acts is entered already"),
        exists(
            "agreement_is_one_per_entity_and_partner", "agreement.exists",
            "Entity and partner have an agreement already"),
        exists("agreement_terms_begin_once_a_day", "terms.begin_that_day", "Other terms of that side begin that day"),
        exists("app_user_mail_is_used_once", "user.exists", "There is a user of that mail address already"),
        exists(
            "card_destination_name_is_unique", "destination.exists", "The card has a destination of that name already"),
        exists(
            "card_version_number_is_unique", "ratecard.version_exists", "The card has a version of that number already"),
        exists("cdr_file_is_loaded_once", "file.loaded_already", "The file is loaded already, or is being loaded"),
        exists("contact_is_one_per_purpose", "contact.exists", "There is a contact for that purpose already"),
        exists("destination_name_key", "destination.exists", "There is a destination of that name already"),
        exists("document_series_is_single", "series.exists", "The entity has a series of that kind already"),
        exists("document_series_prefix_is_unique", "series.prefix_taken", "Another series has that prefix"),
        exists("entity_code_key", "entity.exists", "There is an entity of that code already"),
        ConstraintRefusal(
            "exchange_rate_is_one_per_pair_day_and_revision", .busy, "fx.entered_meanwhile",
            "Somebody else entered an exchange rate at the same moment"),
        exists("exchange_rate_is_corrected_once", "fx.corrected_already", "The exchange rate was corrected already"),
        exists("job_waits_once_under_its_key", "job.waits_already", "The same job waits already"),
        exists("ledger_account_type_code_is_unique", "chart.account_exists", "The chart has an account of that code"),
        exists("origin_prefix_is_in_one_group", "origin.in_another_group", "The prefix of callers is in another group"),
        exists("partner_code_key", "partner.exists", "There is a partner of that code already"),
        exists("product_code_is_unique", "product.exists", "The entity has a product of that code already"),
        exists("rate_card_name_is_unique", "ratecard.exists", "The entity has a rate card of that name already"),
        exists("schedule_name_is_unique", "schedule.exists", "There is a schedule of that name already"),
        exists("switch_code_key", "switch.exists", "There is a switch of that code already"),
    ]

    /// What holds for one at a time.
    private static let days: [ConstraintRefusal] = [
        exists(
            "bank_accounts_of_a_currency_do_not_overlap", "bank.overlaps",
            "Another bank account of the currency holds in these days"),
        exists(
            "card_assignments_do_not_overlap", "assignment.overlaps", "Another card holds for the partner in this time"),
        exists(
            "card_version_starts_once", "ratecard.version_starts_then", "An approved version of the card starts then"),
        exists("did_spans_do_not_overlap", "did.let_otherwise", "The number is let to somebody else in these days"),
        exists(
            "rate_is_one_per_prefix_variant_and_instant", "rate.twice",
            "The version has that prefix twice from one instant"),
        exists("party_details_do_not_overlap", "party.overlaps", "Other details hold in these days"),
        exists("time_bands_do_not_overlap", "ratecard.bands_overlap", "Two windows of the time bands overlap"),
        exists(
            "time_band_set_starts_once", "ratecard.bands_start_then", "The card has time bands from that instant on"),
    ]

    /// What is charged, billed and numbered once.
    private static let books: [ConstraintRefusal] =
        [
            exists(
                "did_charge_is_written_once", "did.charged_already", "The number is charged for that period already"),
            exists("document_issue_number_is_unique", "document.number_taken", "Another document has that number"),
            exists("document_issue_number_text_key", "document.number_taken", "Another document has that number"),
            exists("did_setup_is_charged_once", "did.charged_already", "The setup of the number is charged already"),
            exists(
                "invoice_balance_is_between_zero_and_total", "invoice.settled_beyond_total",
                "More would be settled than the invoice is about"),
            exists("invoice_is_settled_only_when_issued", "invoice.not_issued", "The invoice is not issued"),
            exists("journal_records_a_document_once", "journal.posted_already", "The document is posted already"),
            exists("journal_reverses_journal_id_key", "journal.reversed_already", "The journal is reversed already"),
            exists("usage_is_claimed_once", "usage.claimed_already", "The usage is on another invoice"),
            exists("usage_claim_ends_once", "usage.claimed_already", "The usage is on another invoice"),
            ConstraintRefusal(
                "usage_claim_begins_where_the_last_ended", .busy, "usage.claimed_meanwhile",
                "Another run billed up to another file in the meantime"),
        ]
        + [
            "billing_day_is_of_an_agreement", "agreement_terms_are_of_an_agreement",
            "document_partner_has_an_agreement", "card_assignment_is_for_a_partner_of_its_entity",
            "did_customer_has_an_agreement",
            "did_supplier_has_an_agreement", "ledger_account_is_of_a_partner_of_its_entity",
            "manual_journal_line_partner_has_an_agreement",
        ].map { ConstraintRefusal($0, .notFound, "agreement.missing", "The partner has no agreement with the entity") }

    /// References that carry the entity.
    private static let crossings = [
        "app_user_is_of_a_partner_of_its_entity",
        "account_balance_is_of_an_account_of_its_entity", "account_has_a_parent_of_its_entity",
        "account_is_of_a_product_of_its_entity",
        "card_assignment_is_for_a_product_of_its_entity", "card_assignment_is_of_a_card_of_its_entity",
        "cdr_file_is_in_a_closing_of_its_entity", "closing_posting_is_in_a_journal_of_its_entity",
        "closing_posting_is_of_a_closing_of_its_entity", "closing_total_is_of_a_closing_of_its_entity",
        "unclaimed_period_is_of_a_closing_of_its_entity",
        "document_issue_is_of_a_document_of_its_entity",
        "document_party_is_of_a_document_of_its_entity", "journal_is_of_a_document_of_its_entity",
        "bank_line_is_of_a_file_of_its_entity", "bank_line_is_a_payment_of_its_entity",
        "cdr_file_is_of_a_switch_of_its_entity", "cdr_file_source_is_of_its_entity",
        "cdr_file_undo_is_for_one_of_its_entity", "did_charge_claim_is_by_an_invoice_of_its_entity",
        "did_charge_claim_is_of_a_charge_of_its_entity", "did_charge_is_in_a_journal_of_its_entity",
        "did_charge_is_of_a_number_of_its_entity", "did_charge_is_of_a_product_of_its_entity",
        "did_is_of_a_product_of_its_entity", "entry_has_a_journal_of_its_entity",

        "invoice_is_of_a_run_of_its_entity", "invoice_line_is_of_a_product_of_its_entity",
        "invoice_line_is_of_an_invoice",

        "journal_reverses_one_of_its_entity", "manual_journal_line_is_of_a_journal_of_its_entity",
        "origin_prefix_is_of_a_card_of_its_entity", "sum_is_carried_by_a_run_of_its_entity",
        "reversal_request_is_of_a_journal_of_its_entity", "sealed_sum_is_of_an_account_of_its_entity",
        "revaluation_is_in_a_journal_of_its_entity", "revaluation_is_taken_back_by_a_journal_of_its_entity",
        "revaluation_line_is_of_a_revaluation_of_its_entity", "revaluation_line_is_of_an_account_of_its_entity",
        "usage_adjustment_is_of_a_file_of_its_entity", "usage_adjustment_is_of_an_invoice_of_its_entity",
        "usage_claim_is_by_an_invoice_of_its_entity", "agreement_terms_have_a_tax_profile_of_their_entity",
    ]

    /// References that carry the currency.
    private static let currencies = [
        "did_charge_is_in_the_currency_of_its_agreement", "invoice_is_in_the_currency_of_its_agreement",
        "payment_is_in_the_currency_of_its_agreement", "deposit_hold_is_in_the_currency_of_its_agreement",
        "billing_change_is_in_the_currency_of_its_agreement", "deposit_mark_is_in_the_currency_of_its_agreement",
        "sum_is_carried_in_the_currency_of_its_agreement", "usage_claim_is_in_the_currency_of_its_agreement",
    ]

    private static func value(_ constraint: String, _ message: String) -> ConstraintRefusal {
        ConstraintRefusal(constraint, .invalid, "value.not_allowed", message)
    }

    private static func exists(_ constraint: String, _ reason: String, _ message: String) -> ConstraintRefusal {
        ConstraintRefusal(constraint, .conflict, reason, message)
    }
}
