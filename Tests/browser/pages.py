"""The pages that are looked at: name, path and who sees them."""

import functools
import re


@functools.cache
def all_pages(carrier):
    """Every page of the slice, full and empty, with the ids that this carrier gave."""
    import json

    invoices = json.loads(carrier.run("invoice", "list", "--json"))
    drafts = [item["invoice_id"] for item in invoices if item["state"] == "draft" and item["partner"].startswith("c")]
    issued = {item["partner"]: item["invoice_id"] for item in invoices if item["state"] == "issued"}
    root = "/admin/billing"
    paid = issued["c01"]
    return [
        ("sign-in", "/sign-in", None),
        ("overview", root, "finance"),
        ("overview-month", f"{root}?month=2026-09", "super"),
        ("overview-quiet-month", f"{root}?month=2026-02", "reader"),
        ("customers", f"{root}/customers", "finance"),
        ("customers-none", f"{root}/customers?q=nobody", "reader"),
        ("customer", f"{root}/customers/c01", "finance"),
        ("supplier", f"{root}/customers/c-supplier", "reader"),
        ("payments", f"{root}/payments", "finance"),
        ("payments-none", f"{root}/payments?view=top_up", "reader"),
        ("payment", f"{root}/payments/{first_payment(carrier)}", "finance"),
        ("payment-reverse", f"{root}/payments/{first_payment(carrier)}/reverse", "finance"),
        ("payment-record", f"{root}/payments/record", "finance"),
        ("payment-preview", f"{root}/payments/record?partner=c06&amount=1.25&step=preview", "finance"),
        ("payment-wrong", f"{root}/payments/record?partner=c06&amount=1,5&step=preview", "finance"),
        ("trial-balance", f"{root}/ledger", "finance"),
        ("trial-balance-wrong-day", f"{root}/ledger?as_of=yesterday", "reader"),
        ("ledger-accounts", f"{root}/ledger/accounts?type=receivable", "finance"),
        ("ledger-account", f"{root}/ledger/accounts/{receivable_account(carrier)}", "finance"),
        ("journal", f"{root}/ledger/journals/2", "finance"),
        ("checks", f"{root}/ledger/checks", "finance"),
        ("check-run", f"{root}/ledger/checks/1", "super"),
        ("export", f"{root}/exports?list=invoices&form=xlsx&query=view%3Doverdue", "reader"),
        ("audit", f"{root}/audit", "reader"),
        ("act", f"{root}/audit/{first_act(carrier)}", "reader"),
        ("jobs", f"{root}/jobs", "operations"),
        ("invoices", f"{root}/invoices", "finance"),
        ("invoices-filtered", f"{root}/invoices?view=draft&partner=Customer&period=2026-10&sort=-total", "finance"),
        ("invoices-nothing-found", f"{root}/invoices?q=VW-9901", "finance"),
        ("invoices-wrong-filter", f"{root}/invoices?period=October", "finance"),
        ("invoices-empty", f"{root}/invoices?view=void", "reader"),
        ("invoice", f"{root}/invoices/{paid}", "finance"),
        ("invoice-draft", f"{root}/invoices/{drafts[5]}", "finance"),
        ("invoice-long-name", f"{root}/invoices/{issued['c02']}", "reader"),
        ("invoice-right-to-left", f"{root}/invoices/{issued['c03']}", "reader"),
        ("invoice-hostile", f"{root}/invoices/{issued['c04']}", "reader"),
        ("line-days", f"{root}/invoices/{paid}/lines/1", "operations"),
        ("line-calls", f"{root}/invoices/{paid}/lines/1/2026-09-15", "operations"),
        ("call", f"{root}/cdrs/{call_address(carrier)}", "reader"),
        ("calls-find", f"{root}/cdrs/find?partner=c01&day=2026-09-01", "operations"),
        ("calls-find-wrong", f"{root}/cdrs/find?number=44", "reader"),
        ("files", f"{root}/cdrs", "operations"),
        ("files-nothing-found", f"{root}/cdrs?q=nothing&state=stopped", "reader"),
        ("file", f"{root}/cdrs/files/1", "operations"),
        ("file-odd", f"{root}/cdrs/files/3", "operations"),
        ("file-masked", f"{root}/cdrs/files/3", "reader"),
        ("suspense", f"{root}/cdrs/suspense", "operations"),
        ("suspense-none", f"{root}/cdrs/suspense?cause=too_long", "reader"),
        ("suspense-account", f"{root}/cdrs/suspense/account?side=sell&stated=", "operations"),
        ("suspense-rate", f"{root}/cdrs/suspense/rate", "operations"),
        ("usage", f"{root}/cdrs/usage?period=2026-09", "finance"),
        ("usage-by-partner", f"{root}/cdrs/usage?period=2026-09&by=partner&side=buy", "finance"),
        ("usage-wrong-month", f"{root}/cdrs/usage?period=September", "finance"),
        ("rate-cards", f"{root}/rate-cards", "finance"),
        ("rate-cards-none", f"{root}/rate-cards?q=nothing", "reader"),
        ("rate-card", f"{root}/rate-cards/{card_name(carrier)}", "finance"),
        ("rate-card-number", f"{root}/rate-cards/{card_name(carrier)}?number=%2B442071234567", "finance"),
        ("payment-allocate", f"{root}/payments/{first_payment(carrier)}/unallocate?step=preview", "finance"),
        ("payment-refund", f"{root}/payments/out/credit", "finance"),
        ("payment-write-off", f"{root}/payments/out/write-off?partner=c07&document=nothing&reason=x&step=preview", "finance"),
        ("bank-files", f"{root}/payments/bank-files", "finance"),
        ("bank-file-import", f"{root}/payments/bank-files/import", "finance"),
        ("customer-change-mode", f"{root}/customers/c08/change-mode?mode=prepaid&step=preview", "finance"),
        ("setup", f"{root}/setup", "admin"),
        ("setup-partners", f"{root}/setup/partners", "finance"),
        ("setup-accounts", f"{root}/setup/accounts", "operations"),
        ("setup-dids-none", f"{root}/setup/dids", "operations"),
        ("setup-nothing-found", f"{root}/setup/accounts?q=nobody", "reader"),
        ("setup-add-did", f"{root}/setup/dids/add", "operations"),
        ("setup-change-partner", f"{root}/setup/partners/change?partner=c09&credit_limit=1000&from=2027-01-01&step=preview", "finance"),
        ("setup-change-wrong", f"{root}/setup/partners/change?partner=c09&currency=USDollar&terms_days=soon&step=preview", "finance"),
        ("setup-import", f"{root}/setup/accounts/import", "operations"),
        ("did-charge", f"{root}/setup/dids/charge?period=2026-10&step=preview", "finance"),
        ("settings", f"{root}/setup/settings", "admin"),
        ("setting", f"{root}/setup/settings/change?name=fx.days_max", "admin"),
        ("exchange-rates", f"{root}/setup/exchange-rates", "finance"),
        ("exchange-rate-add", f"{root}/setup/exchange-rates/add?from=EUR&to=EUR&effective_on=2026-10-01&rate=1.1&step=preview", "finance"),
        ("journals", f"{root}/ledger/by-hand", "finance"),
        ("journal-enter", f"{root}/ledger/by-hand/enter?debit=bank&credit=clearing&currency=USD&amount=12.5&on=2026-10-15&description=Found&step=preview", "finance"),
        ("journal-import", f"{root}/ledger/by-hand/import", "finance"),
        ("revaluation", f"{root}/ledger/revaluation", "finance"),
        ("revaluation-make", f"{root}/ledger/revaluation/make?month=2026-10&step=preview", "finance"),
        ("periods", f"{root}/ledger/periods", "finance"),
        ("period-lock", f"{root}/ledger/periods/lock", "finance"),
        ("schedules", f"{root}/jobs/schedules", "operations"),
        ("schedule-change", f"{root}/jobs/schedules/close-books/change", "operations"),
        ("schedule-pause", f"{root}/jobs/schedules/close-books/pause", "operations"),
        ("rate-card-import", f"{root}/rate-cards/import", "finance"),
        ("rate-card-compare", f"{root}/rate-cards/compare?cards=main-sell+main-buy", "reader"),
        ("rate-card-compare-wrong", f"{root}/rate-cards/compare?cards=main-sell", "reader"),
        ("rate-card-generate", f"{root}/rate-cards/generate?card=new&suppliers=main-buy&currency=USD&effective=2027-01-01&percent=10&step=preview", "finance"),
        ("step-approve", f"{root}/invoices/{drafts[5]}/approve", "finance"),
        ("step-void", f"{root}/invoices/{drafts[5]}/void", "finance"),
        ("step-many", f"{root}/invoices/approve?id={drafts[6]}&id={drafts[7]}&id={paid}", "finance"),
        ("step-cannot", f"{root}/invoices/{paid}/void", "finance"),
        ("run", f"{root}/invoices/run", "finance"),
        ("run-preview", f"{root}/invoices/run?period=2026-11", "finance"),
        ("users", f"{root}/users", "admin"),
        ("account", "/account", "finance"),
        ("tokens", "/account/tokens", "finance"),
        ("components", "/components", "reader"),
        ("portal", "/portal/billing", "customer"),
        ("portal-usage", "/portal/billing/usage?period=2026-09", "customer"),
        ("portal-usage-none", "/portal/billing/usage?period=2025-01", "customer"),
        ("portal-calls", "/portal/billing/usage/2026-09-01", "customer"),
        ("portal-payments", "/portal/billing/payments", "customer"),
        ("portal-rates", "/portal/billing/rates", "customer"),
        ("portal-people", "/portal/billing/people", "customer"),
        ("entities", "/super-admin/billing", "super"),
        ("portal-invoice", f"/portal/billing/invoices/{paid}", "customer"),
        ("not-found", f"{root}/invoices/999999", "finance"),
        ("role-may-not", f"{root}/invoices/run", "reader"),
        ("upload", f"{root}/cdrs/upload", "operations"),
    ]


def call_address(carrier):
    found = carrier.run("cdr", "find", "--partner", "c01", "--json", "--from", "2026-09-01", "--to", "2026-10-01")
    return re.search(r"\d{4}-\d\d-\d\d/\d+/\d+", found).group(0)


def card_name(carrier):
    import json

    return json.loads(carrier.run("ratecard", "list", "--json"))[0]["card"]


@functools.cache
def first_payment(carrier):
    import json

    return json.loads(carrier.run("payment", "list", "--json"))[-1]["payment_id"]


@functools.cache
def first_act(carrier):
    import json

    return json.loads(carrier.run("audit", "list", "--act", "invoice.issue", "--json"))[-1]["act_id"]


@functools.cache
def receivable_account(carrier):
    import json

    listed = carrier.run("ledger", "accounts", "--type", "receivable", "--partner", "c01", "--entity", "main", "--json")
    return json.loads(listed)[0]["account_id"]
