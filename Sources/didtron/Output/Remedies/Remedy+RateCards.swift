extension Remedy {
    static let rateCards: [String: String] = [
        "rate.twice": "Take one of the two out of the deck.",
        "ratecard.assigned_to_nobody": "`didtron ratecard assign` assigns it.",
        "ratecard.bands_of_a_draft":
            "Import the deck with --approve, or leave the bands out and import them with `didtron ratecard bands import`.",
        "ratecard.bands_overlap": "Correct the windows in the file and run the command again.",
        "ratecard.bands_start_then": "State another start with --effective.",
        "ratecard.bands_without_start": "State it with --effective.",
        "ratecard.draft_is_stale": "Withdraw it and import the deck again to see what it changes.",
        "ratecard.exchange_rate_too_old":
            "Import a newer one with `didtron fx import`, or compare at another instant with --at.",
        "ratecard.exists": "`didtron ratecard list` shows it.",
        "ratecard.no_draft": "`didtron ratecard import` makes one.",
        "ratecard.no_exchange_rate": "Import one with `didtron fx import`; `didtron fx list` shows those there are.",
        "ratecard.no_version": "`didtron ratecard show --card {card}` lists them.",
        "ratecard.no_version_in_effect": "`didtron ratecard show --card {card}` lists its versions.",
        "ratecard.not_assignable":
            "Assign it by itself (`didtron ratecard assign`) and import the deck without --{role}.",
        "ratecard.not_assigned": "`didtron partner show {partner}` lists its cards.",
        "ratecard.not_found": "`didtron ratecard list` shows those there are.",
        "ratecard.not_found_to_generate":
            "`didtron ratecard list` shows those there are. State its --currency to make it.",
        "ratecard.nothing_to_export": "--version N writes a draft.",
        "ratecard.other_currency": "Give this deck another card.",
        "ratecard.other_origins":
            "Give both cards the same groups of callers with `didtron origin import`, or leave one of the cards out.",
        "ratecard.other_side": "Give this deck another card.",
        "ratecard.other_time_bands":
            "Give both cards the same windows with `didtron ratecard bands import`, or leave one of the cards out.",
        "ratecard.other_zone": "Leave --zone out, or give this deck another card.",
        "ratecard.replaced_has_begun":
            "Withdraw version {version}, and import its deck again with --approve if that is what it means.",
        "ratecard.rounding_too_coarse": "Import the deck again with such a column, or assign another card.",
        "ratecard.same_approver": "Somebody else approves it; --as says who that is.",
        "ratecard.second_approver": "Import without --approve.",
        "ratecard.unasked_version": "Withdraw version {version} and import its deck again, which asks.",
        "ratecard.version_exists": "Run the same command again.",
        "ratecard.version_not_a_draft": "`didtron ratecard show --card {card}` lists its versions.",
        "ratecard.version_starts_then": "State another start with --effective, or withdraw that version first.",
        "ratecard.version_unchangeable": "Import a deck that takes its place.",
        "ratecard.version_was_in_effect":
            "Import the right deck with --effective {effective}, which takes its place from then on (`didtron ratecard "
            + "export --version N` writes an earlier one), and rate the calls again.",
        "ratecard.versions_begin_together": "Withdraw version {version} first.",
        "ratecard.withdrawal_returns_prices":
            "Withdraw version {heir} first, then version {version}, and import the deck of version {heir} again.",
        "ratecard.withdrawn_already": "`didtron ratecard show --card {card}` lists its versions.",
        "ratecard.without_versions": "`didtron ratecard import` makes one.",
    ]

    /// Files of decks and of what belongs to them.
    static let decks: [String: String] = [
        "deck.several": "State one with --deck.",
        "workbook.cannot_be_written": "State another file with --output.",
    ]
}
