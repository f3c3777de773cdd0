"""A pytest plugin: one real Chromium for all tests that look at pages as people do.

Where there is none they are skipped, unless REGIA_BROWSER=required says that they may not be.
"""

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium():
    if CHROMIUM is None:
        if os.environ.get("REGIA_BROWSER") == "required":
            pytest.fail("Chromium is not installed, and the browser tests are mandatory here.")
        pytest.skip("no Chromium on this machine: install it to run the browser tests")
    # Playwright keeps an event loop running in this thread; Django would refuse to work there.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()
