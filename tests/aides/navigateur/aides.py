"""What browser tests do again and again."""

import os
from collections.abc import Sequence
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Connected, no script at work, no placeholder left, and something in the main column.
READY = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    return app !== null
        && app.dataset.testConnectionState === "CONNECTED"
        && app.dataset.testScriptState === "notRunning"
        && document.querySelector('[data-testid="stAppSkeleton"]') === null
        && document.querySelector('[data-testid="stMain"] [data-testid="stSkeleton"]') === null
        && document.querySelector('[data-testid="stMain"] [data-testid="stElementContainer"]')
            !== null;
}"""
# Milliseconds. TEST_LENTEUR multiplies them on a machine that does something else meanwhile.
_LENTEUR = float(os.environ.get("TEST_LENTEUR", "1"))
# What a person is promised for a gesture on a warm page: the patience of whatever says no other.
GESTE = 5_000 * _LENTEUR
# The first screen of a process or of a browser, read and compiled.
OUVERTURE = 60_000 * _LENTEUR
# A file that is made when it is asked for.
FICHIER = 60_000 * _LENTEUR
# What others write, or a database that went and came back: looked at every few seconds.
VEILLE = 15_000 * _LENTEUR
# Faults alone, and no other sheet than those that the page holds already.
AXE_SCRIPT = Axe().axe_script
AXE = {"resultTypes": ["violations"], "preload": False}
# The rules whose answer changes with the colours alone: the others read the same page twice.
AXE_COLOURS = {**AXE, "runOnly": ["color-contrast", "link-in-text-block"]}
LOCAL_SCHEMES = {"data", "blob", "about"}


def wait_ready(page: Page, patience: float = GESTE) -> None:
    """Wait until the screen is complete: Streamlit has nothing left to run."""
    page.wait_for_function(READY, timeout=patience)


def go(page: Page, path: str = "/") -> None:
    """Open an address of the application and wait until it is complete."""
    page.goto(path)
    wait_ready(page, OUVERTURE)


def watch(page: Page, tolerees: Sequence[str] = ()) -> list[str]:
    """Problems of a page, a list that grows as they happen.

    Errors in the console (but `tolerees`, by how they begin) or in scripts, and any request that
    leaves this machine.
    """
    problems: list[str] = []

    def check_host(url: str) -> None:
        address = urlsplit(url)
        if address.scheme not in LOCAL_SCHEMES and address.hostname != "127.0.0.1":
            problems.append(f"request to another host: {url}")

    def check_console(kind: str, text: str, place: str) -> None:
        if kind == "error" and not text.startswith(tuple(tolerees)):
            problems.append(f"console error: {text} ({place})")

    page.on("request", lambda request: check_host(request.url))
    page.on("websocket", lambda websocket: check_host(websocket.url))
    page.on("pageerror", lambda error: problems.append(f"script error: {error}"))
    page.on(
        "console",
        lambda message: check_console(message.type, message.text, message.location["url"]),
    )
    return problems


def violations(page: Page, colours_alone: bool = False) -> list[str]:
    """Accessibility faults that axe-core finds on the page, one readable line each.

    `colours_alone` asks again what depends on the colour scheme, of a page whose rest was read.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = AXE_COLOURS if colours_alone else AXE
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [
        f"{fault['id']} ({fault['impact']}): {fault['help']}\n"
        + "\n".join(f"    {' '.join(map(str, node['target']))}" for node in fault["nodes"])
        for fault in found
    ]
