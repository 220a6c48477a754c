"""Invoices from the run to the customer, with and without scripts, and by the keyboard."""

import json
import re

import pytest

ROOT = "/admin/billing/invoices"


def drafts(carrier):
    listed = json.loads(carrier.run("invoice", "list", "--json"))
    return [item for item in listed if item["state"] == "draft" and item["partner"].startswith("c")]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_an_invoice_goes_from_draft_to_the_customer(scripts, carrier, visit):
    draft = drafts(carrier)[0]["invoice_id"]
    page = visit(f"{ROOT}/{draft}", scripts=scripts)
    page.click("main >> text=Approve")
    assert page.locator("h1").inner_text() == f"Approve Draft {draft}"
    page.click("button:has-text('Approve')")
    assert page.locator(".banner").inner_text().startswith("Approved invoice")
    page.click("main >> text=Issue")
    # The journal that it will write, worked out beforehand.
    assert "Unbilled receivable" in page.locator("table").inner_text()
    page.fill("#f-reason", "month end")
    page.click("button:has-text('Issue')")
    said = page.locator(".banner").inner_text()
    number = re.search(r"INV-main-\d+-\d+", said).group(0)
    assert page.locator("h1").inner_text() == number
    assert "0.00 difference" in page.locator(".tie-out").inner_text()
    assert "Reason: month end" in page.locator(".timeline").inner_text()
    # Told once.
    page.reload()
    assert page.locator(".banner").count() == 0


def test_a_draft_is_voided_and_its_usage_billed_again(carrier, visit):
    draft = drafts(carrier)[-1]
    page = visit(f"{ROOT}/{draft['invoice_id']}/void")
    page.click("button.button--danger")
    assert page.locator(".page-header .badge").inner_text() == "Void"
    page.goto(f"{ROOT}/run?period=2026-10&partner={draft['partner']}")
    assert page.locator("tbody tr").count() == 1
    page.click("button:has-text('Make 1 draft')")
    page.wait_for_selector(".progress[data-state=done]", timeout=30_000)
    assert "1 draft made" in page.locator(".progress__text").inner_text()
    page.click("text=Show the drafts")
    assert draft["partner_name"] in page.locator("table").inner_text()


def test_many_are_approved_together_and_what_cannot_be_is_left_out(carrier, visit):
    page = visit(f"{ROOT}?view=draft&sort=number")
    boxes = page.locator("tbody input[type=checkbox]")
    boxes.nth(1).check()
    boxes.nth(2).check()
    assert page.locator("[data-choose-sum]").inner_text() == "2 invoices chosen."
    page.click("button:has-text('Approve')")
    assert page.locator("h1").inner_text() == "Approve 2 invoices"
    page.click("button:has-text('Approve 2 invoices')")
    assert "Approved 2 invoices" in page.locator(".banner").inner_text()


def test_a_double_click_does_it_once(carrier, visit):
    draft = drafts(carrier)[3]["invoice_id"]
    first = visit(f"{ROOT}/{draft}/approve", scripts=False)
    fields = first.eval_on_selector_all("form.confirm input[type=hidden]", "all => all.map(one => [one.name, one.value])")
    form = "&".join(f"{name}={value}" for name, value in fields)
    answers = [
        first.request.post(
            f"{ROOT}/{draft}/approve", data=form, headers={"Content-Type": "application/x-www-form-urlencoded"}, max_redirects=0
        )
        for _ in range(2)
    ]
    assert [answer.status for answer in answers] == [303, 303]
    listed = json.loads(carrier.run("audit", "list", "--act", "invoice.approve", "--json"))
    acts = [act for act in listed if "finance@example.net" in json.dumps(act)]
    first.goto(f"{ROOT}/{draft}")
    assert first.locator(".timeline__event").count() == 2, acts


def test_a_stale_page_changes_nothing_and_keeps_what_was_typed(carrier, visit):
    draft = drafts(carrier)[4]["invoice_id"]
    page = visit(f"{ROOT}/{draft}/void")
    page.fill("#f-reason", "wrong <customer> & period")
    carrier.run("invoice", "approve", str(draft), "--entity", "main")
    page.click("button.button--danger")
    assert page.title().startswith("Error: ")
    assert "was changed since" in page.locator(".error-summary").inner_text()
    assert page.input_value("#f-reason") == "wrong <customer> & period"
    # The page has the new version now, so the same again goes on.
    page.click("button.button--danger")
    assert page.locator(".page-header .badge").inner_text() == "Void"


