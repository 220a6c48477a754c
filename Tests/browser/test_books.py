"""The light in the header says whether the books held, and leads to what was found."""

ROOT = "/admin/billing"


def test_the_light_says_that_the_books_hold_and_when(visit):
    page = visit(f"{ROOT}/invoices")
    light = page.locator(".header__books")
    assert light.get_attribute("data-state") == "ok"
    assert "hold" in light.inner_text() and light.locator("time").get_attribute("datetime").endswith("Z")
    light.click()
    assert page.locator("h1").inner_text() == "Checks of the books"
    assert page.locator("text=Books hold").count() >= 1
    codes = page.locator("#cap-checks").locator("xpath=ancestor::table").locator("tbody th").all_inner_texts()
    assert codes[:3] == ["V1", "V2", "V3"] and len(codes) == 20


def test_a_check_runs_when_it_is_asked_for(visit):
    page = visit(f"{ROOT}/ledger/checks", user="finance")
    before = page.locator("#cap-runs").locator("xpath=ancestor::table").locator("tbody tr").count()
    page.click("text=Check now")
    assert "Load this page again" in page.locator(".banner").first.inner_text()
    rows = page.locator("#cap-runs").locator("xpath=ancestor::table").locator("tbody tr")
    for _ in range(60):
        if rows.count() > before:
            break
        page.wait_for_timeout(500)
        page.goto(f"{ROOT}/ledger/checks")
    assert rows.count() == before + 1
    assert page.locator("text=Books hold").count() >= 1


def test_rows_of_all_entities_are_for_who_works_in_all(visit):
    for user, seen in (("super", 1), ("finance", 0)):
        page = visit(f"{ROOT}/ledger/checks/1", user=user)
        assert page.locator("#h-figures").count() == seen, user
    reader = visit(f"{ROOT}/ledger/checks", user="reader")
    assert reader.locator("text=Check now").count() == 0


def test_what_waits_is_counted_in_the_navigation(visit):
    page = visit(f"{ROOT}/invoices", user="operations")
    calls = page.locator(".nav__link", has_text="Calls")
    assert "without a price" in calls.inner_text() or "without a price" in calls.text_content()
    page = visit(f"{ROOT}/invoices", user="reader")
    assert "without a price" not in page.locator(".nav__link", has_text="Calls").text_content()
