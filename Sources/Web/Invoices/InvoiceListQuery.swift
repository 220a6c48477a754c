import Calendar
import Money
import Receivables

/// The state of the list as its address has it: filters, order and place.
struct InvoiceListQuery: Sendable {
    struct Page: Sendable {
        var size: Int64 = 50
        var place: InvoiceListing.Place?
        var isBackward = false
        /// Number of the row at the place, from 1.
        var ordinal: Int64 = 0
    }

    var listing: InvoiceListing
    var page = Page()
    /// What was stated, without the place.
    var fields: FormFields
    /// By the name of the field.
    var problems: [String: String] = [:]

    static let sizes: [Int64] = [50, 100, 250]

    init(_ request: PageRequest) {
        self.init(request.query, InvoiceListing(entityID: request.session.entityID))
    }

    init(_ query: FormFields, _ empty: InvoiceListing) {
        listing = empty
        fields = query.removing(["after", "before"])
        listing.view = query["view"].flatMap(InvoiceListing.View.init) ?? .every
        listing.sought = query["q"]
        listing.partner = query["partner"]
        if let period = query["period"] {
            if let known = BillingPeriod(period) {
                listing.periodStart = "\(known.first)"
                listing.periodEnd = "\(known.endBefore)"
            } else {
                problems["period"] = "Enter the period as a month, such as 2026-10"
            }
        }
        if let currency = query["currency"] {
            if Currency(code: currency.uppercased()) != nil {
                listing.currency = currency.uppercased()
            } else {
                problems["currency"] = "Enter a currency, such as USD"
            }
        }
        if let min = query["min"] {
            let digits = Currency.minorDigits(of: listing.currency ?? "")
            switch (MoneyInput(min, digits: digits).minor, listing.currency) {
            case (let minor?, .some): listing.minMinor = minor
            case (.some, nil): problems["min"] = "Choose a currency for this amount"
            case (nil, _):
                problems["min"] = "Enter an amount, such as 1,234\(digits == 0 ? "" : ".\("500".prefix(digits))")"
            }
        }
        let sort = query["sort"] ?? "-number"
        if let order = InvoiceListing.Order(rawValue: String(sort.drop { $0 == "-" })) {
            listing.order = order
            listing.isDescending = sort.hasPrefix("-")
        }
        if let size = query["size"].flatMap({ Int64($0) }), Self.sizes.contains(size) { page.size = size }
        if let cursor = query["after"].flatMap(PageCursor.init) {
            page.place = cursor.place
            page.ordinal = cursor.ordinal
        } else if let cursor = query["before"].flatMap(PageCursor.init) {
            page.place = cursor.place
            page.ordinal = cursor.ordinal
            page.isBackward = true
        }
        if !isPlaceSound { page = Page(size: page.size) }
    }

    /// A place by another order, or made up, begins at the first row.
    private var isPlaceSound: Bool {
        guard let place = page.place else { return true }
        return switch listing.order {
        case .number, .total, .open: Int64(place.text) != nil
        case .due: CivilDay(place.text) != nil || place.text == "infinity"
        case .customer: true
        }
    }

    var hasFilters: Bool { !chips.isEmpty }

    /// Each filter in words, with the list without it.
    var chips: [Filters.Chip] {
        let words = [
            ("q", "number"), ("partner", "customer"), ("period", "period"), ("currency", "currency"),
            ("min", "total from"),
        ]
        return words.compactMap { name, words in
            fields[name].map { value in
                Filters.Chip(
                    text: "\(words) \(value)", href: fields.setting(name, nil).address(InvoiceListPage.path))
            }
        }
    }
}

/// The place where a page of a list begins, as its address has it: opaque, with the number of the row.
struct PageCursor: Sendable {
    var ordinal: Int64
    var place: InvoiceListing.Place

    init(ordinal: Int64, place: InvoiceListing.Place) {
        self.ordinal = ordinal
        self.place = place
    }

    init?(_ text: String) {
        let parts = text.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let ordinal = Int64(parts[0]), let id = Int64(parts[1]), ordinal >= 0 else {
            return nil
        }
        self.ordinal = ordinal
        place = InvoiceListing.Place(text: String(parts[2]), id: id)
    }

    var text: String { "\(ordinal).\(place.id).\(place.text)" }
}
