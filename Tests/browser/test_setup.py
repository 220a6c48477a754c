"""The month's chores on pages: what is set up, decks, bank files, journals, periods, schedules, and what customers see of it."""

import csv
import io

import pytest

ROOT = "/admin/billing"
SETUP = f"{ROOT}/setup"


def problems(page):
    return page.locator(".error-summary").inner_text()


def do(page, verb):
    page.click(f"main button[type=submit]:text-is('{verb}')")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_row_is_added_changed_and_refused(scripts, visit):
    code = f"new-{'js' if scripts else 'plain'}"
    page = visit(f"{SETUP}/accounts/add?account={code}", user="operations", scripts=scripts)
    do(page, "Preview")
    assert "Partner: empty" in problems(page) or "empty" in problems(page)
    assert page.input_value("#f-account") == code
    page.fill("#f-partner", "nobody")
    do(page, "Preview")
    assert "nobody" in problems(page)
    page.fill("#f-partner", "c10")
    do(page, "Preview")
    assert f"new: {code}" in page.locator(".confirm__effects").inner_text()
    # Nothing is there before it is done.
    other = visit(f"{SETUP}/accounts?q={code}", user="operations")
    assert other.locator(".empty").count() == 1
    do(page, "Add")
    assert code in page.locator(".banner").inner_text()
    other.reload()
    assert other.locator("tbody tr").count() == 1
    # It is there already.
    page.goto(f"{SETUP}/accounts/add?account={code}&partner=c10&step=preview")
    assert "there already" in problems(page)


def test_rows_of_another_entity_are_refused(visit, tmp_path):
    page = visit(f"{SETUP}/accounts/import", user="operations")
    file = tmp_path / "accounts.csv"
    file.write_text("account,partner,entity\nstolen,w01,west\n")
    page.set_input_files("#f-file", file)
    do(page, "Preview")
    assert "not the entity that you work in" in problems(page)
    # Nor is what belongs to partners of others.
    page = visit(f"{SETUP}/contacts/add?partner=w01&purpose=billing&name=x&mail=x@example.net&step=preview")
    assert "no partner of the entity" in problems(page)
    # Who may not change the set-up is not let in.
    assert visit(f"{SETUP}/switches/add", user="operations").locator("h1").inner_text() != "Add switch"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_file_is_shown_before_it_is_imported(scripts, visit, tmp_path):
    stem = "js" if scripts else "plain"
    page = visit(f"{SETUP}/contacts/import", scripts=scripts)
    do(page, "Preview")
    assert "Choose a file" in problems(page)
    file = tmp_path / "contacts.csv"
    file.write_text(f"partner,purpose,name,mail\nc11,billing,Ann {stem},ann-{stem}@example.net\nc12,noise,x,y\n")
    page.set_input_files("#f-file", file)
    do(page, "Preview")
    assert "Line 3" in problems(page) and "purpose" in problems(page)
    file.write_text(f"partner,purpose,name,mail,colour\nc11,billing,Ann {stem},ann-{stem}@example.net,red\n")
    page.set_input_files("#f-file", file)
    do(page, "Preview")
    assert "colour" in page.locator(".banner").inner_text()
    do(page, "Import")
    assert "Imported 1 contact" in page.locator(".banner").inner_text()
    with page.expect_download() as download:
        page.click(".table-foot__export a:text-is('CSV')")
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text())))
    assert any(row["mail"] == f"ann-{stem}@example.net" for row in rows)


def test_a_shown_file_is_imported_once_and_by_nobody_who_has_not_its_name(visit, tmp_path):
    page = visit(f"{SETUP}/contacts/import")
    file = tmp_path / "contacts.csv"
    file.write_text("partner,purpose,name,mail\nc12,noc,Bea,bea@example.net\n")
    page.set_input_files("#f-file", file)
    do(page, "Preview")
    form = page.locator("form[method=post]:has(input[name=kept])")
    sent = {field.get_attribute("name"): field.get_attribute("value") for field in form.locator("input[type=hidden]").all()}
    first = page.request.post(f"{SETUP}/contacts/import/do", form=sent)
    # The file is gone, and the same form is still answered as before.
    again = page.request.post(f"{SETUP}/contacts/import/do", form=sent)
    assert first.url == again.url == page.url.replace("/import", "")
    for kept in ("../../x.shown", "00000000-0000-0000-0000-000000000000.shown", sent["kept"]):
        page.goto(f"{SETUP}/contacts/import")
        fresh = {"csrf": sent["csrf"], "key": "", "kept": kept, "kept_name": sent["kept_name"]}
        refused = page.request.post(f"{SETUP}/contacts/import/do", form=fresh)
        assert refused.status == 422 and "hoose" in refused.text(), kept


def test_a_draft_that_two_people_look_at_is_approved_once(carrier, visit):
    carrier.run("ratecard", "import", "-", "--card", "two-sell", "--side", "sell", "--currency", "USD", "--entity", "main",
                "--effective", "2026-12-01", text="prefix,destination,rate_per_min\n44,United Kingdom,0.05\n")
    path = f"{ROOT}/rate-cards/two-sell/versions/1/approve?step=preview"
    first, second = visit(path), visit(path, user="operations")
    do(first, "Approve")
    do(second, "Approve")
    assert "approved already" in problems(second)


