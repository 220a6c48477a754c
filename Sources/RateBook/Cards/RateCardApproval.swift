internal import Catalog
internal import Database
public import Postgres
import RateCards
internal import Vocabulary

/// Puts drafts into effect, and takes them back.
public enum RateCardApproval {
    /// Approves a draft of a card: the one of that number, or the latest. Returns it and the numbers of the versions whose
    /// place it takes.
    ///
    /// - Parameters:
    ///   - atMicros: now, in UTC microseconds.
    ///   - actor: who approves; not who imported it where the setting asks for a second person.
    ///   - onWaiting: gets a sentence before a wait for somebody else who changes the card.
    /// - Throws: `Refusal` where there is no such draft, or it may not be approved.
    public static func approve(
        _ card: RateCard, number: Int64?, atMicros now: Int64, actor: String, onWaiting: (String) -> Void = { _ in },
        on connection: Connection
    ) throws -> (version: RateCardVersion, withdrawn: [Int64]) {
        try connection.transactionRetrying {
            try card.lock(actor: actor, onWaiting: onWaiting, on: connection)
            let versions = try card.versions(on: connection)
            let version = try chosen(card, versions, number: number) { $0.state == .draft }
            guard version.state == .draft else {
                throw Refusal(
                    .conflict, "ratecard.version_not_a_draft",
                    "Version \(version.number) of card \(card.name) is \(version.state) already",
                    facts: ["card": card.name])
            }
            try refuseSameApprover(of: version, card, actor: actor, on: connection)
            try refuseStale(version, card, versions)
            try refuseUnasked(version, card, versions, atMicros: now)
            return (version, try approve(version.id, actor: actor, on: connection))
        }
    }

    /// Takes a version back that is not in effect: the one of that number, or the latest draft or scheduled one. Returns it
    /// and the numbers of those that its approval had displaced, which are approved again.
    ///
    /// - Parameters:
    ///   - atMicros: now, in UTC microseconds.
    ///   - onWaiting: gets a sentence before a wait for somebody else who changes the card.
    /// - Throws: `Refusal` where there is none, it is too late, or a later version would bring its prices back.
    public static func withdraw(
        _ card: RateCard, number: Int64?, atMicros now: Int64, actor: String, onWaiting: (String) -> Void = { _ in },
        on connection: Connection
    ) throws -> (version: RateCardVersion, restored: [Int64]) {
        try connection.transactionRetrying {
            try card.lock(actor: actor, onWaiting: onWaiting, on: connection)
            let versions = try card.versions(on: connection)
            let version = try chosen(card, versions, number: number) {
                [.draft, .scheduled].contains(versions.stage(of: $0, atMicros: now))
            }
            switch versions.stage(of: version, atMicros: now) {
            case .draft, .scheduled: break
            case .withdrawn:
                let place = versions.first { $0.id == version.displacedByID }.map {
                    ". Version \($0.number) took its place"
                }
                throw Refusal(
                    .conflict, "ratecard.withdrawn_already",
                    "Version \(version.number) of card \(card.name) is withdrawn already\(place ?? "")",
                    facts: ["card": card.name])
            case .inEffect, .superseded:
                throw Refusal(
                    .conflict, "ratecard.version_was_in_effect",
                    "Version \(version.number) of card \(card.name) has been in effect since \(version.effectiveFrom) and "
                        + "may have priced calls",
                    facts: ["card": card.name, "effective": version.effectiveFrom])
            }
            for restored in versions where restored.displacedByID == version.id {
                let other = versions.first {
                    $0.state == .approved && $0.id != version.id
                        && $0.effectiveFromMicros == restored.effectiveFromMicros
                }
                guard let other else { continue }
                throw Refusal(
                    .conflict, "ratecard.versions_begin_together",
                    "Version \(restored.number), which would be in effect again, begins when version \(other.number) does",
                    facts: ["card": card.name, "version": "\(other.number)"])
            }
            try WithdrawnPrices.refuse(returnOf: version, versions, on: connection)
            let result = try connection.run(
                job: "withdraw_card_version",
                [
                    "version_id": .id(version.id), "at": .text(RateSheet.text(utcMicros: now)), "actor": .text(actor),
                ])
            _ = try result["withdraw"].only()
            return (version, try result["restore"].map { try $0.int("number") }.sorted())
        }
    }

