"""Requests that the API's description makes up, sent to it: each is to be answered as the description says."""

import json
import os
import subprocess
import sys
from pathlib import Path

# Seconds in which requests are made up.
SECONDS = os.environ.get("API_SECONDS", "60")

# What is stated in the right form can still be of nobody, or have more decimals than its currency.
LEFT_OUT = "positive_data_acceptance"


def test_made_up_requests_are_answered_as_described(carrier, tmp_path):
    made = carrier.run(
        "token", "add", "--user", "super@example.net", "--name", "made up", "--scope", "read", "--scope", "write",
        "--entity", "west", "--json")
    done = subprocess.run(
        [
            Path(sys.executable).parent / "st", "run", f"{carrier.address}/api/v1/openapi.json",
            "-H", f"Authorization: Bearer {json.loads(made)['secret']}", "--checks", "all", "--exclude-checks", LEFT_OUT,
            "--phases", "examples,coverage,fuzzing", "--max-examples", "10", "--max-time", SECONDS, "--seed", "1",
            "--continue-on-failure", "--no-color", "--warnings", "off",
        ],
        cwd=tmp_path, capture_output=True, text=True, timeout=300, env={**os.environ, "HYPOTHESIS_STORAGE_DIRECTORY": str(tmp_path)},
    )
    assert done.returncode == 0, done.stdout[-8_000:] + done.stderr[-2_000:]
    assert "Tested: " in done.stdout
    # Nothing of it was a fault of ours.
    assert "Request failed" not in (carrier.home / "server.log").read_text()
