"""Payments from the form to the ledger, and figures that lead to what they are made of."""

import re

import pytest

ROOT = "/admin/billing"


def total(page, caption, column=-1):
    return page.locator(f"table:has(caption#{caption}) tfoot td.data-table__number").nth(column).inner_text()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_payment_is_shown_before_it_is_recorded(scripts, visit):
    partner = "c07" if scripts else "c08"
    page = visit(f"{ROOT}/customers/{partner}", scripts=scripts)
    page.click("text=Record payment")
    assert page.input_value("#f-partner") == partner
    page.click("button:has-text('Preview')")
    assert "Enter the amount in USD" in page.locator(".error-summary").inner_text()
    page.fill("#f-amount", "1.234")
    page.click("button:has-text('Preview')")
    # Two readings, and what was typed.
    assert "could be" in page.locator(".error-summary").inner_text()
    assert page.input_value("#f-amount") == "1.234"
    page.fill("#f-amount", "2.50")
    page.fill("#f-reference", "<b>=1+1</b>")
    page.click("button:has-text('Preview')")
    effects = page.locator(".confirm__effects").inner_text()
    assert "USD 2.50" in effects and "INV-main" in effects and "stays as a credit" in effects
    assert "Receivable" in page.locator("table").inner_text()
    # Nothing is recorded yet.
    other = visit(f"{ROOT}/payments?partner={partner}")
    assert other.locator(".empty").count() == 1
    page.click("text=Change")
    assert page.input_value("#f-amount") == "2.50"
    page.click("button:has-text('Preview')")
    form = page.locator("form[method=post]:has(input[name=amount])")
    twice = {
        field.get_attribute("name"): field.get_attribute("value") for field in form.locator("input[type=hidden]").all()
    }
    page.click("main button:has-text('Record payment')")
    assert page.locator(".banner").inner_text().startswith("Recorded PAY-main-")
    address = page.url
    # The same form again is the same payment.
    again = page.request.post(f"{ROOT}/payments/record", form=twice)
    assert again.url == address
    other.reload()
    assert other.locator("tbody tr").count() == 1
    assert "<b>=1+1</b>" in other.locator("tbody").inner_text()


def test_a_payment_is_taken_back_with_a_reason(visit):
    page = visit(f"{ROOT}/payments/record?partner=c09&amount=1&step=preview")
    page.click("main button:has-text('Record payment')")
    page.click("text=Reverse")
    page.click("main button.button--danger")
    assert "Enter the reason" in page.locator(".error-summary").inner_text()
    page.fill("#f-reason", "returned by the bank")
    page.click("main button.button--danger")
    assert page.locator(".page-header .badge").inner_text() == "Reversed"
    assert "takes back" in page.locator("table:has(caption#cap-entries)").inner_text()
    page.goto(page.url + "/reverse")
    assert "reversed already" in page.content()


def test_what_a_type_of_account_holds_its_accounts_hold(visit):
    page = visit(f"{ROOT}/ledger")
    assert total(page, "cap-trial") == "0.00" or float(total(page, "cap-trial")) == 0
    row = page.locator("tbody tr", has=page.locator('a', has_text=re.compile('^Receivable')))
    balance = float(row.locator("td.data-table__number").last.inner_text().replace(",", ""))
    row.locator("a").first.click()
    page.wait_for_url("**type=receivable**")
    assert float(total(page, "cap-accounts").replace(",", "")) == balance
    # And an account what its entries leave.
    row = page.locator("tbody tr", has_text="c01")
    balance = float(row.locator("td.data-table__number").last.inner_text().replace(",", ""))
    row.locator("a").first.click()
    page.wait_for_url("**/ledger/accounts/*")
    assert float(total(page, "cap-movements").replace(",", "")) == balance
    page.locator("tbody a", has_text="INV-main").first.click()
    page.wait_for_url("**/ledger/journals/*")
    assert "Unbilled" in page.content() or "unbilled" in page.content()


def test_another_entity_has_no_such_account_payment_or_partner(visit, carrier):
    page = visit(f"{ROOT}/customers/w01")
    assert page.request.get(f"{ROOT}/customers/w01").status == 404
    assert page.request.get(f"{ROOT}/payments/999999").status == 404
    assert page.request.get(f"{ROOT}/ledger/journals/999999").status == 404
    assert page.request.get(f"{ROOT}/ledger/accounts/999999").status == 404
    assert page.request.get(f"{ROOT}/audit/999999999").status == 404
    assert page.request.get(f"{ROOT}/jobs/999999999").status == 404


def test_who_only_reads_records_nothing(visit):
    page = visit(f"{ROOT}/payments", user="reader")
    assert page.locator("text=Record payment").count() == 0
    assert page.request.get(f"{ROOT}/payments/record").status in (403, 404)


@pytest.mark.parametrize(
    "path",
    [
        "customers?after=1.1.x%00&q=%00", "payments?period=2026-13", "payments?partner=%3Cb%3E", "audit?after=9.9999999999.",
        "audit?actor=%27%3B--", "ledger?as_of=2026-02-30", "ledger/accounts?partner=nobody", "jobs?view=else&after=x",
        "cdrs?after=-1.-1.", "cdrs/files/99999999999", "cdrs/suspense?file=999999999999999", "cdrs/usage?period=9999-99",
        "rate-cards/%2e%2e", "rate-cards/main-sell?number=%00&after=1.1." + "9" * 300, "customers/" + "x" * 300,
        "payments/record?partner=c01&amount=" + "9" * 40 + "&step=preview", "payments/record?partner=c01&amount=-1&step=preview",
        "payments/record?partner=c01&amount=0&step=preview", "payments/record?partner=c01&amount=1&value_on=1999-99-99&step=preview",
    ],
)
def test_odd_addresses_get_a_page(path, visit):
    page = visit(ROOT)
    answer = page.request.get(f"{ROOT}/{path}")
    assert answer.status in (200, 404, 422), f"{answer.status}: {answer.text()[:300]}"
    assert "<h1" in answer.text()
