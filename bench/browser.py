"""What a person waits for, measured in a real browser against the smallest application.

The applications are measured in turn, A B A B, so that a busy moment of the machine falls on all;
each figure is the median of a round.
"""

import re
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, expect

from bench.manches import Mesure
from tests.aides.navigateur.aides import wait_ready
from tests.aides.navigateur.application import BARE, DASHBOARD, Application

MINIMAL = Path(__file__).with_name("minimal.py")
# Every kind of Plotly chart draws its data in such a group.
CHART = ".js-plotly-plot g.trace"

# From the next click to the first frame in which the first chart shows something else.
WATCH = """() => {
    const draw = () => {
        const chart = document.querySelector(".js-plotly-plot");
        const paths = chart ? chart.querySelectorAll("g.trace path") : [];
        return Array.from(paths, p => p.getAttribute("d") + p.getAttribute("style")).join();
    };
    window.elapsed = new Promise((resolve, reject) => document.addEventListener("click", () => {
        const start = performance.now();
        const before = draw();
        const look = () => {
            const now = draw();
            const elapsed = performance.now() - start;
            if (now !== "" && now !== before) resolve(elapsed);
            else if (elapsed > 20000) reject(new Error("the chart stays the same"));
            else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
    }, { capture: true, once: true }));
}"""

# From the key of the presenter to the first frame that shows the next slide, painted.
WATCH_SLIDE = """() => {
    const shown = () => window.scenes().map(s => s.querySelector(".annonce").textContent).join();
    // On the window: the scene hears keys on the document, and answers at once.
    window.elapsed = new Promise((resolve, reject) => window.addEventListener("keydown", () => {
        const start = performance.now();
        const before = shown();
        const look = () => {
            const elapsed = performance.now() - start;
            if (shown() !== before) requestAnimationFrame(() => resolve(performance.now() - start));
            else if (elapsed > 20000) reject(new Error("the slide stays the same"));
            else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
    }, { capture: true, once: true }));
}"""
FIND_SCENES = """() => {
    const scenes = [...document.querySelectorAll("*")].map(e => e.shadowRoot)
        .filter(root => root && root.querySelector(".plateau"));
    window.scenes = () => scenes;
}"""


FILTER = "Filter clicked to new chart"
COLD = "Cold start to first chart"
BYTES = "First visit, transferred"
SLIDE = "Key to next slide, painted"
UNITS = {COLD: "s", BYTES: "MB"}


@dataclass
class Subject:
    """One of the applications, with the median of each figure in each round."""

    start: Callable[[], Application]
    cold_path: str
    filter_path: str
    click_filter: Callable[[Page, int], None]
    rounds: dict[str, list[float]] = field(default_factory=dict)

    def keep(self, figure: str, samples: list[float]) -> None:
        """One more round of a figure."""
        self.rounds.setdefault(figure, []).append(median(samples))

    def mesures(self) -> dict[str, Mesure]:
        """What each figure was: milliseconds unless `UNITS` says another unit."""
        return {
            figure: Mesure(tuple(valeurs), UNITS.get(figure, "ms"))
            for figure, valeurs in self.rounds.items()
        }


