"""What browser tests do again and again."""

import os
import re
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Error, Page, Request, WebSocket

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
# The page's ground, what moves towards it and the words of charts have the colours of the scheme.
IS_SCHEME = """(scheme) => {
    document.getAnimations().forEach((animation) => animation.finish());
    const ground = getComputedStyle(document.querySelector('[data-testid="stApp"]'));
    const [red, green, blue] = ground.backgroundColor.match(/\\d+/g).map(Number);
    const inks = ["rgb(20, 22, 26)", "rgb(242, 243, 245)"];
    const [ink, other] = scheme === "light" ? inks : inks.reverse();
    const words = [...document.querySelectorAll(".js-plotly-plot text")]
        .map((word) => getComputedStyle(word).fill);
    return (red + green + blue > 600) === (scheme === "light")
        && (words.includes(ink) || !words.includes(other));
}"""
IS_SHOWN = """() =>
    document.querySelector('[data-testid="stApp"]')?.dataset.testConnectionState === "CONNECTED"
"""
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


def turn(page: Page, scheme: str) -> None:
    """As when the reader's system changes its colours: what the page shows takes them."""
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    if page.evaluate(IS_SHOWN):
        page.wait_for_function(IS_SCHEME, arg=scheme)
        wait_ready(page)


def watch(page: Page, tolerees: Sequence[str] = ()) -> tuple[list[str], Callable[[], None]]:
    """Problems of a page, a list that grows as they happen, and what ends the watch.

    Errors in the console (but `tolerees`, by how they begin) or in scripts, and any request that
    leaves this machine.
    """
    problems: list[str] = []

    def check_host(sent: Request | WebSocket) -> None:
        address = urlsplit(sent.url)
        if address.scheme not in LOCAL_SCHEMES and address.hostname != "127.0.0.1":
            problems.append(f"request to another host: {sent.url}")

    def check_script(error: Error) -> None:
        problems.append(f"script error: {error}")

    def check_console(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(tuple(tolerees)):
            problems.append(f"console error: {message.text} ({message.location['url']})")

    watches: dict[str, Callable[..., None]] = {
        "request": check_host,
        "websocket": check_host,
        "pageerror": check_script,
        "console": check_console,
    }
    for event, check in watches.items():
        page.on(event, check)  # type: ignore[call-overload]

    def stop() -> None:
        for event, check in watches.items():
            page.remove_listener(event, check)

    return problems, stop


ENGLISH = re.compile(
    r"^(Select|Clear|Skip|Help|Choose|Close|Open|Expand|Collapse|No results|Remove|Shortcut|"
    r"Running|Download|Search|Fullscreen|Press|Add|Sort|Use|day|month|year|Empty|Show|Hide|Main|Sidebar)\b"
    r"|dd/mm|yyyy|Connection error| icon$|November"
)


def english_words(page: Page) -> list[str]:
    """What Streamlit's widgets say in English, to the eye or to the ear."""
    said: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('body *:not(script, style)')].flatMap(element => [
            ...['aria-label', 'title', 'placeholder', 'aria-valuetext']
                .map(name => element.getAttribute(name)),
            ...[...element.childNodes].filter(n => n.nodeType === 3
                && element.dataset.testid !== 'stIconMaterial').map(n => n.textContent.trim())
                // A session that is over, in French.
                .filter(words => words !== 'Close'),
        ]).filter(Boolean)"""
    )
    return sorted({words for words in said if ENGLISH.search(words)})


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
    ] + ([] if colours_alone else [f"english: {words}" for words in english_words(page)])
