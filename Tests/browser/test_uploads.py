"""Files of calls that are sent to a page: loaded, known again, refused; and what is no file of calls at all."""

import http.client
import json
import re
from pathlib import Path

import pytest

from test_roles import token

PATH = "/admin/billing/cdrs/upload"
HEAD = "call_id,customer_id,supplier_id,calling,called,start_time,duration_s,sip_code\n"


def calls(name, count=40):
    rows = [
        f"{name}-{index},c{1 + index % 5:02},c-supplier,4930987654,{'442071234567' if index % 4 else '99999'},"
        f"2026-10-{1 + index % 28:02}T12:{index % 60:02}:00Z,{30 + index},200\n"
        for index in range(count)
    ]
    return HEAD + "".join(rows) + f"{name}-bad,c01,c-supplier,1,442071234567,never,5,200\n"


def left(carrier):
    """What is kept of files that were sent, but those that are shown before they are imported."""
    folder = carrier.home / "uploads"
    return [path.name for path in folder.iterdir() if path.suffix != ".shown"] if folder.exists() else []


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_file_is_loaded_and_accounted_for(scripts, carrier, visit, tmp_path):
    name = f"calls-{'js' if scripts else 'plain'}"
    file = tmp_path / f"{name}.csv"
    file.write_text(calls(name))
    page = visit(PATH, user="operations", scripts=scripts)
    page.set_input_files("#f-file", file)
    page.select_option("#f-switch", "sw-main")
    page.select_option("#f-layout", "canonical")
    page.click("button:has-text('Send and load')")
    page.wait_for_selector(f"h1:has-text('{name}.csv')")
    page.wait_for_selector(".progress[data-state=done]", timeout=30_000)
    account = dict(zip(page.locator(".progress__account dt").all_inner_texts(),
                       map(int, page.locator(".progress__account dd").all_inner_texts())))
    assert account["Read"] == 41 and account["Rejected"] == 1 and account["Unrated"] == 10
    assert account["Read"] == account["Rated"] + account["Unrated"] + account["Duplicate"] + account["Rejected"]
    assert "difference 0" in page.locator(".tie-out").inner_text()
    number = int(re.search(r"as file (\d+)", page.locator(".progress__text").inner_text()).group(1))
    stored = next(item for item in json.loads(carrier.run("cdr", "files", "--json")) if item["file_id"] == number)
    assert stored["name"] == f"{name}.csv" and stored["rated"] == account["Rated"]
    # Who reads may look, and is offered no other file.
    other = visit(page.url.replace(carrier.address, ""), user="reader")
    assert other.locator("h1").inner_text() == f"{name}.csv" and other.locator("text=Load another file").count() == 0
    # Another entity has no such job.
    assert visit(None, user="west").request.get(page.url).status == 404
    # The same bytes again, under another name.
    page.goto(PATH)
    page.set_input_files("#f-file", {"name": "again.csv", "mimeType": "text/csv", "buffer": file.read_bytes()})
    page.select_option("#f-switch", "sw-main")
    page.click("button:has-text('Send and load')")
    page.wait_for_selector(".progress[data-state=done]", timeout=30_000)
    assert f"loaded before, as file {number}" in page.locator(".progress__text").inner_text()
    assert not left(carrier)


def test_what_is_no_file_of_calls_is_refused_and_not_kept(carrier, visit):
    page = visit(PATH, user="operations")
    page.set_input_files("#f-file", {"name": "calls.csv.gz", "mimeType": "application/gzip", "buffer": b"\x1f\x8b" + bytes(range(256)) * 9})
    page.select_option("#f-switch", "sw-main")
    page.click("button:has-text('Send and load')")
    page.wait_for_selector(".progress[data-state=failed]", timeout=30_000)
    assert page.locator(".progress__cause").inner_text().endswith("send that.")
    page.click("text=Send it again")
    # Nothing chosen, and nothing in it.
    page.select_option("#f-layout", "asterisk")
    page.click("button:has-text('Send and load')")
    assert page.title().startswith("Error: ")
    assert page.locator("#f-file-error").inner_text() == "Choose a file of calls."
    assert page.input_value("#f-layout") == "asterisk"
    page.set_input_files("#f-file", {"name": "<b>nothing</b>.csv", "mimeType": "text/csv", "buffer": b""})
    page.click("button:has-text('Send and load')")
    page.wait_for_selector("#f-file-error:has-text('is empty')")
    assert page.title().startswith("Error: ")
    assert "is empty" in page.locator("#f-file-error").inner_text()
    page.set_input_files("#f-file", {"name": "large.csv", "mimeType": "text/csv", "buffer": b"x" * 2_100_000})
    page.click("button:has-text('Send and load')")
    page.wait_for_selector("#f-file-error:has-text('larger')")
    assert page.locator("#f-file-error").inner_text() == (
        "The file is larger than 2 MB. Nothing was kept: pack the file, or cut it into several.")
    assert not left(carrier)


def send(carrier, cookies, user, body, length=None, boundary="b"):
    """Sends a form as it is written; the status, or nothing where the client leaves before its end."""
    session = cookies(user)[0]["value"]
    connection = http.client.HTTPConnection(carrier.address.removeprefix("http://"), timeout=20)
    connection.putrequest("POST", PATH)
    connection.putheader("Cookie", f"didtron-session={session}")
    connection.putheader("Content-Type", f"multipart/form-data; boundary={boundary}")
    connection.putheader("Content-Length", str(length or len(body)))
    connection.endheaders(body)
    if length:
        connection.close()
        return None
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def form(csrf, file_name="x.csv", content="a\n", end="--b--\r\n"):
    return (
        f'--b\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n{csrf}\r\n'
        f'--b\r\nContent-Disposition: form-data; name="switch"\r\n\r\nsw-main\r\n'
        f'--b\r\nContent-Disposition: form-data; name="file"; filename="{file_name}"\r\n\r\n{content}\r\n{end}'
    ).encode()


def test_forms_that_nobody_should_send(carrier, cookies, visit):
    visit(PATH, user="operations")
    csrf = token(cookies, "operations")
    assert send(carrier, cookies, "operations", form("0" * 64)) == 403
    assert send(carrier, cookies, "operations", form(csrf, end="")) == 422
    assert send(carrier, cookies, "operations", b"no form at all") == 403
    assert send(carrier, cookies, "operations", form(csrf, content="x" * 2_100_000)) == 413
    assert send(carrier, cookies, "finance", form(token(cookies, "finance"))) == 403
    assert send(carrier, cookies, "customer", form(token(cookies, "customer"))) == 404
    send(carrier, cookies, "operations", form(csrf, content="x" * 100_000, end=""), length=1_000_000)
    # A file is named by the last part of its name alone.
    assert send(carrier, cookies, "operations", form(csrf, file_name="../../../etc/cron.d/x", content=HEAD)) == 303
    assert not Path("/etc/cron.d/x").exists()