def _click_theme(page: Page, turn: int) -> None:
    """Choose a theme, then leave it; each turn takes the next one."""
    themes = page.locator(".st-key-w-theme label")
    themes.nth(turn // 2 % themes.count()).click()


def _click_letter(page: Page, turn: int) -> None:
    letter = "bc"[turn % 2]
    page.get_by_role("option", name=letter, exact=True).click()


def _prepare_letter(page: Page) -> None:
    page.get_by_role("combobox").click()


def our_application(racine: Path = DASHBOARD.parent) -> Subject:
    """The dashboard of a folder: its home screen, then the filters of the proposals."""
    script = racine / DASHBOARD.name
    return Subject(lambda: Application(script), "/", "/propositions", _click_theme)


def minimal_application() -> Subject:
    """One selection box and one chart, served by Streamlit alone."""
    return Subject(lambda: Application(MINIMAL, arguments=BARE), "/", "/", _click_letter)


def measure_cold_starts(browser: Browser, subjects: list[Subject], rounds: int) -> None:
    """From the start of the process to the first chart, in a fresh profile; and its bytes."""
    seconds: dict[int, list[float]] = defaultdict(list)
    megabytes: dict[int, list[float]] = defaultdict(list)
    for _ in range(rounds):
        for subject in subjects:
            with ExitStack() as stack:
                context = browser.new_context()
                stack.callback(context.close)
                page = context.new_page()
                received = _count_bytes(page)
                application = subject.start()
                start = time.perf_counter()
                application.spawn()
                stack.callback(application.stop)
                application.wait_until_listening()
                page.goto(application.url + subject.cold_path, wait_until="commit")
                page.locator(CHART).first.wait_for(state="attached")
                seconds[id(subject)].append(time.perf_counter() - start)
                wait_ready(page)
                megabytes[id(subject)].append(sum(received) / 1e6)
    for subject in subjects:
        subject.keep(COLD, seconds[id(subject)])
        subject.keep(BYTES, megabytes[id(subject)])


def measure_filters(browser: Browser, subjects: list[Subject], rounds: int) -> None:
    """From a click on a filter to the chart that it changes, the servers warm."""
    samples: dict[int, list[float]] = defaultdict(list)
    with ExitStack() as stack:
        pages = []
        for subject in subjects:
            application = stack.enter_context(subject.start())
            context = browser.new_context(viewport={"width": 1440, "height": 900})
            stack.callback(context.close)
            page = context.new_page()
            page.goto(application.url + subject.filter_path)
            page.locator(CHART).first.wait_for(state="attached")
            wait_ready(page)
            pages.append(page)
        for turn in range(-2, rounds):  # two turns to warm up
            for subject, page in zip(subjects, pages, strict=True):
                if subject.click_filter is _click_letter:
                    _prepare_letter(page)
                page.evaluate(WATCH)
                subject.click_filter(page, turn + 2)
                elapsed = float(page.evaluate("() => window.elapsed"))
                wait_ready(page)
                expect(page.locator(CHART).first).to_be_attached()
                if turn >= 0:
                    samples[id(subject)].append(elapsed)
    for subject in subjects:
        subject.keep(FILTER, samples[id(subject)])


def measure_slides(browser: Browser, ours: Subject, minimal: Subject, rounds: int) -> None:
    """From the presenter's key to the next slide, beside the minimal application's choice to its
    new chart: one more round of `SLIDE` for both."""
    samples: list[float] = []
    choices: list[float] = []
    with ExitStack() as stack:
        pages = []
        for application, path in (
            (ours.start(), "/presentation?diaporama=restitution-regionale&diapo=1"),
            (minimal.start(), minimal.filter_path),
        ):
            running = stack.enter_context(application)
            context = browser.new_context(viewport={"width": 1920, "height": 1080})
            stack.callback(context.close)
            page = context.new_page()
            page.goto(running.url + path)
            pages.append(page)
        slides, chart = pages
        slides.locator(".plateau").wait_for(timeout=60_000)
        slides.evaluate(FIND_SCENES)
        chart.locator(CHART).first.wait_for(state="attached")
        wait_ready(chart)
        for turn in range(-2, rounds):
            slides.bring_to_front()
            slides.evaluate(WATCH_SLIDE)
            slides.keyboard.press("ArrowRight")
            elapsed = float(slides.evaluate("() => window.elapsed"))
            chart.bring_to_front()
            _prepare_letter(chart)
            chart.evaluate(WATCH)
            minimal.click_filter(chart, turn + 2)
            theirs = float(chart.evaluate("() => window.elapsed"))
            wait_ready(chart)
            if turn >= 0:
                samples.append(elapsed)
                choices.append(theirs)
    ours.keep(SLIDE, samples)
    minimal.keep(SLIDE, choices)


def _count_bytes(page: Page) -> list[float]:
    """Bytes on the wire, a list that grows: answers with headers, and WebSocket messages."""
    received: list[float] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    session.on(
        "Network.webSocketFrameReceived",
        # Binary messages come in base64.
        lambda event: received.append(len(event["response"]["payloadData"]) * 3 / 4),
    )
    return received


def browser_name(browser: Browser) -> str:
    """Name and major version."""
    return f"Chromium {re.match(r'[0-9]+', browser.version)[0]}"  # type: ignore[index]
