"""Each role and each address of the one table of rights, asked of the server."""

import hashlib
from pathlib import Path

import pytest

USERS = {"super_admin": "super", "admin": "admin", "finance": "finance", "operations": "operations", "read_only": "reader", "customer": "customer"}
TABLE = [line.split("\t") for line in (Path(__file__).parent / "access.tsv").read_text().splitlines()]


def token(cookies, user):
    """The token of the forms of a session."""
    session = bytes.fromhex(cookies(user)[0]["value"])
    return hashlib.sha256(b"csrf\0" + session).hexdigest()


@pytest.mark.parametrize("role", USERS)
def test_a_role_may_do_what_the_table_says_and_nothing_else(role, cookies, visit):
    user = USERS[role]
    page = visit(None, user=user)
    wrong = []
    for method, path, roles in TABLE:
        may = role in roles.split()
        # Of things that are not there, so that nothing is done.
        path = "/".join("999999" if part.startswith(":") else part for part in path.split("/"))
        if method == "GET":
            status = page.request.get(path, max_redirects=0).status
        else:
            secret = token(cookies, user)
            sent = {"data": {}, "headers": {"X-CSRF-Token": secret}} if path.startswith("/api/") else {"form": {"csrf": secret}}
            status = page.request.post(path, max_redirects=0, **sent).status
        staff_page = "customer" not in roles.split()
        if may:
            # There, or refused for what was asked and not for who asked.
            right = status in (200, 303, 404, 409, 415, 422)
        elif role == "customer" or not staff_page:
            right = status == 404
        else:
            right = status == 403
        if not right:
            wrong.append(f"{method} {path} {status}")
    assert not wrong, wrong
    assert len(TABLE) > 30
