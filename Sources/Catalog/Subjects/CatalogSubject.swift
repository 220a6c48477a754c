/// What a catalog file is about: its columns, and the SQL jobs that check and apply it.
public struct CatalogSubject: Sendable {
    /// One of them: `partner`.
    public let name: String
    /// Several of them: `partners`; also the end of the jobs' names.
    public let plural: String
    package let fields: [CatalogField]
    /// Whether a change may hold from a day on.
    var hasDatedChanges = false

    package static let all = [entities, partners, taxes, products, switches, accounts, dids, assignments]

    private static let entityField = CatalogField("entity", synonyms: ["entity_code"])
    private static let partnerField = CatalogField(
        "partner", synonyms: ["partner_code", "partner_id", "customer", "supplier"])
    private static let firstDayField = CatalogField(
        "from", .date, key: "from_on", synonyms: ["first_day", "valid_from", "start_date"])

    public static let entities = CatalogSubject(
        name: "entity", plural: "entities",
        fields: [
            CatalogField("entity", isRequired: true, synonyms: ["entity_code", "code"]),
            CatalogField("name", synonyms: ["entity_name"]),
            CatalogField("currency", .currency, synonyms: ["functional_currency"]),
            CatalogField("zone", synonyms: ["timezone", "time_zone"]),
        ])

    public static let partners = CatalogSubject(
        name: "partner", plural: "partners",
        fields: [
            entityField,
            CatalogField(
                "partner", isRequired: true, synonyms: ["partner_code", "partner_id", "customer", "supplier", "code"]),
            CatalogField("name", synonyms: ["partner_name", "company", "company_name"]),
            CatalogField("role", .choice(["customer", "supplier", "bilateral"])),
            CatalogField("side", .choice(["sell", "buy"])),
            CatalogField("from", .date, key: "from_on", synonyms: ["first_day", "terms_from", "valid_from"]),
            CatalogField("payment_mode", .choice(["prepaid", "postpaid"]), synonyms: ["payment", "billing_mode"]),
            CatalogField("currency", .currency),
            CatalogField("zone", synonyms: ["billing_zone", "timezone", "time_zone"]),
            CatalogField(
                "cycle", .choice(["weekly", "half_monthly", "monthly"]), synonyms: ["billing_cycle", "invoice_cycle"]),
            CatalogField(
                "terms_days", .number(0...365), synonyms: ["payment_terms_days", "payment_terms", "terms", "due_days"]),
            CatalogField("terms_kind", .choice(["net", "end_of_month"]), synonyms: ["payment_terms_kind"]),
            CatalogField("credit_limit", .money, key: "credit_limit_micros"),
            CatalogField("rounding", .choice(["line", "document"]), synonyms: ["invoice_rounding"]),
            CatalogField("tax", synonyms: ["tax_profile"]),
            CatalogField("notice_increase_days", .number(0...365)),
            CatalogField("notice_decrease_days", .number(0...365)),
            CatalogField("notice_new_days", .number(0...365)),
            CatalogField("notice_closed_days", .number(0...365)),
            CatalogField("notice_blocked_days", .number(0...365)),
        ], hasDatedChanges: true)

    /// Who entities and partners are by law.
    public static let parties = CatalogSubject(
        name: "party", plural: "parties",
        fields: [
            entityField, partnerField, firstDayField,
            CatalogField("legal_name", synonyms: ["company_name"]),
            CatalogField("address", synonyms: ["street", "address_lines"]),
            CatalogField("city", synonyms: ["town"]),
            CatalogField("region", synonyms: ["state", "province"]),
            CatalogField("postal_code", synonyms: ["zip", "postcode", "zip_code"]),
            CatalogField("country", synonyms: ["country_code"]),
            CatalogField("registration_number", synonyms: ["company_number"]),
            CatalogField("tax_ids", synonyms: ["tax_id", "tax_numbers"]),
            CatalogField("language", synonyms: ["locale"]),
            CatalogField("reference", synonyms: ["buyer_reference", "buyers_reference"]),
        ], hasDatedChanges: true)

    public static let banks = CatalogSubject(
        name: "bank", plural: "banks",
        fields: [
            entityField, partnerField, firstDayField,
            CatalogField("currency", .currency, isRequired: true),
            CatalogField("holder", synonyms: ["account_holder"]),
            CatalogField("iban"),
            CatalogField("account_number"),
            CatalogField("bic", synonyms: ["swift", "swift_code"]),
            CatalogField("bank_name", synonyms: ["bank"]),
            CatalogField("correspondent_bic", synonyms: ["correspondent", "intermediary_bic"]),
        ], hasDatedChanges: true)

