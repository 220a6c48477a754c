"""Requests that its description makes up, sent to the API: each is answered as the description says."""

import json
import os

import hypothesis
import pytest
import requests
import schemathesis
from schemathesis.checks import CHECKS

# How much is tried: a minute and a half on two cores with both tests.
EXAMPLES = int(os.environ.get("API_EXAMPLES", "12"))

# What is stated in a right form can still be refused for what it says: that a code is of nobody, that a day is in a locked period.
LEFT_OUT = {"positive_data_acceptance"}


@pytest.fixture(scope="session")
def described(carrier):
    made = carrier.run("token", "add", "--user", "super@example.net", "--name", "made up", "--scope", "read", "--scope", "write",
                       "--entity", "west", "--json")
    token = json.loads(made)["secret"]
    document = requests.get(f"{carrier.address}/api/v1/openapi.json", timeout=20).json()
    schema = schemathesis.openapi.from_dict(document)
    return schema, carrier.address, token


def test_made_up_requests_are_answered_as_described(described, subtests):
    schema, address, token = described
    checks = [check for check in CHECKS.get_all() if check.__name__ not in LEFT_OUT]
    wrong = {}
    for found in schema.get_all_operations():
        operation = found.ok()

        @hypothesis.settings(
            max_examples=EXAMPLES, deadline=None, database=None, derandomize=True,
            suppress_health_check=list(hypothesis.HealthCheck), phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate])
        @hypothesis.given(case=operation.as_strategy())
        def ask(case):
            case.call_and_validate(
                base_url=address, checks=checks, timeout=20,
                headers={"Authorization": f"Bearer {token}"})

        try:
            ask()
        except Exception as error:  # noqa: BLE001, every way to be wrong is told
            wrong[operation.label] = str(error)[:1500]
    assert not wrong, "\n\n".join(f"{label}: {text}" for label, text in wrong.items())
