extension ConstraintRefusal {
    /// Promises of payments, allocations and deposits that something stated can break.
    static let payments: [ConstraintRefusal] = [
        ConstraintRefusal(
            "payment_amount_is_positive", .invalid, "payment.not_positive", "The amounts of a payment are above zero"),
        ConstraintRefusal(
            "payment_parts_are_not_negative", .invalid, "payment.not_positive",
            "The amounts of a payment are above zero"),
        ConstraintRefusal(
            "payment_has_cash_where_a_bank_moves_it", .invalid, "payment.not_positive",
            "The amounts of a payment are above zero"),
        ConstraintRefusal(
            "payment_texts_are_short", .invalid, "payment.text", "A reference or reason has 1 to 500 characters"),
        ConstraintRefusal(
            "payment_value_day_is_sound", .invalid, "payment.value_day", "The value day is before the year 2000"),
        ConstraintRefusal(
            "payment_withholds_from_what_is_due", .invalid, "payment.withheld",
            "Tax is withheld from what is due, and never more than that"),
        ConstraintRefusal(
            "payment_write_off_has_a_reason", .invalid, "payment.reason_missing", "A write-off needs ‹reason›"),
        ConstraintRefusal(
            "payment_is_not_allocated_beyond_its_total", .conflict, "payment.allocated_beyond_total",
            "More would be allocated than is left of the payment"),
        ConstraintRefusal(
            "deposit_hold_amount_is_positive", .invalid, "deposit.amount",
            "What is held is above zero, and no more than 10^12"),
        ConstraintRefusal(
            "deposit_hold_captures_no_more_than_it_holds", .invalid, "deposit.captured_beyond_hold",
            "A hold cannot come to more than it keeps"),
        ConstraintRefusal("deposit_hold_expires_later", .invalid, "deposit.expiry", "A hold expires after it begins"),
        ConstraintRefusal(
            "deposit_hold_reference_is_short", .invalid, "payment.text", "A reference or reason has 1 to 500 characters"
        ),
        ConstraintRefusal(
            "deposit_mark_stands_once", .busy, "deposit.marked_meanwhile",
            "Somebody else marked the deposit at this moment"),
        ConstraintRefusal(
            "reversal_is_requested_once", .busy, "billing.changed_meanwhile",
            "Somebody else asked for the same at this moment"),
        ConstraintRefusal(
            "billing_change_is_made_once", .busy, "billing.changed_meanwhile",
            "Somebody else made this change at this moment"),
        ConstraintRefusal(
            "bank_file_is_imported_once", .conflict, "bankfile.imported_already", "The bank file is imported already"),
        ConstraintRefusal(
            "bank_file_has_lines", .invalid, "bankfile.empty", "The bank file has no movements"),
        ConstraintRefusal(
            "bank_line_moves_something", .invalid, "bankfile.empty", "A line of the bank file moves nothing"),
        ConstraintRefusal(
            "bank_line_state_has_its_parts", .invalid, "payment.reason_missing", "A line that is ignored needs ‹reason›"
        ),
        ConstraintRefusal(
            "allocation_ends_once", .conflict, "allocation.none", "The payment does not settle that"),
    ]

    /// References that carry partner and currency.
    static let crossedParties = [
        "allocation_credit_is_a_document", "allocation_debit_is_a_document", "payment_uses_an_advance_of_its_partner",
    ].map {
        ConstraintRefusal(
            $0, .conflict, "allocation.other_partner", "What settles and what is settled are of different partners")
    }

    /// Promises that only a mistake in our own code breaks.
    static let paymentFaults: Set<String> = [
        "billing_change_mode_is_known", "billing_change_transfers_a_deposit_of_its_customer",
        "billing_change_transfers_to_who_is_invoiced", "payment_rounds_what_is_left_of_a_deposit",
        "bank_file_can_be_referenced", "bank_file_format_is_known", "bank_file_hash_is_256_bits",
        "bank_line_is_in_its_file_once", "bank_line_is_one_payment", "allocation_can_be_ended",
        "allocation_ends_by_its_opposite", "allocation_ends_one_of_its_amount",
        "allocation_is_in_a_journal_of_its_entity", "allocation_is_not_nothing", "allocation_kinds_are_known",
        "deposit_hold_state_has_its_parts", "deposit_mark_clears_with_its_balance", "deposit_mark_kind_is_known",
        "payment_can_be_referenced", "payment_is_a_document", "payment_is_of_a_purpose_of_its_kind",
        "payment_names_an_advance_where_it_uses_one", "payment_purpose_can_be_referenced",
        "payment_purpose_position_key", "payment_state_is_dated", "payment_that_is_reversed_settles_nothing",
        "payment_total_is_the_sum_of_its_parts",
    ]
}
