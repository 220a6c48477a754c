"""Calls from the file to the price: the account of a file, what waits and why, what was sold, what a number costs."""

import csv
import io

import pytest

ROOT = "/admin/billing/cdrs"


def table(page, caption):
    return page.locator(f"table:has(caption#{caption})")


def exported(page, path):
    """The rows of a file, which the browser would keep."""
    answer = page.request.get(path)
    assert answer.status == 200, answer.text()
    return list(csv.DictReader(io.StringIO(answer.text())))


def test_every_record_of_a_file_is_accounted_for(visit):
    page = visit(ROOT, user="operations")
    page.click("text=odd-2026-10-07.csv")
    strip = page.locator(".money-strip").inner_text().split()
    assert [word for word in strip if word.isdigit()] == ["0", "2", "1", "1", "4"]
    assert "accounted for" in page.locator(".tie-out").inner_text()
    row = table(page, "cap-rejects").locator("tbody tr").inner_text()
    assert "start time is not a time" in row and "yesterday" in row
    listed = exported(page, f"{ROOT}.csv")
    assert [row["read"] for row in listed if row["name"] == "odd-2026-10-07.csv"] == ["4"]


def test_who_may_not_see_numbers_sees_no_record(visit):
    page = visit(f"{ROOT}/files/3", user="reader")
    assert "yesterday" not in page.content()
    assert "442071234567" not in page.content()
    assert all("yesterday" not in str(row) for row in exported(page, f"{ROOT}/files/3/rejects.csv"))


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_call_that_waits_gets_an_account_and_a_price(scripts, carrier, visit):
    stated = "<b>who=1+1</b>" if scripts else "(none)"
    page = visit(f"{ROOT}/suspense", user="operations", scripts=scripts)
    row = table(page, "cap-causes").locator("tr", has_text=stated)
    row.locator("text=Give an account").click()
    page.click("button[type=submit]:has-text('Give the account')")
    assert "Enter the account" in page.locator(".error-summary").inner_text()
    page.fill("#f-account", "nobody")
    page.click("button[type=submit]:has-text('Give the account')")
    assert page.locator(".error-summary").count() == 1
    assert page.input_value("#f-account") == "nobody"
    page.fill("#f-account", "c05")
    page.click("button[type=submit]:has-text('Give the account')")
    assert page.locator(".banner").inner_text().startswith("1 call now has account c05.")
    page.click("text=Rate again")
    page.click("button:has-text('Rate again')")
    page.wait_for_selector(".progress[data-state=done]", timeout=60_000)
    assert "rated again" in page.locator(".progress__text").inner_text()


def test_usage_leads_to_what_it_is_made_of(visit):
    page = visit(f"{ROOT}/usage?period=2026-09")
    whole = table(page, "cap-usage").locator("tfoot tr").inner_text().split()[-1]
    rows = table(page, "cap-usage").locator("tbody tr")
    amount = rows.first.locator("td.data-table__number").last.inner_text()
    rows.first.locator("a").first.click()
    page.wait_for_url("**by=partner**")
    # The partners of the destination come to what the destination came to.
    assert table(page, "cap-usage").locator("tfoot tr").inner_text().split()[-1] == amount
    page.goto(f"{ROOT}/usage?period=2026-09&by=partner")
    assert table(page, "cap-usage").locator("tfoot tr").inner_text().split()[-1] == whole
    total = sum(round(float(row["amount"]) * 1_000_000) for row in exported(page, f"{ROOT}/usage.csv?period=2026-09&by=partner"))
    assert total == round(float(whole.replace(",", "")) * 1_000_000)


def test_a_card_says_what_a_number_costs(visit):
    page = visit("/admin/billing/rate-cards/main-sell?number=%2B44+20+7123+4567")
    row = table(page, "cap-number").locator("tbody tr").inner_text()
    assert "0.0625" in row and "United Kingdom" in row
    page.goto("/admin/billing/rate-cards/main-sell?number=99")
    assert "No prefix of this version is the beginning of 99" in page.content()
    assert [row["prefix"] for row in exported(page, "/admin/billing/rate-cards/main-sell/rates.csv?q=france")] == ["33"]
    # A card of another entity is not there.
    page = visit("/admin/billing/rate-cards/west-sell")
    assert "nothing" in page.locator("h1").inner_text().lower() or "not" in page.locator("h1").inner_text().lower()


def test_only_who_may_correct_calls_does(visit):
    page = visit(f"{ROOT}/suspense", user="finance")
    assert page.locator("text=Give an account").count() == 0
    assert page.locator("text=Rate again").count() == 0
    assert page.request.get(f"{ROOT}/suspense/account?side=sell&stated=x").status in (403, 404)
    assert page.request.post(f"{ROOT}/suspense/rate", form={"key": "x"}).status in (403, 404)