    /// Returns the numbers of the versions withdrawn.
    static func approve(_ versionID: CardVersionID, actor: String, on connection: Connection) throws -> [Int64] {
        try refuseCoarseRounding(versionID, on: connection)
        let result = try connection.run(
            job: "approve_card_version", ["version_id": .id(versionID), "actor": .text(actor)])
        _ = try result["approve"].only()
        return try result["withdraw"].map { try $0.int("number") }.sorted()
    }

    static func chosen(
        _ card: RateCard, _ versions: [RateCardVersion], number: Int64?, where isWanted: (RateCardVersion) -> Bool
    ) throws -> RateCardVersion {
        let chosen = versions.first { version in
            if let number { version.number == number } else { isWanted(version) }
        }
        guard let chosen else {
            throw number.map { Refusal.noVersion($0, of: card) }
                ?? Refusal(
                    .notFound, "ratecard.no_draft", "Card \(card.name) has no draft", facts: ["card": card.name])
        }
        return chosen
    }

    /// Calls are rounded behind the conversion to the currency of an agreement, which must not turn charges into nothing.
    private static func refuseCoarseRounding(_ versionID: CardVersionID, on connection: Connection) throws {
        guard let row = try connection.run(query: "too_coarse_rounding", ["version_id": .id(versionID)]).first else {
            return
        }
        let decimals = try row.int("decimals"), minorDigits = try row.int("minor_digits")
        throw Refusal(
            .conflict, "ratecard.rounding_too_coarse",
            "The deck rounds calls to \(AmountText.count(decimals, "decimal")), too coarse for the \(minorDigits) of "
                + "\(try row.string("agreement_currency")), the currency of partner \(try row.string("partner_code")) to "
                + "whom the card, in \(try row.string("card_currency")), is assigned: it needs rounding_decimals of at "
                + "least \(minorDigits)")
    }

    private static func refuseSameApprover(
        of version: RateCardVersion, _ card: RateCard, actor: String, on connection: Connection
    ) throws {
        guard version.importedBy == actor, try Setting.secondApprover.isOn(on: connection) else { return }
        throw Refusal(
            .forbidden, "ratecard.same_approver",
            "\(actor) imported version \(version.number) of card \(card.name), and the setting "
                + "\(Setting.secondApprover.name) asks for somebody else to approve it",
            facts: ["card": card.name, "version": "\(version.number)"])
    }

    /// A draft says what it changes against the version that it was made against, and keeps some of that version's rates.
    private static func refuseStale(
        _ version: RateCardVersion, _ card: RateCard, _ versions: [RateCardVersion]
    ) throws {
        // Older drafts do not say what they were made against.
        guard version.importedBy != nil else { return }
        let followed = versions.without(ids: version.replacedIDs).inEffect(atMicros: version.effectiveFromMicros)
        if followed?.id == version.baseID { return }
        let base = versions.first { $0.id == version.baseID }
        if followed == nil, let base, version.replacedIDs.contains(base.id), base.state == .approved { return }
        throw Refusal(
            .conflict, "ratecard.draft_is_stale",
            "Version \(version.number) of card \(card.name) was made against "
                + "\(base.map { "version \($0.number)" } ?? "no version"), but it would follow "
                + "\(followed.map { "version \($0.number)" } ?? "none") now",
            facts: ["card": card.name, "version": "\(version.number)"])
    }

    /// What becomes of versions that take over later was asked for those that were scheduled when the deck was imported, and
    /// answered for versions that had not begun.
    private static func refuseUnasked(
        _ version: RateCardVersion, _ card: RateCard, _ versions: [RateCardVersion], atMicros now: Int64
    ) throws {
        let replaced = versions.with(ids: version.replacedIDs).filter { $0.state == .approved }
        if let begun = replaced.first(where: {
            $0.effectiveFromMicros > version.receivedMicros && $0.effectiveFromMicros <= now
        }) {
            throw Refusal(
                .conflict, "ratecard.replaced_has_begun",
                "Version \(version.number) of card \(card.name) would take the place of version \(begun.number), which has been "
                    + "in effect since \(begun.effectiveFrom) and may have priced calls",
                facts: ["card": card.name, "version": "\(version.number)"])
        }
        let asked = version.replacedIDs.union(version.keptIDs)
        guard let unasked = versions.scheduled(afterMicros: version.effectiveFromMicros).without(ids: asked).first
        else { return }
        throw Refusal(
            .conflict, "ratecard.unasked_version",
            "Version \(unasked.number) takes over on \(unasked.effectiveFrom), after version \(version.number) of card "
                + "\(card.name), and was not there when that was imported: nobody has said which of the two is to hold then",
            facts: ["card": card.name, "version": "\(version.number)"])
    }
}