def test_a_lost_session_comes_back_to_the_form(carrier, visit):
    draft = drafts(carrier)[5]["invoice_id"]
    page = visit(f"{ROOT}/{draft}/approve", user="admin")
    page.fill("#f-reason", "typed before the session was over")
    page.context.clear_cookies(name="didtron-session")
    page.click("button:has-text('Approve')")
    assert page.locator("h1").inner_text() == "Sign in"
    page.fill("#f-mail", "admin@example.net")
    page.fill("#f-password", "correct horse battery staple")
    page.click("button:has-text('Sign in')")
    assert page.locator("h1").inner_text() == f"Approve Draft {draft}"
    assert page.input_value("#f-reason") == "typed before the session was over"


def test_the_list_is_worked_by_the_keyboard(carrier, visit):
    page = visit(f"{ROOT}?view=draft")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.keyboard.press("Enter")
    seen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                """() => {
                    const one = document.activeElement;
                    const style = getComputedStyle(one);
                    return [one.textContent.trim() || one.name, style.outlineStyle !== "none" && style.outlineWidth !== "0px"];
                }"""
            )
        )
    assert all(ring for _, ring in seen), [name for name, ring in seen if not ring]
    names = [name for name, _ in seen]
    assert names.index("Run invoices") < names.index("q") < names.index("Apply"), names


def test_pages_follow_one_another_without_a_gap(carrier, visit):
    page = visit(f"{ROOT}?sort=customer")
    seen = []
    while True:
        seen += page.eval_on_selector_all("tbody th a", "all => all.map(one => one.textContent)")
        following = page.locator("a[rel=next]")
        if following.count() == 0:
            break
        following.click()
    whole = json.loads(carrier.run("invoice", "list", "--json", "--entity", "main"))
    assert len(seen) == len(set(seen)) == len(whole)
    page.click("a[rel=prev]")
    assert page.eval_on_selector_all("tbody th a", "all => all.map(one => one.textContent)")[-1] in seen


def test_a_figure_leads_to_the_rows_that_add_up_to_it(carrier, visit):
    issued = next(
        item for item in json.loads(carrier.run("invoice", "list", "--json")) if item["state"] == "issued" and item["partner"] == "c07"
    )
    page = visit(f"{ROOT}/{issued['invoice_id']}", user="operations")
    figures = page.locator("#cap-lines ~ tbody a.figure")
    assert figures.count() == 3
    for index in range(3):
        page.goto(f"{ROOT}/{issued['invoice_id']}")
        page.locator("#cap-lines ~ tbody a.figure").nth(index).click()
        assert "0.000000 difference" in page.locator(".tie-out").inner_text()
        page.locator("tbody a.figure").first.click()
        assert "0.000000 difference" in page.locator(".tie-out").inner_text()
        page.locator("tbody th a").first.click()
        assert "equal to what is stored" in page.locator("main").inner_text()


def test_a_file_has_what_the_list_has(carrier, visit):
    page = visit(f"{ROOT}?view=outstanding&partner=Customer", user="reader")
    shown = page.locator(".table-foot").inner_text()
    text = page.request.get(f"{ROOT}.csv?view=outstanding&partner=Customer").text()
    rows = text.strip().split("\r\n")
    assert f"of {len(rows) - 1}" in shown
    assert page.request.get(f"{ROOT}.xlsx").body()[:2] == b"PK"
    hostile = page.request.get(f"{ROOT}.csv?partner=c04").text()
    assert "'=1+1 <b>{{x}}</b>" in hostile


def test_theme_and_density_are_kept(carrier, visit):
    page = visit(ROOT)
    page.click(".header .menu:last-child summary")
    page.click("text=Dark colours")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.click(".header .menu:last-child summary")
    page.click("text=Compact rows")
    assert page.locator("html").get_attribute("data-density") == "compact"
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_jump_goes_straight_there(carrier, visit):
    page = visit(ROOT)
    issued = next(item for item in json.loads(carrier.run("invoice", "list", "--json")) if item["state"] == "issued")
    page.fill("#f-jump", issued["number"])
    page.press("#f-jump", "Enter")
    assert page.locator("h1").inner_text() == issued["number"]
    page.fill("#f-jump", "c09")
    page.press("#f-jump", "Enter")
    assert "partner=c09" in page.url