def test_terms_of_a_partner_change_from_a_day_on(visit):
    page = visit(f"{ROOT}/customers/c13")
    page.click("text=Change terms")
    assert page.input_value("#f-partner") == "c13"
    page.fill("#f-credit_limit", "2500")
    do(page, "Preview")
    assert "2500" in page.locator("table").inner_text()
    do(page, "Change")
    page.goto(f"{ROOT}/customers/c13")
    assert "2,500" in page.locator("main").inner_text()


def test_a_customer_pays_ahead_from_a_period_on(visit):
    page = visit(f"{ROOT}/customers/c14/change-mode")
    do(page, "Preview")
    assert "Choose how it pays" in problems(page)
    page.select_option("#f-mode", "prepaid")
    do(page, "Preview")
    assert "stays due" in page.locator(".confirm__effects").inner_text()
    do(page, "Change")
    assert "c14 is prepaid" in page.locator(".banner").inner_text()


def test_a_setting_takes_what_it_may_be(visit):
    page = visit(f"{SETUP}/settings", user="admin")
    page.click("text=fx.days_max")
    page.fill("#f-value", "many")
    do(page, "Set")
    assert "whole number from 1" in problems(page)
    page.fill("#f-value", "34")
    do(page, "Set")
    assert page.locator(".banner").inner_text().startswith("fx.days_max is 34")
    # Whoever only reads sees no form.
    assert visit(f"{SETUP}/settings", user="reader").locator("td a, th a").count() == 0


def test_a_deck_is_looked_at_stored_and_approved(visit, tmp_path):
    page = visit(f"{ROOT}/rate-cards/import?card=web-sell&side=sell&currency=USD")
    asked = tmp_path / "asked.csv"
    asked.write_text("prefix,destination,rate_per_min\n44,United Kingdom,0.05\n")
    page.set_input_files("#f-file", asked)
    do(page, "Preview")
    # What is still to be said is named as the form names it.
    assert "question is still open" in page.locator(".banner").inner_text()
    assert "\u201cStart\u201d" in page.locator(".confirm__effects").inner_text()
    page.click("main a:text-is('Change')")
    page.fill("#f-effective", "2026-12-01")
    file = tmp_path / "deck.csv"
    file.write_text("prefix,destination,rate_per_min\n44,United Kingdom,0.05\n49,Germany,cheap\n")
    page.set_input_files("#f-file", file)
    do(page, "Preview")
    assert "Rows are refused" in page.locator(".banner").inner_text()
    assert "cheap" in page.locator("table:has(caption#cap-refused)").inner_text()
    assert page.locator("main button:text-is('Store it')").count() == 0
    page.click("main a:text-is('Change')")
    # The file is still there, and what was chosen.
    assert "deck.csv was received" in page.locator("#f-file-hint").inner_text()
    assert page.input_value("#f-card") == "web-sell"
    page.select_option("#f-refusals", "keep")
    do(page, "Preview")
    assert "becomes a draft" in page.locator(".confirm__effects").inner_text()
    do(page, "Store it")
    assert "Version 1 is a draft" in page.locator(".banner").inner_text()
    page.click("main a:text-is('Approve')")
    assert "prices calls from" in page.locator(".confirm__effects").inner_text()
    do(page, "Approve")
    assert "Version 1 is approved" in page.locator(".banner").inner_text()
    # The same deck again changes nothing.
    page.goto(f"{ROOT}/rate-cards/import?card=web-sell&side=sell&currency=USD&refusals=keep&effective=2026-12-01")
    page.set_input_files("#f-file", file)
    do(page, "Preview")
    assert "same rates" in page.locator(".confirm__effects").inner_text()


def test_a_bank_file_becomes_payments(visit, tmp_path):
    page = visit(f"{ROOT}/payments/bank-files/import")
    file = tmp_path / "bank.csv"
    file.write_text(
        "value_date,amount,currency,payer,reference\n"
        "2026-11-30,0.02,USD,Customer 15,INV-main-2026-000015\n2026-11-30,7.00,USD,Nobody,thanks\n")
    page.set_input_files("#f-file", file)
    do(page, "Preview")
    assert "2 lines" in page.locator(".confirm__effects").inner_text()
    do(page, "Keep its lines")
    assert page.locator("tbody tr").count() == 2
    page.locator("tbody tr", has_text="Nobody").locator("a:text-is('Decide')").click()
    page.select_option("#f-purpose", "ignore")
    do(page, "Preview")
    assert "Enter the reason" in problems(page)
    page.fill("#f-reason", "not ours")
    do(page, "Preview")
    do(page, "Do it")
    assert "left aside" in page.locator(".banner").inner_text()
    page.locator("tbody tr", has_text="Customer 15").locator("a:text-is('Decide')").click()
    page.fill("#f-partner", "c15")
    do(page, "Preview")
    assert "USD 0.02" in page.locator(".confirm__effects").inner_text()
    do(page, "Do it")
    assert page.locator(".banner").inner_text().startswith("Recorded PAY-main-")
    assert "0" == page.locator(".tabs__link", has_text="To look at").locator(".tabs__count").inner_text()
    # The same file is known again.
    page.goto(f"{ROOT}/payments/bank-files/import")
    page.set_input_files("#f-file", file)
    do(page, "Preview")
    assert page.locator(".error-summary").count() == 1


