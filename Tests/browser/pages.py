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
        ("step-approve", f"{root}/invoices/{drafts[5]}/approve", "finance"),
        ("step-void", f"{root}/invoices/{drafts[5]}/void", "finance"),
        ("step-many", f"{root}/invoices/approve?id={drafts[6]}&id={drafts[7]}&id={paid}", "finance"),
        ("step-cannot", f"{root}/invoices/{paid}/void", "finance"),
        ("run", f"{root}/invoices/run", "finance"),
        ("run-preview", f"{root}/invoices/run?period=2026-11", "finance"),
        ("users", f"{root}/users", "admin"),
        ("account", "/account", "finance"),
        ("components", "/components", "reader"),
        ("portal", "/portal/billing", "customer"),
        ("portal-invoice", f"/portal/billing/invoices/{paid}", "customer"),
        ("not-found", f"{root}/invoices/999999", "finance"),
        ("role-may-not", f"{root}/invoices/run", "reader"),
        ("upload", f"{root}/cdrs/upload", "operations"),
    ]


def call_address(carrier):
    found = carrier.run("cdr", "find", "--partner", "c01", "--json", "--from", "2026-09-01", "--to", "2026-10-01")
    return re.search(r"\d{4}-\d\d-\d\d/\d+/\d+", found).group(0)
