extension ConstraintRefusal {
    /// Promises of tax profiles and rates that something stated can break.
    static let taxes: [ConstraintRefusal] = [
        ConstraintRefusal(
            "tax_profile_code_is_unique", .conflict, "row.exists", "There is a tax profile of that code already"),
        ConstraintRefusal(
            "tax_profile_treatment_is_known", .invalid, "value.not_allowed",
            "What is sold is taxed, exempt or under reverse_charge"),
        ConstraintRefusal(
            "tax_profile_point_is_known", .invalid, "value.not_allowed", "Tax is due at receipt or at usage"),
        ConstraintRefusal(
            "tax_profile_rounding_is_known", .invalid, "value.not_allowed", "Tax is rounded by line or by document"),
        ConstraintRefusal(
            "tax_profile_says_why_there_is_no_tax", .invalid, "value.not_allowed",
            "A profile without tax needs the sentence that documents say of it"),
        ConstraintRefusal(
            "tax_profile_at_receipt_is_on_top", .invalid, "value.not_allowed",
            "Prices that contain the tax are taxed at usage"),
        ConstraintRefusal(
            "tax_profile_texts_are_short", .invalid, "value.not_allowed",
            "A profile has a code of 1 to 40 characters, a name of 1 to 200 and a sentence of 1 to 500"),
        ConstraintRefusal(
            "tax_rate_begins_once_a_day", .conflict, "row.exists", "The tax has a rate from that day on already"),
        ConstraintRefusal(
            "tax_rate_is_of_a_taxed_profile", .invalid, "value.not_allowed", "A profile without tax has no rates"),
        ConstraintRefusal(
            "tax_rate_is_sound", .invalid, "value.not_allowed", "A rate of tax is 0 to 1,000 percent"),
        ConstraintRefusal("tax_rate_begins_some_day", .invalid, "value.not_allowed", "A rate begins on a day"),
        ConstraintRefusal(
            "tax_rate_has_a_name", .invalid, "value.not_allowed", "A tax has a name of 1 to 40 characters"),
    ]

    /// Promises that only a mistake in our own code breaks.
    static let taxFaults: Set<String> = [
        "invoice_is_taxed_by_a_profile_of_its_entity", "invoice_tax_is_frozen_whole", "invoice_tax_is_of_an_invoice",
        "invoice_tax_is_once_a_rate", "invoice_tax_is_stated_once", "payment_has_tax_where_it_moves_a_deposit",
        "payment_tax_is_by_a_profile_of_its_entity", "payment_tax_is_not_negative",
        "payment_tax_is_of_a_document_of_its_entity", "payment_tax_is_stated_once",
        "payment_tax_returns_what_was_taken",
        "tax_profile_can_be_referenced", "tax_profile_can_be_referenced_by_treatment",
        "top_up_is_returned_once_a_payment",
        "top_up_return_can_be_referenced",
        "top_up_return_is_by_a_payment", "top_up_return_is_not_negative", "top_up_return_is_of_a_top_up",
    ]
}
