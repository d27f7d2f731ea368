"""What a person waits for, measured in a real browser against the smallest application.

Both applications are measured in turn, A B A B, so that a busy moment of the machine falls on
both; each figure is a median.
"""

import re
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, expect

from tests.navigateur.aides import wait_ready
from tests.navigateur.application import BARE, DASHBOARD, Application

MINIMAL = Path(__file__).with_name("minimal.py")
# Every kind of Plotly chart draws its data in such a group.
CHART = ".js-plotly-plot g.trace"

# From the next click to the first frame in which the first chart shows something else.
WATCH = """() => {
    const draw = () => {
        const chart = document.querySelector(".js-plotly-plot");
        const paths = chart ? chart.querySelectorAll("g.trace path") : [];
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


@dataclass
class Subject:
    """One of the two applications, with its samples."""

    start: Callable[[], Application]
    cold_path: str
    filter_path: str
    click_filter: Callable[[Page, int], None]
    cold_seconds: list[float] = field(default_factory=list)
    first_visit_bytes: list[float] = field(default_factory=list)
    filter_ms: list[float] = field(default_factory=list)

    def medians(self) -> tuple[float, float, float]:
        """Milliseconds of a filter, seconds of a cold start, bytes of a first visit."""
        return median(self.filter_ms), median(self.cold_seconds), median(self.first_visit_bytes)


def _click_theme(page: Page, turn: int) -> None:
    """Choose a theme, then leave it; each turn takes the next one."""
    themes = page.locator(".st-key-w-theme label")
    themes.nth(turn // 2 % themes.count()).click()


def _click_letter(page: Page, turn: int) -> None:
    letter = "bc"[turn % 2]
    page.get_by_role("option", name=letter, exact=True).click()


def _prepare_letter(page: Page) -> None:
    page.get_by_role("combobox").click()


def our_application() -> Subject:
    """The dashboard: its home screen, then the filters of the proposals."""
    return Subject(lambda: Application(DASHBOARD), "/", "/propositions", _click_theme)


def minimal_application() -> Subject:
    """One selection box and one chart, served by Streamlit alone."""
    return Subject(lambda: Application(MINIMAL, arguments=BARE), "/", "/", _click_letter)


def measure_cold_starts(browser: Browser, subjects: list[Subject], rounds: int) -> None:
    """From the start of the process to the first chart, in a fresh profile; and its bytes."""
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
                subject.cold_seconds.append(time.perf_counter() - start)
                wait_ready(page)
                subject.first_visit_bytes.append(sum(received))


def measure_filters(browser: Browser, subjects: list[Subject], rounds: int) -> None:
    """From a click on a filter to the chart that it changes, both servers warm."""
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
                    subject.filter_ms.append(elapsed)


def measure_slides(browser: Browser, minimal: Subject, rounds: int) -> list[float]:
    """Milliseconds from the presenter's key to the next slide, beside the minimal application's
    choice to its new chart (in its `filter_ms`)."""
    samples: list[float] = []
    with ExitStack() as stack:
        pages = []
        for application, path in (
            (Application(DASHBOARD), "/presentation?diaporama=restitution-regionale&diapo=1"),
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
                minimal.filter_ms.append(theirs)
    return samples


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
