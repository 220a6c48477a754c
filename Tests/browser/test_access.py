"""Who may do what, and what is done with what nobody should send."""

import json
import re

import pytest

ROOT = "/admin/billing/invoices"


def invoice_of(carrier, partner, state="issued"):
    return next(
        item["invoice_id"]
        for item in json.loads(carrier.run("invoice", "list", "--json"))
        if item["partner"] == partner and item["state"] == state
    )


def test_customers_see_their_own_invoices_alone(carrier, visit):
    own, other = invoice_of(carrier, "c01"), invoice_of(carrier, "c02")
    page = visit("/portal/billing", user="customer")
    assert page.locator("tbody tr").count() == 1
    for path in (f"/portal/billing/invoices/{other}", f"/portal/billing/invoices/{other}/lines.csv", ROOT, f"{ROOT}/{own}",
                 f"{ROOT}.csv", "/components", f"/api/v1/invoices/{own}"):
        assert page.request.get(path).status == 404, path
    assert page.request.get(f"/portal/billing/invoices/{own}").status == 200
    # Drafts are none of theirs.
    draft = invoice_of(carrier, "c01", "draft")
    assert page.request.get(f"/portal/billing/invoices/{draft}").status == 404


def test_staff_sees_its_entity_alone(carrier, visit):
    other = invoice_of(carrier, "c02")
    page = visit(ROOT, user="west")
    assert page.locator("tbody tr").count() == 3
    for path in (f"{ROOT}/{other}", f"{ROOT}/{other}/lines/1", f"{ROOT}/{other}/approve", f"/api/v1/invoices/{other}"):
        assert page.request.get(path).status == 404, path
    assert "c02" not in page.request.get(f"{ROOT}.csv").text()
    assert page.request.get(f"{ROOT}?after=0.1.1").status == 200


def test_a_super_admin_changes_the_entity(carrier, visit):
    page = visit(ROOT, user="super")
    page.click(".header__entity summary")
    page.click("button:has-text('Carrier West Inc.')")
    assert page.locator("tbody tr").count() == 3
    page.click(".header__entity summary")
    page.click("button:has-text('Main Carrier B.V.')")
    assert page.locator("tbody tr").count() > 3


@pytest.mark.parametrize(
    "user, may",
    [("admin", True), ("finance", True), ("operations", False), ("reader", False), ("customer", False)],
)
def test_a_step_is_for_whoever_may_do_it(user, may, carrier, visit):
    draft = invoice_of(carrier, "c10", "draft")
    page = visit(None, user=user)
    status = page.request.get(f"{ROOT}/{draft}/approve").status
    assert (status == 200) == may
    assert may or status in (403, 404)


def test_a_form_from_elsewhere_is_refused(carrier, visit):
    draft = invoice_of(carrier, "c11", "draft")
    page = visit(ROOT)
    for form in ({}, {"csrf": "0" * 64}):
        answer = page.request.post(f"{ROOT}/{draft}/approve", form=form, max_redirects=0)
        assert answer.status == 403
    assert invoice_of(carrier, "c11", "draft") == draft


def test_numbers_are_masked_for_who_may_not_see_them(carrier, visit):
    found = carrier.run("cdr", "find", "--partner", "c01", "--json", "--from", "2026-09-01", "--to", "2026-10-01")
    address = re.search(r"\d{4}-\d\d-\d\d/\d+/\d+", found).group(0)
    called = re.search(r'"called" : "(\d+)"', found).group(1)
    path = f"/admin/billing/cdrs/{address}"
    assert called not in visit(path, user="reader").content()
    assert called in visit(path, user="operations").content()


def test_too_many_wrong_passwords_shut_out(carrier, visit):
    page = visit("/sign-in", user=None)
    for attempt in range(6):
        page.fill("#f-mail", "nobody@example.net")
        page.fill("#f-password", f"wrong {attempt}")
        page.click("button[type=submit]")
        assert page.title().startswith("Error: ")
        assert page.input_value("#f-mail") == "nobody@example.net"
        assert page.input_value("#f-password") == ""
    assert "Too many attempts" in page.content()


def test_sessions_end_where_they_are_ended(carrier, visit):
    page = visit("/sign-in", user=None)
    page.fill("#f-mail", "other@example.net")
    page.goto(carrier.link("other", invitation=True))
    page.fill("#f-password", "correct horse battery staple")
    page.click("button[type=submit]")
    assert page.locator("h1").inner_text() == "Your invoices"
    second = visit("/sign-in", user=None)
    second.fill("#f-mail", "OTHER@example.net")
    second.fill("#f-password", "correct horse battery staple")
    second.click("button[type=submit]")
    assert second.locator("h1").inner_text() == "Your invoices"
    page.goto("/account")
    page.click("text=End all others")
    second.reload()
    assert second.locator("h1").inner_text() == "Sign in"
    page.click(".menu summary")
    page.click("text=Sign out")
    assert page.locator("h1").inner_text() == "Sign in"


