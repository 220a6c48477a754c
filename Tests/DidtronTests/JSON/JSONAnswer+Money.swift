extension JSONAnswer {
    private static let bankFile = """
        date,amount,payer,reference
        2026-11-03,1.00,Acme Limited,INV-main-2026-000001
        2026-11-04,-2.00,Bank,fees

        """

    /// After the others: payments, deposits, journals by hand, periods and seals.
    static let money = [
        JSONAnswer(name: "status", command: "status"),
        JSONAnswer(name: "cdr-find", command: "cdr find --from 2026-10-03 --to 2026-10-04"),
        JSONAnswer(
            name: "cdr-correct",
            command: "cdr correct --side sell --stated nobody --account acme --dry-run --reason typo"),
        JSONAnswer(name: "partner-open-items", command: "partner open-items"),
        JSONAnswer(name: "payment-record", command: "payment record acme --amount 3 --value-date 2026-11-02"),
        JSONAnswer(name: "payment-unallocate", command: "payment unallocate PAY-main-2026-000001"),
        JSONAnswer(
            name: "payment-allocate", command: "payment allocate PAY-main-2026-000001 --invoice INV-main-2026-000001=2"),
        JSONAnswer(name: "payment-show", command: "payment show PAY-main-2026-000001"),
        JSONAnswer(
            name: "payment-refund", command: "payment refund acme --amount 1 --value-date 2026-11-03 --reason overpaid"),
        JSONAnswer(
            name: "payment-write-off",
            command: "payment write-off acme --invoice INV-main-2026-000001=0.24 --reason rest"
        ),
        JSONAnswer(
            name: "ledger-journal-payable", command: "ledger journal -",
            input: "debit,credit,amount,currency,partner,on,description\ncost,payable,5,USD,bolt,2026-11-01,Routes\n"),
        JSONAnswer(
            name: "payment-record-advance",
            command: "payment record bolt --to-supplier --advance --amount 10 --value-date 2026-11-03"
        ),
        JSONAnswer(
            name: "payment-apply-advance",
            command: "payment apply-advance PAY-main-2026-000002 --amount 0.01 --on 2026-11-03"),
        JSONAnswer(name: "payment-list", command: "payment list"),
        JSONAnswer(name: "payment-import", command: "payment import - --currency USD", input: bankFile),
        JSONAnswer(name: "payment-files", command: "payment files"),
        JSONAnswer(name: "payment-confirm", command: "payment confirm 1 --line 1 --partner acme"),
        JSONAnswer(name: "payment-ignore", command: "payment ignore 1 --line 2 --reason fees"),
        JSONAnswer(
            name: "payment-reverse", command: "payment reverse REF-main-2026-000001 --on 2026-11-04 --reason returned"),
        JSONAnswer(name: "partner-ageing", command: "partner ageing"),
        JSONAnswer(
            name: "partner-import-prepaid", command: "partner import -",
            input: "partner,role,currency,payment_mode\nsolo,customer,USD,prepaid\n"),
        JSONAnswer(name: "topup", command: "topup solo --amount 50 --value-date 2026-11-02"),
        JSONAnswer(name: "partner-change-mode", command: "partner change-mode solo --mode postpaid --dry-run"),
        JSONAnswer(name: "deposit-hold", command: "deposit hold solo --amount 5"),
        JSONAnswer(name: "deposit-capture", command: "deposit capture 1 --amount 4"),
        JSONAnswer(name: "deposit-holds", command: "deposit holds"),
        JSONAnswer(name: "deposit-release", command: "deposit release 1"),
        JSONAnswer(name: "deposit-marks", command: "deposit marks"),
        JSONAnswer(
            name: "ledger-chart-add", command: "ledger chart add wages --name Wages --class expense"),
        JSONAnswer(name: "ledger-chart-list", command: "ledger chart list"),
        JSONAnswer(name: "ledger-chart-kinds", command: "ledger chart kinds"),
        JSONAnswer(
            name: "ledger-journal", command: "ledger journal -",
            input: "debit,credit,amount,currency,on,description\nwages,bank,12.50,USD,2026-11-05,Wages\n"),
        JSONAnswer(
            name: "ledger-journal-proposed", command: "ledger journal - --propose",
            input: "debit,credit,amount,currency,on,description\nwages,bank,1,USD,2026-11-05,One\n"),
        JSONAnswer(
            name: "ledger-journal-proposed-again", command: "ledger journal - --propose",
            input: "debit,credit,amount,currency,on,description\nwages,bank,2,USD,2026-11-05,Two\n"),
        JSONAnswer(name: "ledger-journals", command: "ledger journals --waiting"),
        JSONAnswer(name: "ledger-refuse", command: "ledger refuse 15 --reason twice"),
        JSONAnswer(name: "ledger-show", command: "ledger show 14"),
        JSONAnswer(name: "ledger-approve", command: "ledger approve 14"),
        JSONAnswer(
            name: "ledger-reverse", command: "ledger reverse JV-main-2026-000002 --on 2026-11-06 --reason twice"),
        JSONAnswer(
            name: "ledger-open", command: "ledger open - --as-of 2026-09-30",
            input: "account,amount,currency,functional_amount\nbank,100,EUR,105\n"),
        JSONAnswer(name: "ledger-fx", command: "ledger fx --as-of 2026-10-31"),
        JSONAnswer(name: "ledger-account", command: "ledger account --type bank --currency USD"),
        JSONAnswer(name: "ledger-statement", command: "ledger statement acme"),
        JSONAnswer(name: "ledger-lock", command: "ledger lock --until 2026-09-30 --reason reported"),
        JSONAnswer(name: "ledger-locks", command: "ledger locks"),
        JSONAnswer(name: "ledger-unlock", command: "ledger unlock --reason again"),
        JSONAnswer(
            name: "fx-import-of-the-month", command: "fx import - --reason rates",
            input: "from,to,effective_on,rate\nEUR,USD,2026-10-31,1.2\n"),
        JSONAnswer(name: "ledger-revalue", command: "ledger revalue --month 2026-10"),
        JSONAnswer(name: "ledger-seal", command: "ledger seal"),
        JSONAnswer(name: "ledger-verify", command: "ledger verify"),
    ]
}
