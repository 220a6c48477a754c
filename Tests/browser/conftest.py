"""One carrier, one server and one browser for all tests of pages; what each test does there is its own."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from carrier import PASSWORD, USERS, Carrier

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")


@pytest.fixture(scope="session")
def carrier(tmp_path_factory):
    carrier = Carrier(tmp_path_factory.mktemp("carrier"))
    # The private server runs as another user where this is root.
    for folder in (carrier.home, *carrier.home.parents):
        if folder.stat().st_uid == os.getuid() and str(folder).startswith(str(tmp_path_factory.getbasetemp())):
            folder.chmod(0o755)
    for folder in tmp_path_factory.getbasetemp().parents:
        if folder.name.startswith("pytest-"):
            folder.chmod(0o755)
    try:
        carrier.make()
        carrier.start()
        yield carrier
    finally:
        carrier.stop()


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def cookies(carrier, browser):
    """The session of each user, begun when a test first asks for it."""
    known = {}

    def of(user):
        if user not in known:
            context = browser.new_context()
            page = context.new_page()
            page.goto(carrier.link(user, invitation=True))
            page.fill("#f-password", PASSWORD)
            page.click("button[type=submit]")
            page.wait_for_selector("h1")
            known[user] = [cookie for cookie in context.cookies() if cookie["name"] == "didtron-session"]
            assert known[user], page.content()
            context.close()
        return known[user]

    return of


@pytest.fixture
def visit(request, carrier, browser, cookies, tmp_path):
    """Opens a path as a user; what goes wrong on the way fails the test, and leaves a trace."""
    contexts = []
    complaints = []

    def open_page(path, user="finance", width=1440, theme="light", scripts=True, traced=True):
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=theme,
            reduced_motion="reduce",
            java_script_enabled=scripts,
            base_url=carrier.address,
        )
        if traced:
            context.tracing.start(snapshots=True)
        contexts.append((context, traced))
        if user:
            context.add_cookies(cookies(user))
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda asked: None
            if asked.url.startswith((carrier.address, "data:"))
            else complaints.append(f"{asked.url} leaves the origin"),
        )
        if path:
            page.goto(path)
        return page

    open_page.complaints = complaints
    yield open_page
    failed = getattr(request.node, "failed", False)
    for index, (context, traced) in enumerate(contexts):
        if failed and traced:
            folder = Path(os.environ.get("TRACES", "/tmp/didtron-traces"))
            folder.mkdir(parents=True, exist_ok=True)
            context.tracing.stop(path=folder / f"{request.node.name[:80].replace('/', '_')}-{index}.zip")
        context.close()
    # The console says so of every answer that is not 200, which tests of refusals ask for.
    rest = [text for text in complaints if "Failed to load resource" not in text]
    assert not rest, rest


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    if call.when == "call" and outcome.get_result().failed:
        item.failed = True
