import Calendar
import Foundation
import Catalog
import Hummingbird
import RateBook
import Vocabulary

/// The page of a card: its versions, whom it prices, its rates, and what a number costs.
enum RateCardPage {
    static let routes: [Route] = [
        .get("\(RateCardListPage.path)/:card", .needs(.seeRateCards), show),
        .get("\(RateCardListPage.path)/:card/rates.csv", .needs(.seeRateCards)) { try await export($0, as: .csv) },
        .get("\(RateCardListPage.path)/:card/rates.xlsx", .needs(.seeRateCards)) { try await export($0, as: .xlsx) },
    ]

    private static let size: Int64 = 50
    private static let rowsMax: Int64 = 1_000_000

    /// A partner priced by the card, as `Catalog.list` has it.
    struct Assignment: Decodable, Sendable {
        var partner: String
        var side: String
        var product: String
        var card: String
        var from: String?
        var to: String?
        var entity: String
    }

    private static func show(_ request: PageRequest) async throws -> Response {
        let name = request.part("card")
        let entityID = request.session.entityID
        let entity = request.session.entityCode
        let fields = request.query
        let place = ListPlace(fields)
        let nowMicros = Int64(Date().timeIntervalSince1970) * 1_000_000
        let number = fields["number"].map { $0.filter(\.isNumber) }.flatMap { $0.isEmpty || $0.count > 20 ? nil : $0 }
        let (view, entities) = try await request.read { connection in
            let card = try RateCard(named: name, entityID: entityID, on: connection)
            let versions = try card.versions(on: connection)
            let chosen =
                fields["version"].flatMap { Int64($0) }.flatMap { number in versions.first { $0.number == number } }
                ?? versions.first { versions.stage(of: $0, atMicros: nowMicros) == .inEffect } ?? versions.first
            var view = RateCardView(card: card, versions: versions, chosen: chosen, nowMicros: nowMicros)
            view.assignments = try Catalog.list(.assignments, code: card.name, on: connection)
                .decoded(as: Assignment.self).filter { $0.card == card.name && $0.entity == entity }
            if let chosen {
                var listing = RateListing(versionID: chosen.id)
                listing.sought = fields["q"]
                view.rates = try listing.rows(
                    after: place.id.map { (place.key ?? "", $0) }, limit: size + 1, on: connection)
                if let number { view.ofNumber = (number, try listing.rates(ofNumber: number, on: connection)) }
            }
            return (view, try Shell.entities(request, on: connection))
        }
        let content = Sheet(
            header: PageHeader(
                title: view.card.name, badge: view.badge, actions: request.may(.changeCards) ? view.actions : []),
            facts: view.facts,
            filters: view.filters(fields), sections: view.sections(fields, place, size: Int(size)))
        return request.sheet(
            Shell(
                request, title: "Rate card \(name)",
                crumbs: [
                    .billing,
                    Shell.Crumb(title: "Rate cards", href: RateCardListPage.path), Shell.Crumb(title: name),
                ], entities: entities), content)
    }

    private static func export(_ request: PageRequest, as form: TableFile.Form) async throws -> Response {
        let name = request.part("card")
        let entityID = request.session.entityID
        let fields = request.query
        let nowMicros = Int64(Date().timeIntervalSince1970) * 1_000_000
        let limit: Int64 = form == .csv ? rowsMax : 200_000
        let (number, rates) = try await request.read { connection in
            let card = try RateCard(named: name, entityID: entityID, on: connection)
            let versions = try card.versions(on: connection)
            guard
                let chosen = fields["version"].flatMap({ Int64($0) })
                    .flatMap({ number in versions.first { $0.number == number } })
                    ?? versions.first(where: { versions.stage(of: $0, atMicros: nowMicros) == .inEffect })
                    ?? versions.first
            else { throw Refusal.noPage }
            var listing = RateListing(versionID: chosen.id)
            listing.sought = fields["q"]
            return (chosen.number, try listing.rows(limit: limit + 1, on: connection))
        }
        try TableFile.demand(rows: rates.count, max: Int(limit))
        let titles = [
            "prefix", "destination", "rate_per_min", "setup_fee", "increments", "effective_from", "effective_to",
            "variant", "blocked",
        ]
        let rows = rates.map { rate in
            [
                rate.prefix, rate.destination, RateCardView.plain(rate.nanosPerMinute),
                RateCardView.plain(rate.setupFeeNanos), "\(rate.initialS)/\(rate.incrementS)", rate.effectiveFrom,
                rate.effectiveTo ?? "", rate.variant ?? "", rate.blocked ? "yes" : "",
            ]
        }
        return try TableFile.response(request, [titles] + rows, name: "\(name)-\(number)", as: form)
    }
}
