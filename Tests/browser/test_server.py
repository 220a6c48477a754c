"""A server under strain: clients that leave, no connection free, a stop while somebody waits."""

import http.client
import subprocess
import threading
import time
from contextlib import contextmanager

import pytest

PATH = "/admin/billing/invoices"


@contextmanager
def invoices_locked(carrier):
    """Has the list of invoices wait, as long as this lasts."""
    url = carrier.run("db", "url").strip().replace("user=didtron_login", "user=didtron")
    psql = subprocess.Popen(["psql", "-qAtX", url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        psql.stdin.write("BEGIN; LOCK TABLE invoice; SELECT 'locked';\n")
        psql.stdin.flush()
        assert psql.stdout.readline().strip() == "locked"
        yield lambda: waiting(url)
    finally:
        psql.stdin.close()
        psql.wait(timeout=10)


def waiting(url):
    query = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    return int(subprocess.run(["psql", "-qAtX", url, "-c", query], capture_output=True, text=True, check=True).stdout)


def until(condition, seconds=4):
    """Waits for a state; false where it does not come."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def ask(address, cookies, user="finance"):
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=20)
    connection.request("GET", PATH, headers={"Cookie": f"didtron-session={cookies(user)[0]['value']}"})
    return connection


def test_a_client_that_leaves_has_its_statement_cancelled(carrier, cookies):
    cookies("finance")
    with invoices_locked(carrier) as count:
        connection = ask(carrier.address, cookies)
        assert until(lambda: count() == 1)
        connection.close()
        # Sooner than the five seconds after which a lock is given up.
        assert until(lambda: count() == 0, seconds=15)
    again = ask(carrier.address, cookies).getresponse()
    assert again.status == 200


def test_where_no_connection_is_free_the_answer_says_when_to_come_back(carrier, cookies):
    cookies("finance")
    with invoices_locked(carrier) as count:
        holding = [ask(carrier.address, cookies) for _ in range(8)]
        assert until(lambda: count() == 8)
        answer = ask(carrier.address, cookies).getresponse()
        assert answer.status == 503 and answer.headers["Retry-After"] == "2"
        assert b"All connections to the database are in use" in answer.read()
        for connection in holding:
            connection.close()
        assert until(lambda: count() == 0)
    assert ask(carrier.address, cookies).getresponse().status == 200


@pytest.mark.parametrize("frees", [True, False], ids=["which ends", "which does not end"])
def test_a_server_stops_within_ten_seconds_with_a_request_under_way(frees, carrier, cookies):
    cookies("finance")
    server, address = carrier.second_server()
    answers = []
    with invoices_locked(carrier) as count:
        connection = ask(address, cookies)

        def wait():
            try:
                answers.append(connection.getresponse().status)
            except (http.client.HTTPException, OSError) as error:
                answers.append(type(error).__name__)

        thread = threading.Thread(target=wait)
        thread.start()
        assert until(lambda: count() == 1)
        start = time.monotonic()
        server.terminate()
        if not frees:
            server.wait(timeout=11)
            assert time.monotonic() - start < 10.5
    assert server.wait(timeout=10) is not None
    thread.join(timeout=5)
    if frees:
        assert server.returncode == 0 and answers == [200]
    else:
        assert answers[0] in (503, "RemoteDisconnected", "ConnectionResetError")
