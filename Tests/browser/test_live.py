"""What a page is told while a job runs: server-sent events, who may listen, how many, and what they leave behind."""

import http.client
import json
import threading
import time

import pytest

from test_roles import token
from test_server import invoices_locked, until

JOBS = "/admin/billing/jobs"


def started(page, carrier, period):
    """Starts a run of invoices from its page; the number of its job."""
    page.goto(f"/admin/billing/invoices/run?period={period}")
    page.click("button:has-text('Run'), button:has-text('Make')")
    page.wait_for_url("**/runs/*")
    return int(page.url.rsplit("/", 1)[1])


def listen(address, cookies, job, user="finance", path=None):
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=25)
    connection.request("GET", path or f"{JOBS}/{job}/events", headers={"Cookie": f"didtron-session={cookies(user)[0]['value']}"})
    return connection, connection.getresponse()


def events(answer):
    """Each event until the server ends them."""
    for line in answer:
        if line.startswith(b"data: "):
            yield json.loads(line[6:])


def queue(carrier):
    """A job that is not due."""
    carrier.run("jobs", "run", "jobs.clean_up", "--queue-only")
    return json.loads(carrier.run("jobs", "list", "--json"))[0]["job_id"]


def test_a_listener_is_told_until_the_job_is_over(carrier, cookies):
    job = queue(carrier)
    _, answer = listen(carrier.address, cookies, job)
    assert answer.status == 200 and answer.headers["Content-Type"].startswith("text/event-stream")
    told = list(events(answer))
    assert told[-1]["state"] == "done" and told[-1]["is_over"] and told[-1]["text"].endswith(".")
    assert all(set(event) <= {"state", "text", "done", "total", "is_over"} for event in told)
    # Of one that is over already, too.
    _, answer = listen(carrier.address, cookies, job)
    assert [event["is_over"] for event in events(answer)] == [True]


def test_only_who_may_see_jobs_listens(carrier, cookies):
    job = queue(carrier)
    for user, path, status in [
        ("customer", None, 404), ("finance", f"{JOBS}/999999/events", 404), ("finance", f"{JOBS}/x/events", 404),
        ("west", f"{JOBS}/{first_upload(carrier)}/events", 404),
    ]:
        _, answer = listen(carrier.address, cookies, job, user, path)
        assert answer.status == status, (user, path)


def first_upload(carrier):
    """A job of the entity main."""
    jobs = json.loads(carrier.run("jobs", "list", "--limit", "500", "--json"))
    return next(job["job_id"] for job in jobs if job.get("entity_id") == 1)


def test_a_page_follows_its_job_without_being_asked_for_again(carrier, visit):
    page = visit("/admin/billing/invoices/run?period=2026-08", user="admin")
    asked = []
    with invoices_locked(carrier):
        # The preview waits for the lock as well: the form is sent with its tokens.
        csrf = page.locator("input[name=csrf]").first.get_attribute("value")
        key = page.locator("form input[name=key]").first.get_attribute("value") if page.locator("form input[name=key]").count() else "0" * 64
        answer = page.request.post(
            "/admin/billing/invoices/run", form={"csrf": csrf, "key": key, "period": "2026-08"}, max_redirects=0)
        assert answer.status == 303
        page.on("request", lambda request: asked.append(request.url) if request.resource_type in ("fetch", "document") else None)
        page.goto(answer.headers["location"])
        page.wait_for_selector(".progress[data-state=running]", timeout=15_000)
        asked.clear()
        time.sleep(3)
        assert not asked
    page.wait_for_selector(".progress[data-state=done]", timeout=30_000)
    # Once, for what the page has to show now.
    assert len(asked) == 1


def test_listeners_are_limited_and_leave_nothing_behind(carrier, cookies):
    server, address = carrier.second_server()
    try:
        with invoices_locked(carrier):
            job = json.loads(carrier.run("jobs", "list", "--state", "done", "--limit", "1", "--json"))[0]["job_id"]
            waiting = hold(carrier)
            held = [listen(address, cookies, waiting) for _ in range(8)]
            assert [answer.status for _, answer in held] == [200] * 8
            _, ninth = listen(address, cookies, waiting)
            assert ninth.status == 503 and ninth.headers["Retry-After"]
            # Another user has places of their own; and those of one who leaves are free again.
            other, answer = listen(address, cookies, waiting, "operations")
            assert answer.status == 200
            other.close()
            for connection, answer in held:
                answer.close()
                connection.close()
            assert until(lambda: listen(address, cookies, job)[1].status == 200, seconds=10)
        # A server that stops does not wait for them.
        connection, answer = listen(address, cookies, hold(carrier))
        assert answer.status == 200
        start = time.monotonic()
        server.terminate()
        assert server.wait(timeout=12) == 0 and time.monotonic() - start < 8
        answer.read()
    finally:
        server.kill()


def hold(carrier):
    """A job that is due next year, and so waits."""
    import subprocess

    job = queue(carrier)
    url = carrier.run("db", "url").strip().replace("user=didtron_login", "user=didtron")
    made = subprocess.run(
        ["psql", "-qAtX", url, "-c",
         "INSERT INTO job (kind, arguments, requested_by, due_at) SELECT kind, arguments, requested_by, now() + INTERVAL '1 year' "
         f"FROM job WHERE id = {job} RETURNING id"], capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    return int(made.stdout)