def test_a_journal_is_entered_and_taken_back(visit):
    page = visit(f"{ROOT}/ledger/by-hand/enter")
    do(page, "Preview")
    assert "Choose the account that is debited" in problems(page) and "Enter the amount" in problems(page)
    page.select_option("#f-debit", "bank")
    page.select_option("#f-credit", "clearing")
    page.fill("#f-currency", "USD")
    page.fill("#f-amount", "12.50")
    page.fill("#f-on", "2026-10-31")
    page.fill("#f-description", "found money")
    do(page, "Preview")
    assert "12.50" in page.locator("table").inner_text()
    do(page, "Enter")
    assert page.locator(".page-header .badge").inner_text() == "Posted"
    page.click("main a:text-is('Reverse')")
    do(page, "Reverse")
    assert "Enter the reason" in problems(page)
    page.fill("#f-reason", "entered twice")
    do(page, "Reverse")
    assert page.locator(".page-header .badge").inner_text() == "Reversed"


def test_an_exchange_rate_is_added_and_corrected_with_a_reason(visit):
    query = "from=GBP&to=USD&effective_on=2026-10-01"
    page = visit(f"{SETUP}/exchange-rates/add?{query}&rate=1.25&step=preview")
    do(page, "Add")
    assert "1 added" in page.locator(".banner").inner_text()
    page.goto(f"{SETUP}/exchange-rates/add?{query}&rate=1.26&step=preview")
    assert "is stored for this pair and day" in problems(page)
    page.fill("#f-reason", "misread")
    do(page, "Preview")
    do(page, "Add")
    assert "1 corrected" in page.locator(".banner").inner_text()


def test_books_are_locked_and_opened_again(visit):
    page = visit(f"{ROOT}/ledger/periods/lock", user="west")
    page.fill("#f-until", "tomorrow")
    do(page, "Lock")
    assert "Enter the day as" in problems(page) and "Enter the reason" in problems(page)
    page.fill("#f-until", "2999-01-31")
    page.fill("#f-reason", "closed")
    do(page, "Lock")
    assert page.locator(".error-summary").count() == 1
    page.fill("#f-until", "2026-09-30")
    do(page, "Lock")
    assert "locked until 2026-09-30" in page.locator(".banner").inner_text()
    page.click("text=Open again")
    page.fill("#f-reason", "late invoice")
    do(page, "Open")
    assert "The books are open" in page.locator(".banner").inner_text()


def test_a_schedule_is_paused_with_a_reason_and_goes_on(visit):
    page = visit(f"{ROOT}/jobs/schedules", user="operations")
    page.locator("tr", has_text="merge-calls").locator("a:text-is('Pause')").click()
    do(page, "Pause")
    assert "Enter the reason" in problems(page)
    page.fill("#f-reason", "switch is moved")
    do(page, "Pause")
    row = page.locator("tr", has_text="merge-calls")
    assert "Paused" in row.inner_text() and "switch is moved" in row.inner_text()
    row.locator("a:text-is('Resume')").click()
    do(page, "Resume")
    assert "goes on" in page.locator(".banner").inner_text()


def test_a_customer_sees_usage_calls_payments_and_rates_that_add_up(visit):
    page = visit("/portal/billing/usage?period=2026-09", user="customer")
    days = page.locator("table:has(caption#cap-days)")
    amount = days.locator("tfoot td").last.inner_text()
    assert amount == page.locator("table:has(caption#cap-destinations) tfoot td").last.inner_text()
    rows = days.locator("tbody tr").all()
    parts = sum(float(row.locator("td.data-table__number").last.inner_text()) for row in rows)
    assert abs(parts - float(amount)) < 1e-9
    days.locator("tbody a").first.click()
    assert page.locator("tbody tr").count() == 1
    page.goto("/portal/billing/rates?q=44")
    assert "United Kingdom" in page.locator("tbody").inner_text()
    page.goto("/portal/billing/payments")
    assert "FIRST PART" in page.locator("tbody").inner_text()
    page.goto("/portal/billing/people")
    assert "customer@example.net" in page.locator("tbody").inner_text()
    assert "other@example.net" not in page.locator("tbody").inner_text()
    # Another customer's usage is its own.
    other = visit("/portal/billing/usage?period=2026-09", user="other")
    assert other.locator("table:has(caption#cap-days) tfoot td").last.inner_text() != amount


def test_entities_are_seen_side_by_side_by_super_admins_alone(visit):
    page = visit("/super-admin/billing", user="super")
    assert "Carrier West Inc." in page.locator("main").inner_text()
    assert visit("/super-admin/billing", user="admin").locator("h1").inner_text() != "Entities"
