"""What a page is told while a job runs: server-sent events, who may listen, how many, and what they leave behind."""

import http.client
import json
import subprocess
import time
from contextlib import contextmanager

from test_api import CALLS, operations, token  # noqa: F401, fixtures
from test_server import until

JOBS = "/admin/billing/jobs"


def database(carrier):
    return carrier.run("db", "url").strip().replace("user=didtron_login", "user=didtron")


@contextmanager
def chunks_locked(carrier):
    """Has loads wait with what they write, as long as this lasts."""
    psql = subprocess.Popen(["psql", "-qAtX", database(carrier)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        psql.stdin.write("BEGIN; LOCK TABLE chunk IN EXCLUSIVE MODE; SELECT 'locked';\n")
        psql.stdin.flush()
        assert psql.stdout.readline().strip() == "locked"
        yield
    finally:
        psql.stdin.close()
        psql.wait(timeout=10)


def upload(operations, name):  # noqa: F811
    """Sends a file; the number of the job that loads it."""
    path = f"/files?name={name}.csv&switch=sw-main"
    return operations.ask("POST", path, 202, data=CALLS.replace("api-", name), headers={"Content-Type": "text/csv"}).json()["job_id"]


def waiting_job(carrier):
    """A job that is due next year."""
    statement = """
        INSERT INTO job (kind, requested_by, due_at)
        SELECT 'jobs.clean_up', id, now() + INTERVAL '1 year' FROM actor LIMIT 1 RETURNING id
        """
    made = subprocess.run(["psql", "-qAtX", database(carrier), "-c", statement], capture_output=True, text=True, check=True)
    return int(made.stdout)


def listen(address, cookies, job, user="finance"):
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=25)
    session = cookies(user)[0]["value"]
    connection.request("GET", f"{JOBS}/{job}/events", headers={"Cookie": f"didtron-session={session}"})
    return connection, connection.getresponse()


def events(answer):
    """Each event until the server ends them."""
    for line in answer:
        if line.startswith(b"data: "):
            yield json.loads(line[6:])


def test_a_listener_is_told_until_the_job_is_over(carrier, cookies, operations):  # noqa: F811
    job = upload(operations, "told")
    _, answer = listen(carrier.address, cookies, job)
    assert answer.status == 200 and answer.headers["Content-Type"].startswith("text/event-stream")
    told = list(events(answer))
    assert told[-1]["state"] == "done" and told[-1]["is_over"] and told[-1]["text"].startswith("2 records read")
    assert all(set(event) <= {"state", "text", "done", "total", "is_over"} for event in told)
    # One that is over already says so at once.
    _, answer = listen(carrier.address, cookies, job)
    assert [event["is_over"] for event in events(answer)] == [True]


def test_only_who_may_see_the_job_listens(carrier, cookies, operations):  # noqa: F811
    job = upload(operations, "seen")
    for user, number, status in [("customer", job, 404), ("finance", 999_999, 404), ("finance", "x", 404), ("west", job, 404)]:
        _, answer = listen(carrier.address, cookies, number, user)
        assert answer.status == status, user


def test_a_page_follows_its_job_without_asking_again(carrier, visit, operations):  # noqa: F811
    page = visit(None, user="operations")
    asked = []
    with chunks_locked(carrier):
        job = upload(operations, "followed")
        page.goto(f"/admin/billing/cdrs/uploads/{job}")
        page.wait_for_selector(".progress[data-state=running]", timeout=15_000)
        page.on("request", lambda request: asked.append(request.url) if request.resource_type in ("fetch", "document") else None)
        time.sleep(1.5)
        assert not asked
    page.wait_for_selector(".progress[data-state=done]", timeout=30_000)
    # Once, for what the page has to show now.
    assert asked == [page.url]


def test_where_no_events_come_the_page_asks_again(carrier, visit, operations):  # noqa: F811
    page = visit(None, user="operations")
    page.route("**/events", lambda route: route.fulfill(status=503))
    with chunks_locked(carrier):
        job = upload(operations, "polled")
        page.goto(f"/admin/billing/cdrs/uploads/{job}")
        page.wait_for_selector(".progress[data-state=running], .progress[data-state=waiting]")
    page.wait_for_selector(".progress[data-state=done]", timeout=30_000)


def test_listeners_are_limited_and_leave_nothing_behind(carrier, cookies):
    cookies("operations")
    server, address = carrier.second_server()
    try:
        job = waiting_job(carrier)
        held = [listen(address, cookies, job) for _ in range(8)]
        assert [answer.status for _, answer in held] == [200] * 8
        _, ninth = listen(address, cookies, job)
        assert ninth.status == 503 and ninth.headers["Retry-After"]
        # Another user has places of their own, and those of one who leaves are free again.
        assert listen(address, cookies, job, "operations")[1].status == 200
        for connection, answer in held:
            answer.close()
            connection.close()
        assert until(lambda: listen(address, cookies, job)[1].status == 200, seconds=10)
        # A server that stops does not wait for them.
        connection, answer = listen(address, cookies, waiting_job(carrier))
        assert answer.status == 200
        start = time.monotonic()
        server.terminate()
        assert server.wait(timeout=12) == 0 and time.monotonic() - start < 8
    finally:
        server.kill()