    public static let contacts = CatalogSubject(
        name: "contact", plural: "contacts",
        fields: [
            entityField, partnerField,
            CatalogField(
                "purpose", .choice(["billing", "technical", "rates", "noc", "disputes", "legal"]), isRequired: true),
            CatalogField("name", synonyms: ["contact_name"]),
            CatalogField("mail", synonyms: ["email", "e_mail"]),
            CatalogField("phone", synonyms: ["telephone"]),
        ])

    /// How what is sold or bought is taxed, a row a rate.
    public static let taxes = CatalogSubject(
        name: "tax", plural: "taxes",
        fields: [
            entityField,
            CatalogField("profile", isRequired: true, synonyms: ["tax_profile", "code"]),
            CatalogField("name", synonyms: ["profile_name", "description"]),
            CatalogField("treatment", .choice(["taxed", "exempt", "reverse_charge"])),
            CatalogField("prices", .choice(["exclusive", "inclusive"])),
            CatalogField("tax_point", .choice(["usage", "receipt"])),
            CatalogField("rounding", .choice(["document", "line"])),
            CatalogField("sentence", synonyms: ["text", "note"]),
            CatalogField("tax", synonyms: ["tax_name"]),
            CatalogField("rate", .percent, key: "rate_millionths", synonyms: ["percent", "tax_rate"]),
            firstDayField,
            CatalogField("account", synonyms: ["account_type"]),
        ], hasDatedChanges: true)

    public static let products = CatalogSubject(
        name: "product", plural: "products",
        fields: [
            entityField,
            CatalogField("product", isRequired: true, synonyms: ["product_code", "code"]),
            CatalogField("name", synonyms: ["product_name", "description"]),
            CatalogField("direction", .choice(["outbound", "inbound"])),
        ])

    public static let switches = CatalogSubject(
        name: "switch", plural: "switches",
        fields: [
            entityField,
            CatalogField("switch", isRequired: true, synonyms: ["switch_code", "code"]),
            CatalogField("zone", synonyms: ["timezone", "time_zone"]),
            CatalogField("international_prefixes", synonyms: ["international_prefix"]),
            CatalogField("tech_prefixes", synonyms: ["tech_prefix"]),
            CatalogField("home_country", synonyms: ["country_code"]),
            CatalogField("national_prefix", synonyms: ["trunk_prefix"]),
            CatalogField("national_digits"),
            CatalogField("number_separators", synonyms: ["separators"]),
            CatalogField("number_uris", .choice(["yes", "no", "none"]), synonyms: ["uris"]),
            CatalogField("anonymous_callers", synonyms: ["anonymous"]),
        ])

    public static let accounts = CatalogSubject(
        name: "account", plural: "accounts",
        fields: [
            entityField,
            CatalogField(
                "account", .account, isRequired: true,
                synonyms: ["account_code", "value", "ip", "trunk", "account_id"]),
            CatalogField(
                "partner", isRequired: true, synonyms: ["partner_code", "partner_id", "customer", "supplier"]),
            CatalogField("side", .choice(["sell", "buy"])),
            CatalogField("product", synonyms: ["product_code"]),
            CatalogField(
                "kind", .choice(["code", "ip", "trunk", "tech_prefix", "switch_id"]),
                synonyms: ["account_kind", "type"]),
            CatalogField("parent", synonyms: ["parent_account"]),
        ])

    public static let dids = CatalogSubject(
        name: "did", plural: "dids",
        fields: [
            entityField,
            CatalogField(
                "number", .telephoneNumber, isRequired: true, synonyms: ["did", "did_number", "phone_number"]),
            CatalogField("partner", synonyms: ["partner_code", "partner_id", "customer"]),
            CatalogField("product", synonyms: ["product_code"]),
            CatalogField(
                "from", .date, isRequired: true, key: "from_on", synonyms: ["first_day", "start_date", "valid_from"]),
            CatalogField("to", .dateOrNone, key: "to_on", synonyms: ["last_day", "end_date", "valid_to"]),
            CatalogField("monthly_fee", .money, key: "monthly_fee_micros", synonyms: ["monthly", "recurring_fee"]),
            CatalogField("setup_fee", .money, key: "setup_fee_micros", synonyms: ["setup", "one_time_fee"]),
            CatalogField("currency", .currency),
            CatalogField("supplier", synonyms: ["supplier_code"]),
        ])

    public static let assignments = CatalogSubject(
        name: "assignment", plural: "assignments",
        fields: [
            entityField,
            CatalogField(
                "partner", isRequired: true, synonyms: ["partner_code", "partner_id", "customer", "supplier"]),
            CatalogField("card", isRequired: true, synonyms: ["rate_card", "card_name", "ratecard"]),
            CatalogField("side", .choice(["sell", "buy"])),
            CatalogField("product", synonyms: ["product_code"]),
            CatalogField("from", .moment, synonyms: ["effective_from", "valid_from", "start_date"]),
            CatalogField("to", .moment, synonyms: ["effective_to", "valid_to", "end_date"]),
        ])
}
