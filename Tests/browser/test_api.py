"""The API: tokens and scopes, every endpoint of its description, pages by key, keys of requests, what is refused and how."""

import json
import time

import pytest
import requests
from test_uploads import left

ROOT = "/api/v1"
CALLS = (
    "call_id,customer_id,supplier_id,calling,called,start_time,duration_s,sip_code\n"
    "api-1,c01,c-supplier,4930987654,442071234567,2026-10-20T12:00:00Z,60,200\n"
    "api-2,c02,c-supplier,4930987654,442071234567,2026-10-20T12:01:00Z,61,200\n"
)


class Program:
    """A program that comes with a token."""

    def __init__(self, carrier, token):
        self.address, self.token = carrier.address, token

    def ask(self, method, path, expect=200, headers=None, **more):
        headers = {"Authorization": f"Bearer {self.token}", **(headers or {})}
        url = path if path.startswith("http") else self.address + (path if path.startswith("/api") else ROOT + path)
        answer = requests.request(method, url, headers=headers, timeout=30, allow_redirects=False, **more)
        assert answer.status_code == expect, f"{method} {path}: {answer.status_code} {answer.text}"
        if expect >= 400 and method != "HEAD":
            assert answer.headers["Content-Type"] == "application/problem+json"
            problem = answer.json()
            assert problem["status"] == expect and problem["request"] == answer.headers["X-Request-Id"]
            assert problem["type"].endswith(problem["reason"])
        return answer

    def get(self, path, expect=200, **more):
        return self.ask("GET", path, expect, **more).json()

    def post(self, path, body=None, expect=200, key=None):
        return self.ask("POST", path, expect, headers={"Idempotency-Key": key} if key else None, json=body)

    def reason(self, path, expect, **more):
        return self.get(path, expect, **more)["reason"]

    def all(self, path):
        """Follows every page of a list."""
        items, pages = [], 0
        while path:
            answer = self.ask("GET", path)
            items += answer.json()["items"]
            path = answer.json().get("next")
            assert ("Link" in answer.headers) == bool(path)
            pages += 1
        return items, pages


@pytest.fixture(scope="session")
def token(carrier):
    """Makes a token for a user, and gives a program that has it."""

    def make(user, *scopes, entities=(), days=None):
        stated = ["token", "add", "--user", f"{user}@example.net", "--name", "test", "--json"]
        for scope in scopes or ("read", "write"):
            stated += ["--scope", scope]
        for entity in entities:
            stated += ["--entity", entity]
        made = json.loads(carrier.run(*stated))
        program = Program(carrier, made["secret"])
        program.id = made["token_id"]
        return program

    return make


@pytest.fixture(scope="session")
def finance(token):
    return token("finance")


@pytest.fixture(scope="session")
def operations(token):
    return token("operations")


def of(finance, partner, state):
    return next(item for item in finance.all(f"/invoices?partner={partner}")[0] if item["state"] == state)


# Who comes in


def test_nobody_comes_in_without_a_token_that_holds(carrier, token):
    program = token("reader", "read:invoices")
    assert program.get("/invoices")["items"]
    carrier.run("token", "revoke", str(program.id))
    nobody = requests.get(carrier.address + ROOT + "/invoices", timeout=20)
    assert nobody.status_code == 401 and nobody.headers["WWW-Authenticate"] == 'Bearer realm="didtron"'
    assert nobody.json()["reason"] == "token.missing"
    for wrong in (program.token, program.token[:-1] + "0", "didtron_", "", "didtron_" + "0" * 64, "x" * 5_000):
        other = Program(carrier, wrong)
        answer = other.ask("GET", "/invoices", 401)
        assert answer.json()["reason"] == "token.not_valid" and "invalid_token" in answer.headers["WWW-Authenticate"]
    # The name of another scheme is none either.
    answer = requests.get(carrier.address + ROOT + "/jobs", headers={"Authorization": "Basic eDp5"}, timeout=20)
    assert answer.status_code == 401


def test_scopes_and_roles_both_have_to_allow_it(carrier, token):
    program = token("finance", "read:payments")
    assert program.reason("/invoices", 403) == "token.scope_missing"
    assert program.get("/payments")["items"]
    assert program.post("/payments", {}, 403).json()["facts"] == {"scope": "write:payments"}
    # All scopes, and a role that only reads.
    reader = token("reader")
    assert reader.post("/payments", {"partner": "c01", "amount": "1"}, 403).json()["reason"] == "page.role_may_not"
    assert "Customers have no tokens" in str(pytest.raises(AssertionError, token, "customer").value)


