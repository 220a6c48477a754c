"""Every page in both themes on a desk and on a phone: axe, no sideways scroll, nothing that moves."""

import os
import zlib

import pytest
from axe_playwright_python.sync_playwright import Axe

from pages import all_pages

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}}
NAMES = [
    "sign-in", "overview", "overview-month", "overview-quiet-month", "customers", "customers-none", "customer", "supplier",
    "payments", "payments-none", "payment", "payment-reverse", "payment-record", "payment-preview", "payment-wrong",
    "trial-balance", "trial-balance-wrong-day", "ledger-accounts", "ledger-account", "journal", "checks", "check-run",
    "export", "audit", "act", "jobs", "invoices", "invoices-filtered", "invoices-nothing-found", "invoices-wrong-filter",
    "invoices-empty", "invoice", "invoice-draft", "invoice-long-name", "invoice-right-to-left", "invoice-hostile",
    "line-days", "line-calls", "call", "calls-find", "calls-find-wrong", "files", "files-nothing-found", "file",
    "file-odd", "file-masked", "suspense", "suspense-none", "suspense-account", "suspense-rate", "usage",
    "usage-by-partner", "usage-wrong-month", "rate-cards", "rate-cards-none", "rate-card", "rate-card-number",
    "payment-allocate", "payment-refund", "payment-write-off", "bank-files", "bank-file-import", "customer-change-mode",
    "setup", "setup-partners", "setup-accounts", "setup-dids-none", "setup-nothing-found", "setup-add-did",
    "setup-change-partner", "setup-change-wrong", "setup-import", "did-charge", "settings", "setting", "exchange-rates",
    "exchange-rate-add", "journals", "journal-enter", "journal-import", "revaluation", "revaluation-make", "periods",
    "period-lock", "schedules", "schedule-change", "schedule-pause", "rate-card-import", "rate-card-compare",
    "rate-card-compare-wrong", "rate-card-generate", "step-approve", "step-void", "step-many", "step-cannot", "run",
    "run-preview", "users", "account", "tokens", "components", "portal", "portal-usage", "portal-usage-none",
    "portal-calls", "portal-payments", "portal-rates", "portal-people", "entities", "portal-invoice", "not-found",
    "role-may-not", "upload",
]


def test_every_page_is_looked_at(carrier):
    assert [name for name, _, _ in all_pages(carrier)] == NAMES


def looks(name):
    """Widths with the themes in which a page is looked at: each at both widths and in both themes, with LOOKS=all in all four ways.

    Pages are made of the same parts, so that every part is seen in all four ways in any case, and `components` shows them so.
    """
    if name == "components" or os.environ.get("LOOKS") == "all":
        return [(1440, ("light", "dark")), (360, ("light", "dark"))]
    first, second = ("light", "dark") if zlib.crc32(name.encode()) % 2 else ("dark", "light")
    return [(1440, (first,)), (360, (second,))]


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_sound(name, carrier, visit):
    _, path, user = next(page for page in all_pages(carrier) if page[0] == name)
    for width, themes in looks(name):
        # Only what it looks like differs between the themes, so one page is shown in both.
        page = visit(path, user=user, width=width, traced=False)
        assert page.locator("h1").inner_text() != "Something went wrong here", name
        # Before axe, which scrolls to what it looks at.
        shift = page.evaluate(
            """() => new Promise(resolve => {
                let sum = 0;
                new PerformanceObserver(list => { for (const entry of list.getEntries()) sum += entry.value })
                    .observe({ type: "layout-shift", buffered: true });
                requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
            })"""
        )
        assert shift == 0, f"{name} moves after it is shown"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} scrolls sideways at {width}"
        assert len(page.query_selector_all("h1")) == 1
        assert len(page.query_selector_all("main")) == 1
        assert len(page.content()) < 150_000 or name == "components"
        for theme in themes:
            page.emulate_media(color_scheme=theme)
            found = Axe().run(page, options=RULES)
            assert not found.response["violations"], f"{name} {width} {theme}: {found.generate_report()}"


def test_no_template_has_styles_or_handlers_of_its_own():
    from pathlib import Path
    import re

    folder = Path(__file__).resolve().parents[2] / "Sources/Web/Templates"
    templates = list(folder.rglob("*.mustache"))
    assert len(templates) > 30
    for template in templates:
        text = template.read_text()
        assert not re.search(r"\s(style|on[a-z]+)=", text), template
        assert "{{{" not in text or template.name == "index.mustache", template
