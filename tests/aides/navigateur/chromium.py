"""The browser of the tests: the one that is installed."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

# The shell is the same engine without the windows around it: our pages open a fifth faster.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
# No sandbox: continuous integration runs as root. No background requests: only ours are seen.
FLAGS = ["--no-sandbox", "--disable-background-networking"]
MISSING = (
    "No browser for the tests: install Chromium or Google Chrome "
    "(Debian: apt-get install chromium), or give its path in CHROMIUM."
)


def find_chromium() -> str | None:
    """Path of the browser that CHROMIUM names, else of the first one installed.

    Raises FileNotFoundError when CHROMIUM names a file that does not exist.
    """
    if chosen := os.environ.get("CHROMIUM"):
        found = shutil.which(chosen)
        if found is None:
            raise FileNotFoundError(f"CHROMIUM names no program: {chosen}")
        return found
    for name in NAMES:
        if found := shutil.which(name):
            return found
    mac = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
    return str(mac) if mac.exists() else None


@contextmanager
def open_chromium(*flags: str) -> Iterator[Browser]:
    """The browser, closed at the end; without one, the program ends and says so."""
    path = find_chromium()
    if path is None:
        raise SystemExit(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*FLAGS, *flags])
        yield browser
        browser.close()