def test_entities_beyond_the_token_are_not_there(carrier, token, finance):
    main, west = of(finance, "c05", "issued"), token("west")
    assert west.reason(f"/invoices/{main['invoice_id']}", 404) == "invoice.not_found"
    assert {item["partner"] for item in west.get("/partners")["items"]} == {"w01", "w02", "w03", "w-supplier"}
    assert west.reason("/invoices?entity=main", 404) == "entity.not_found"
    assert [entity["entity"] for entity in west.get("/entities")["items"]] == ["west"]
    payment = finance.get("/payments")["items"][0]
    for path in (f"/payments/{payment['payment_id']}", "/ledger/journals/1", "/files/1"):
        west.get(path, 404)
    assert west.post(f"/payments/{payment['number']}/reverse", {"reason": "x"}, 404).json()["reason"] == "payment.not_found"
    # Several are reached: one has to be meant.
    both, one = token("super"), token("super", entities=["west"])
    assert both.reason("/invoices", 422) == "entity.several"
    assert both.get("/invoices?entity=west")["items"] and both.get("/invoices?entity=main")["items"]
    assert one.get("/invoices")["items"] and one.reason("/invoices?entity=main", 404) == "entity.not_found"
    assert len(both.get("/entities")["items"]) == 2 and len(one.get("/entities")["items"]) == 1


def test_a_session_of_the_pages_reads_and_acts_with_its_token_of_forms(carrier, cookies):
    session = cookies("finance")[0]["value"]
    url = carrier.address + ROOT
    assert requests.get(f"{url}/invoices", cookies={"didtron-session": session}, timeout=20).status_code == 200
    forged = requests.post(
        f"{url}/payments", json={"partner": "c01", "amount": "1"}, cookies={"didtron-session": session}, timeout=20)
    assert forged.status_code == 403 and forged.json()["reason"] == "page.wrong_token"


def test_a_token_is_made_on_a_page_shown_once_and_revoked(carrier, visit):
    page = visit("/account")
    page.click("text=Tokens of the API")
    page.fill("#f-name", "reports of the page")
    page.fill("#f-scope", "read:everything")
    page.click("button:has-text('Make the token')")
    assert page.title().startswith("Error: ") and page.locator("#f-scope-error").inner_text() == "There is no scope read:everything."
    page.fill("#f-scope", "read:invoices")
    page.click("button:has-text('Make the token')")
    secret = page.locator(".banner .code").inner_text()
    program = Program(carrier, secret)
    assert program.get("/invoices?limit=1")["items"] and program.reason("/payments", 403) == "token.scope_missing"
    page.reload()
    assert secret not in page.content()
    row = page.locator("tr", has_text="reports of the page").first
    assert secret[:16] in row.inner_text()
    page.goto("/account/tokens")
    page.click("button:has-text('Revoke reports of the page')")
    program.get("/invoices", 401)


# What there is