def test_a_link_lets_in_once(carrier, visit):
    link = carrier.link("super")
    first = visit(link, user=None)
    first.click("button[type=submit]")
    assert first.locator("h1").inner_text() == "Invoices"
    second = visit(None, user=None)
    assert second.request.get(link).status == 404


def test_a_second_factor_is_asked_for(carrier, visit):
    import base64
    import hashlib
    import hmac
    import struct
    import time

    def code(key, step):
        digest = hmac.new(base64.b32decode(key), struct.pack(">Q", step), hashlib.sha1).digest()
        offset = digest[-1] & 15
        return f"{(struct.unpack('>I', digest[offset:offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"

    page = visit("/account", user="operations")
    page.click("text=Set up a second factor")
    key = page.locator("form p.code").inner_text()
    page.fill("#f-code", "000000")
    page.click("button:has-text('Confirm')")
    assert page.title().startswith("Error: ")
    step = int(time.time()) // 30
    page.fill("#f-code", code(key, step))
    page.click("button:has-text('Confirm')")
    recovery = page.locator(".banner .code").inner_text().split()
    assert len(recovery) == 10
    other = visit("/sign-in?next=/components", user=None)
    other.fill("#f-mail", "operations@example.net")
    other.fill("#f-password", "correct horse battery staple")
    other.click("button[type=submit]")
    assert other.locator("h1").inner_text() == "Enter the code"
    # Half signed in is not signed in.
    assert "Enter the code" in other.request.get(ROOT).text()
    other.fill("#f-code", code(key, step))
    other.click("button[type=submit]")
    assert "not right, or was used before" in other.content()
    other.fill("#f-code", recovery[0])
    other.click("button[type=submit]")
    assert other.locator("h1").inner_text() == "Components"
    page.goto("/account")
    page.fill("#f-code", recovery[1])
    page.click("text=Take it away")
    assert page.locator("text=Set up a second factor").count() == 1


@pytest.mark.parametrize(
    "query",
    ["period=2026-13", "period=%00", "min=1.234&currency=USD", "min=-5&currency=USD", "min=99999999999999999999&currency=USD",
     "currency=DOLLAR", "min=5", "period=<script>alert(1)</script>"],
)
def test_filters_that_are_not_understood_are_told_and_kept(query, carrier, visit):
    page = visit(f"{ROOT}?{query}")
    assert page.title() == "Error: Invoices - DIDTron Billing" or query == "period=%00"
    name = query.split("=")[0]
    if "%00" not in query and name != "currency":
        assert page.input_value(f"#f-{name}") == query.split("=", 1)[1].split("&")[0]


@pytest.mark.parametrize(
    "path",
    ["/admin/billing/invoices/0", "/admin/billing/invoices/x'", "/admin/billing/invoices/1/lines/0", "/admin/billing/cdrs/a/b/c",
     "/admin/billing/invoices/99999999999999999999", "/admin/billing/invoices/runs/1", "/assets/../../etc/passwd",
     "/link/abc"],
)
def test_addresses_that_lead_nowhere_say_so(path, carrier, visit):
    answer = visit(None).request.get(path)
    assert answer.status == 404, answer.text()
    assert "Request" in answer.text() and "Swift" not in answer.text()


def test_a_form_that_is_too_large_is_refused(carrier, visit):
    page = visit(ROOT)
    answer = page.request.post("/preferences", form={"back": "x" * 400_000}, max_redirects=0)
    assert answer.status == 413


def test_headers_are_those_of_the_house(carrier, visit):
    page = visit(None)
    answer = page.request.get(ROOT)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "private, no-store"
    style = re.search(r'/assets/didtron-\w+\.css', answer.text()).group(0)
    asset = page.request.get(style)
    assert asset.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert asset.headers["content-encoding"] == "gzip"
    assert asset.headers["content-security-policy"] == policy
    assert int(asset.headers["content-length"]) < 40_000


def test_the_server_says_how_it_is(carrier, visit):
    page = visit(None, user=None)
    assert page.request.get("/healthz").text() == "ok\n"
    assert page.request.get("/readyz").text() == "ready\n"
    page.request.get("/sign-in")
    metrics = page.request.get("/metrics").text()
    assert re.search(r'http_request_duration_seconds_count\{method="GET",route="/sign-in",status="200"\} \d+', metrics)
