// Answers of the subject, from what its target gives.

internal import Catalog
import Contracts
import Money
internal import Postgres
internal import Receivables

extension JSON.CatalogImported {
    init(_ found: CatalogReport) {
        self.init(
            subject: found.subject, rows: found.rows, added: found.added,
            changes: found.changes.map(JSON.CatalogChange.init), unchanged: found.unchanged, notes: found.notes,
            ignoredColumns: found.ignoredColumns
        )
    }
}

extension JSON.CatalogChange {
    init(_ found: CatalogReport.Change) {
        self.init(
            line: found.line, key: found.key, field: found.field, from: found.from, to: found.to, firstOn: found.firstOn
        )
    }
}

extension JSON.Entity: RowAnswer {
    init(_ row: Row) throws {
        try self.init(
            entity: row.string("entity"), name: row.string("name"), currency: row.string("currency"),
            zone: row.string("zone")
        )
    }
}

extension JSON.Partner: RowAnswer {
    init(_ row: Row) throws {
        try self.init(
            partner: row.string("partner"), name: row.string("name"), role: row.string("role"),
            side: row.string("side"), paymentMode: row.optionalString("payment_mode"), currency: row.string("currency"),
            zone: row.string("zone"), cycle: row.string("cycle"), termsDays: row.int("terms_days"),
            termsKind: row.string("terms_kind"), creditLimitMicros: JSONText.micros(row["credit_limit"]),
            rounding: row.optionalString("rounding"), tax: row.optionalString("tax"),
            noticeIncreaseDays: row.optionalInt("notice_increase_days"),
            noticeDecreaseDays: row.optionalInt("notice_decrease_days"),
            noticeNewDays: row.optionalInt("notice_new_days"), noticeClosedDays: row.optionalInt("notice_closed_days"),
            noticeBlockedDays: row.optionalInt("notice_blocked_days"), fromOn: row.optionalString("from"),
            toOn: row.optionalString("to"), entity: row.string("entity")
        )
    }
}

extension JSON.Tax: RowAnswer {
    init(_ row: Row) throws {
        try self.init(
            profile: row.string("profile"), name: row.string("name"), treatment: row.string("treatment"),
            prices: row.string("prices"), taxPoint: row.string("tax_point"), rounding: row.string("rounding"),
            tax: row.optionalString("tax"),
            rateMillionths: row.optionalString("rate").map { try DecimalText.parse($0, decimals: 4) },
            fromOn: row.optionalString("from"), account: row.optionalString("account"),
            sentence: row.optionalString("sentence"), entity: row.string("entity")
        )
    }
}

extension JSON.Party: RowAnswer {
    init(_ row: Row) throws {
        try self.init(
            entity: row.optionalString("entity"), partner: row.optionalString("partner"),
            legalName: row.optionalString("legal_name"), address: row.optionalString("address"),
            city: row.optionalString("city"), region: row.optionalString("region"),
            postalCode: row.optionalString("postal_code"), country: row.optionalString("country"),
            registrationNumber: row.optionalString("registration_number"), taxIds: row.optionalString("tax_ids"),
            language: row.optionalString("language"), reference: row.optionalString("reference"),
            fromOn: row.optionalString("from"), toOn: row.optionalString("to")
        )
    }
}

extension JSON.Bank: RowAnswer {
    init(_ row: Row) throws {
        try self.init(
            entity: row.optionalString("entity"), partner: row.optionalString("partner"),
            currency: row.string("currency"), holder: row.optionalString("holder"), iban: row.optionalString("iban"),
            accountNumber: row.optionalString("account_number"), bic: row.optionalString("bic"),
            bankName: row.optionalString("bank_name"), correspondentBic: row.optionalString("correspondent_bic"),
            fromOn: row.optionalString("from"), toOn: row.optionalString("to")
        )
    }
}

extension JSON.Contact: RowAnswer {
    init(_ row: Row) throws {
        try self.init(
            entity: row.optionalString("entity"), partner: row.optionalString("partner"),
            purpose: row.string("purpose"), name: row.optionalString("name"), mail: row.optionalString("mail"),
            phone: row.optionalString("phone")
        )
    }
}

extension JSON.Account: RowAnswer {
    init(_ row: Row) throws {
        try self.init(
            account: row.string("account"), partner: row.string("partner"), side: row.string("side"),
            product: row.string("product"), kind: row.string("kind"), parent: row.optionalString("parent"),
            entity: row.string("entity")
        )
    }
}

extension JSON.Product: RowAnswer {
    init(_ row: Row) throws {
        try self.init(
            product: row.string("product"), name: row.optionalString("name"), direction: row.string("direction"),
            entity: row.string("entity")
        )
    }
}

extension JSON.Switch: RowAnswer {
    init(_ row: Row) throws {
        try self.init(
            switch: row.string("switch"), zone: row.string("zone"), entity: row.string("entity"),
            internationalPrefixes: row.optionalString("international_prefixes"),
            techPrefixes: row.optionalString("tech_prefixes"), homeCountry: row.optionalString("home_country"),
            nationalPrefix: row.optionalString("national_prefix"),
            nationalDigits: row.optionalString("national_digits"),
            numberSeparators: row.optionalString("number_separators"), numberUris: row.optionalString("number_uris"),
            anonymousCallers: row.optionalString("anonymous_callers")
        )
    }
}

extension JSON.DID: RowAnswer {
    init(_ row: Row) throws {
        try self.init(
            number: row.string("number"), partner: row.string("partner"), product: row.string("product"),
            fromOn: row.string("from"), toOn: row.optionalString("to"),
            monthlyFeeMicros: JSONText.micros(row["monthly_fee"]), setupFeeMicros: JSONText.micros(row["setup_fee"]),
            currency: row.string("currency"), supplier: row.optionalString("supplier"), entity: row.string("entity")
        )
    }
}

extension JSON.Assignment: RowAnswer {
    init(_ row: Row) throws {
        try self.init(
            partner: row.string("partner"), side: row.string("side"), product: row.string("product"),
            card: row.string("card"), currency: row.string("currency"), fromAt: row.optionalString("from"),
            toAt: row.optionalString("to"), entity: row.string("entity")
        )
    }
}

extension JSON.Destination: RowAnswer {
    init(_ row: Row) throws {
        try self.init(prefix: row.string("prefix"), destination: row.string("destination"))
    }
}

extension JSON.DestinationMapping: RowAnswer {
    init(_ row: Row) throws {
        try self.init(
            name: row.string("name"), destination: row.optionalString("destination"),
            method: row.optionalString("method"), prefixes: row.optionalInt("prefixes"),
            matched: row.optionalInt("matched"), isReviewed: row.string("reviewed") == "yes",
            reviewedBy: row.optionalString("reviewed_by"), reviewedAt: row.optionalString("reviewed_at")
        )
    }
}

extension JSON.DIDCharges {
    init(_ found: DIDCharging.Report) {
        self.init(
            charges: found.charges.map(JSON.DIDCharge.init), numbersBegunEarlier: found.numbersBegunEarlier,
            begunEarlierOn: found.begunEarlierOn
        )
    }
}

extension JSON.DIDCharge {
    init(_ found: DIDCharging.Charge) {
        self.init(
            number: found.number, partner: found.partner, product: found.product, kind: found.kind,
            periodStartOn: found.servicePeriod, periodEndOn: found.periodEndOn, days: found.days,
            periodDays: found.periodDays, amountMicros: found.amountMicros, currency: found.currency,
            minorDigits: found.minorDigits, isPrepaid: found.prepaid
        )
    }
}