def test_every_list_is_read_to_its_end_without_repeating(carrier, finance, operations):
    for program, path, key in [
        (finance, "/partners?limit=13", "partner"), (finance, "/invoices?limit=17", "invoice_id"),
        (finance, "/invoices?limit=9&view=draft", "invoice_id"), (finance, "/payments?limit=1", "payment_id"),
        (finance, "/ledger/accounts?limit=50", "account_id"), (finance, "/ledger/journals?limit=1", "journal_id"),
        (finance, "/balances?limit=20", "partner"), (operations, "/files?limit=1", "file_id"),
        (operations, "/jobs?limit=1", "job_id"), (operations, "/usage?period=2026-09&by=partner&limit=7", "partner"),
    ]:
        items, pages = program.all(path)
        names = [item[key] for item in items]
        assert len(set(names)) == len(names), path
        whole, one = program.all(path.replace("limit=" + path.split("limit=")[1].split("&")[0], "limit=200"))
        assert [item[key] for item in whole] == names and one == 1, path
        limit = int(path.split("limit=")[1].split("&")[0])
        assert pages == max(1, -(-len(names) // limit)), path


def test_answers_are_those_of_the_commands(carrier, finance, operations):
    issued = of(finance, "c05", "issued")
    for path, command in [
        (f"/invoices/{issued['invoice_id']}", ["invoice", "show", str(issued["invoice_id"])]),
        (f"/invoices/{issued['number']}", ["invoice", "show", issued["number"]]),
    ]:
        assert finance.get(path) == json.loads(carrier.run(*command, "--json"))
    balance = json.loads(carrier.run("partner", "balance", "c05", "--entity", "main", "--json"))
    assert finance.get("/balances?partner=c05")["items"] == balance
    trial = json.loads(carrier.run("ledger", "trial-balance", "--entity", "main", "--json"))
    assert finance.get("/ledger/trial-balance")["lines"] == trial
    file = json.loads(carrier.run("cdr", "files", "--json"))[-1]
    assert operations.get(f"/files/{file['file_id']}") == file
    journal = finance.get("/ledger/journals")["items"][0]
    entries = finance.get(f"/ledger/journals/{journal['journal_id']}")["entries"]
    assert entries == json.loads(carrier.run("ledger", "entries", "--journal", str(journal["journal_id"]), "--json"))


def test_head_options_and_other_methods(carrier, finance):
    head = finance.ask("HEAD", "/invoices")
    assert head.content == b"" and head.headers["Content-Type"] == "application/json"
    options = finance.ask("OPTIONS", "/payments", 204)
    assert options.headers["Allow"] == "GET, HEAD, OPTIONS, POST"
    for method in ("PUT", "PATCH", "DELETE"):
        assert finance.ask(method, "/payments", 405).headers["Allow"] == "GET, HEAD, OPTIONS, POST"
    assert finance.ask("POST", "/jobs", 405).headers["Allow"] == "GET, HEAD, OPTIONS"
    finance.get("/nothing", 404)
    finance.get("/invoices/999999/lines", 404)


@pytest.mark.parametrize(
    "path, reason, field",
    [
        ("/invoices?colour=red", "value.unknown", "colour"), ("/invoices?limit=0", "value.not_allowed", "limit"),
        ("/invoices?limit=ten", "value.not_allowed", "limit"), ("/invoices?limit=5&limit=6", "value.not_allowed", "limit"),
        ("/invoices?period=2026-13", "value.not_allowed", "period"), ("/invoices?view=all", "value.not_allowed", "view"),
        ("/invoices?currency=eur", "value.not_allowed", "currency"), ("/invoices?q=%00", "value.not_allowed", "q"),
        ("/invoices?after=xyz", "page.wrong_cursor", "after"), ("/invoices?after=%2b%2f", "page.wrong_cursor", "after"),
        ("/payments?from=2026-02-30", "value.not_allowed", "from"), ("/usage", "value.missing", "period"),
        ("/payments?unapplied=yes", "value.not_allowed", "unapplied"),
    ],
)
def test_what_is_stated_wrongly_is_refused_by_name(path, reason, field, finance):
    problem = finance.get(path, 422)
    assert (problem["reason"], problem["field"]) == (reason, field)
    assert problem["detail"].endswith(".") and "didtron" not in problem["detail"]


def test_a_place_is_of_its_list_and_filters(finance):
    after = finance.get("/invoices?limit=1")["next"].split("after=")[1].split("&")[0]
    assert finance.get(f"/invoices?limit=1&after={after}")["items"]
    for path in (f"/invoices?view=draft&after={after}", f"/partners?after={after}"):
        assert finance.reason(path, 422) == "page.wrong_cursor"


# What is done


def test_a_payment_is_recorded_once_whatever_the_network_does(carrier, finance):
    invoice = of(finance, "c06", "issued")
    body = {"partner": "c06", "amount": "0.05", "reference": "by program", "invoices": [invoice["number"]]}
    first = finance.post("/payments", body, 201, key="pay-1")
    again = finance.post("/payments", body, 201, key="pay-1")
    assert first.content == again.content and first.headers["Location"] == again.headers["Location"]
    assert finance.post("/payments", {**body, "amount": "0.06"}, 409, key="pay-1").json()["reason"] == "act.key_used_otherwise"
    made = finance.get(first.headers["Location"])
    assert made["payment"]["total_minor"] == 5 and made["allocations"][0]["document_id"] == invoice["invoice_id"]
    assert [item["reference"] for item in finance.get("/payments?partner=c06")["items"]] == ["by program"]
    acts = json.loads(carrier.run("audit", "list", "--act", "payment.record", "--limit", "1", "--json"))
    assert acts[0]["actor"].startswith("token:finance@example.net didtron_")
    # Taken back by its number, with a reason.
    number = made["payment"]["number"]
    assert finance.post(f"/payments/{number}/reverse", {}, 422).json()["field"] == "reason"
    assert finance.post(f"/payments/{number}/reverse", {"reason": "bounced"}).json()["number"] == number
    assert finance.post(f"/payments/{number}/reverse", {"reason": "bounced"}, 409).json()["code"] == "conflict"


@pytest.mark.parametrize(
    "body, field",
    [
        ({}, "partner"), ({"partner": "c07"}, "amount"), ({"partner": "c07", "amount": 5}, "amount"),
        ({"partner": "c07", "amount": "1,50"}, "amount"), ({"partner": "c07", "amount": "1.505"}, "amount"),
        ({"partner": "c07", "amount": "0"}, "amount"), ({"partner": "c07", "amount": "-1"}, "amount"),
        ({"partner": "c07", "amount": "1", "tip": "1"}, "tip"), ({"partner": "c07", "amount": "1", "unapplied": 1}, "unapplied"),
        ({"partner": "c07", "amount": "1", "value_on": "today"}, "value_on"),
        ({"partner": "c07", "amount": "1", "purpose": "paid", "unapplied": True}, "invoices"),
        ({"partner": "c07", "amount": "1", "invoices": "42"}, "invoices"),
    ],
)
def test_a_payment_that_is_not_understood_is_not_recorded(body, field, finance):
    assert finance.post("/payments", body, 422).json()["field"] == field
    assert not finance.get("/payments?partner=c07")["items"]


def test_bodies_of_other_types_and_sizes(carrier, finance):
    ask = lambda expect, **more: finance.ask("POST", "/payments", expect, **more).json()["reason"]
    assert ask(415, data="partner=c07", headers={"Content-Type": "application/x-www-form-urlencoded"}) == "http.415"
    assert ask(422, data="{", headers={"Content-Type": "application/json"}) == "value.not_json"
    assert ask(422, data="[]", headers={"Content-Type": "application/json"}) == "value.not_json"
    assert ask(413, data=b" " * 400_000, headers={"Content-Type": "application/json"}) == "http.413"
    assert ask(422, json={"partner": "c07", "amount": "1"}, headers={"Idempotency-Key": "a b"}) == "value.not_allowed"
    assert ask(404, json={"partner": "nobody", "amount": "1"}) == "partner.not_found"


def test_an_invoice_goes_its_way(carrier, finance):
    draft = of(finance, "c12", "draft")["invoice_id"]
    assert finance.post(f"/invoices/{draft}/issue", {}, 409).json()["code"] == "conflict"
    done = finance.post(f"/invoices/{draft}/approve", {"leave_earlier": True}, key="approve-12")
    assert done.json() == {"step": "approved", "invoices": [draft]}
    assert finance.post(f"/invoices/{draft}/approve", {"leave_earlier": True}, key="approve-12").content == done.content
    finance.post(f"/invoices/{draft}/issue", {"leave_earlier": True})
    assert finance.get(f"/invoices/{draft}")["state"] == "issued"
    assert finance.post(f"/invoices/{draft}/void", {}, 409).json()["status"] == 409
    finance.post("/invoices/0/void", {}, 404)


def finished(program, answer):
    job = answer.headers["Location"]
    end = time.monotonic() + 40
    while (state := program.get(job))["state"] not in ("done", "parked"):
        assert time.monotonic() < end, state
        time.sleep(0.2)
    return state


def test_a_run_of_invoices_is_a_job(carrier, finance):
    answer = finance.post("/invoices/run", {"period": "2026-11"}, 202, key="run-11")
    again = finance.post("/invoices/run", {"period": "2026-11"}, 202, key="run-11")
    assert answer.json() == again.json()
    assert finished(finance, answer)["requested_by"].startswith("token finance@example.net")
    assert finance.post("/invoices/run", {"period": "2026-11", "partner": "nobody"}, 404).json()["reason"] == "partner.not_found"


@pytest.mark.parametrize("form", [False, True], ids=["raw", "as a form"])
def test_a_file_is_sent_as_it_is_and_loaded(form, carrier, operations):
    calls = CALLS.replace("api-", "form-" if form else "raw-")
    name = "form.csv" if form else "raw.csv"
    more = (
        {"files": {"file": (name, calls)}, "data": {"switch": "sw-main"}} if form
        else {"data": calls, "headers": {"Content-Type": "text/csv", "Idempotency-Key": "file-1"}}
    )
    path = "/files" if form else f"/files?name={name}&switch=sw-main"
    answer = operations.ask("POST", path, 202, **more)
    if not form:
        again = operations.ask("POST", path, 202, **more)
        assert again.json() == answer.json()
        other = dict(more, data=calls + "x")
        assert operations.ask("POST", path, 409, **other).json()["reason"] == "act.key_used_otherwise"
    assert finished(operations, answer)["state"] == "done"
    file = operations.get(f"/files?q={name}")["items"][0]
    assert (file["read"], file["rated"], file["state"]) == (2, 2, "closed")
    assert not left(carrier)


def test_files_that_are_not_taken(carrier, operations, finance):
    csv = {"Content-Type": "text/csv"}
    send = lambda expect, path="/files?switch=sw-main", headers=csv, **more: operations.ask(
        "POST", path, expect, headers=headers, **more).json()
    assert send(422, data="")["field"] == "file"
    assert send(413, data="x" * 2_100_000)["reason"] == "upload.too_large"
    assert send(413, data=(b"x" * 100_000 for _ in range(30)))["reason"] == "upload.too_large"
    assert send(415, headers={"Content-Type": "application/json"}, data="{}")["reason"] == "http.415"
    assert send(422, "/files?switch=nowhere", data="a")["field"] == "switch"
    assert send(422, "/files?layout=nothing", data="a")["field"] == "layout"
    assert finance.ask("POST", "/files", 403, headers=csv, data="a").json()["reason"] == "page.role_may_not"


def test_a_deposit_is_topped_up_held_captured_and_released(carrier, finance, token):
    carrier.run("partner", "import", "-", "--entity", "main",
                text="partner,name,role,currency,payment_mode\nprepaid,Prepaid Ltd,customer,USD,prepaid\n")
    top = finance.post("/top-ups", {"partner": "prepaid", "amount": "10", "reference": "first"}, 201, key="top-1")
    assert finance.post("/top-ups", {"partner": "prepaid", "amount": "10", "reference": "first"}, 201, key="top-1").content == top.content
    available = lambda: finance.get("/balances?partner=prepaid")["items"][0]["available_micros"]
    assert available() == 10_000_000
    hold = finance.post("/holds", {"partner": "prepaid", "amount": "2.5", "seconds": 600, "reference": "call"}, 201).json()
    assert available() == 7_500_000
    assert [item["reference"] for item in finance.get("/holds?partner=prepaid")["items"]] == ["call"]
    assert finance.post("/holds", {"partner": "prepaid", "amount": "100"}, 409).json()["code"] == "conflict"
    assert finance.post(f"/holds/{hold['hold_id']}/capture", {"amount": "0.000001"}).json()["captured_micros"] == 1
    token("west").post(f"/holds/{hold['hold_id']}/release", None, 404)
    assert finance.post(f"/holds/{hold['hold_id']}/release", None).json()["state"] == "released"
    assert available() == 10_000_000
    finance.post("/holds/999999/release", None, 404)


# The description


def test_the_description_has_every_endpoint(carrier):
    document = requests.get(f"{carrier.address}{ROOT}/openapi.json", timeout=20).json()
    assert document["openapi"] == "3.1.0"
    ids = [operation["operationId"] for path in document["paths"].values() for operation in path.values()]
    assert len(set(ids)) == len(ids) > 20
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            status = requests.request(method, carrier.address + path.replace("{", "").replace("}", ""), timeout=20).status_code
            assert status == 401, path
            assert operation["responses"]["401"]["content"].keys() == {"application/problem+json"}


def test_too_many_requests_are_told_to_wait(carrier):
    server, address = carrier.serve("limit.log", "--slots", "0", "--api-requests-per-minute", "20")
    try:
        made = json.loads(carrier.run("token", "add", "--user", "finance@example.net", "--name", "hasty", "--scope", "read", "--json"))
        program = Program(carrier, made["secret"])
        program.address = address
        assert [program.ask("GET", "/entities").status_code for _ in range(2)] == [200, 200]
        late = program.ask("GET", "/entities", 429)
        assert late.headers["Retry-After"] == "1" and late.json()["reason"] == "token.too_many_requests"
    finally:
        server.terminate()
        assert server.wait(timeout=12) == 0
