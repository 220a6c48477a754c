extension Remedy {
    /// Payments, allocations, deposits.
    static let payments: [String: String] = [
        "allocation.in_a_locked_period": "State a later day with --on.",
        "allocation.none": "`didtron payment show {payment}` shows what it settles.",
        "allocation.nothing_open": "`didtron partner open-items` shows what is open.",
        "bankfile.imported_already": "`didtron payment files` shows it.",
        "bankfile.not_found": "`didtron payment files` lists them.",
        "bankfile.totals": "Ask the bank for the whole statement.",
        "bankline.not_found": "`didtron payment files {file}` shows its lines.",
        "bankline.outgoing":
            "Record it with `didtron payment record`, and leave the line aside with `didtron payment ignore`.",
        "bankline.resolved": "`didtron payment files {file} --json` shows all lines.",
        "bankline.unknown_payer": "Say whose it is with --partner.",
        "billing.changed_meanwhile": "Run the same command again.",
        "deposit.hold_captured": "`didtron deposit release {hold}` lets go of it.",
        "deposit.marked_meanwhile": "Run the same command again.",
        "deposit.no_hold": "`didtron deposit holds` shows those that keep something.",
        "deposit.not_enough": "`didtron partner balance` shows what is available.",
        "deposit.not_prepaid": "`didtron partner list` shows who does.",
        "invoice.settled_beyond_total": "`didtron partner open-items` shows what is open.",
        "payment.advance_too_small": "`didtron payment show {payment}` shows what is left of it.",
        "payment.advance_used": "Reverse those uses first: `didtron payment list --purpose advance_use` shows them.",
        "payment.allocated_beyond_total": "`didtron payment list --unapplied` shows what is left.",
        "payment.more_than_due": "Pay what goes beyond it as an advance, with --advance.",
        "payment.more_than_open": "`didtron partner open-items` shows what is open.",
        "payment.no_advance": "`didtron payment list --purpose advance` shows advances.",
        "payment.no_exchange_rate":
            "State with --counts what it is worth, or import the rate with `didtron fx import`.",
        "payment.not_found": "`didtron payment list` shows ids and numbers.",
        "payment.nothing_unapplied": "`didtron payment show {payment}` shows what it settles.",
        "payment.refunded": "Reverse the refund first: `didtron payment show {payment}` names it.",
        "payment.refunds_together": "Record the second when the first is done.",
        "payment.reversed_already": "`didtron payment show {payment}` shows it.",
        "tax.account": "`didtron ledger chart` shows the chart; `didtron ledger chart add` adds to it.",
        "tax.rate_missing": "Import the profile with a rate whose from is empty.",
        "tax.used": "State a later day, or add a profile of another code.",
    ]
}
