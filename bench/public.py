"""People in front of the replicas: some read through the proxy, some record on the replicas."""

import re
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from streamlit.testing.v1.element_tree import Error
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from bench.grappe import unverified
from tests.aides.client import Client, window

READERS = 4
SCREENS = ("/", "/propositions", "/plan_action", "/engagements", "/journal", "/tracabilite")
PATIENCE = 90.0
GONE = (OSError, TimeoutError, WebSocketException)


class Charge:
    """Readers and writers who go on until the block ends, and what they saw."""

    def __init__(self, ports: Sequence[int], public: int) -> None:
        self._ports, self._public = ports, public
        self._stop = threading.Event()
        self._change = threading.Condition()
        self.confirmed: list[str] = []
        self.errors: list[str] = []
        self.reads = self.reconnections = 0
        writers = [(self._write, place) for place in range(len(ports))]
        readers = [(self._read, place) for place in range(READERS)]
        self._threads = [
            threading.Thread(target=self._persist, args=work) for work in (*writers, *readers)
        ]
        self._name = f"{time.time_ns():x}"

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def go_on(self, seconds: float) -> None:
        """Let them."""
        self._stop.wait(seconds)

    def wait_for_entries(self, more: int) -> None:
        """Until that many entries more are confirmed."""
        self._wait(lambda before: len(self.confirmed) >= len(before) + more)

    def wait_for_each_writer(self, more: int) -> None:
        """Until each replica confirmed that many entries more."""

        def each(before: list[str]) -> bool:
            places = [title.split("-")[1] for title in self.confirmed[len(before) :]]
            return all(places.count(str(place)) >= more for place in range(len(self._ports)))

        self._wait(each)

    def _wait(self, reached: Callable[[list[str]], bool]) -> None:
        before = list(self.confirmed)
        with self._change:
            if not self._change.wait_for(lambda: reached(before), PATIENCE):
                raise RuntimeError(f"nobody records any more: {self.errors[-3:]}")

    def compare(self, titles: Sequence[str]) -> tuple[int, int]:
        """Of what was confirmed, how many entries the database lacks, and holds twice."""
        held = [title for title in titles if title.startswith(self._name)]
        return len(set(self.confirmed) - set(held)), len(held) - len(set(held))

    def _persist(self, live: Callable[[int, int], None], place: int) -> None:
        """Whoever loses the connection takes it up again, as a browser does."""
        turn = 0
        while not self._stop.is_set():
            try:
                live(place, turn)
            except GONE:
                turn += 1
                with self._change:
                    self.reconnections += 1
                self._stop.wait(0.2)
            except Exception as failure:
                self._note(repr(failure)[:500])
                self._stop.wait(0.2)

    def _write(self, place: int, turn: int) -> None:
        """Record actions on one replica; when it is gone, on the next one until it is back."""
        port = self._ports[(place + turn) % len(self._ports)]
        with window(port) as client:
            client.open("/").take_profile(f"Personne {place}")
            for number in range(10**6):
                if self._stop.is_set():
                    return
                title = f"{self._name}-{place}-{turn}-{number}"
                if record(client, title):
                    with self._change:
                        self.confirmed.append(title)
                        self._change.notify_all()
                else:
                    self._look(client)
                    self._note(f"not confirmed: {client.texts[-300:]}")
                self._stop.wait(0.1)

    def _read(self, place: int, _turn: int) -> None:
        """Open screens one after the other, through the proxy."""
        with public_window(self._public) as client:
            for number in range(10**6):
                if self._stop.is_set():
                    return
                client.open(SCREENS[(place + number) % len(SCREENS)])
                self._look(client)
                with self._change:
                    self.reads += 1
                self._stop.wait(0.1)

    def _look(self, client: Client) -> None:
        for node in client.tree:
            if isinstance(node, Error):
                self._note(node.value)

    def _note(self, words: str) -> None:
        with self._change:
            self.errors.append(words)


def record(client: Client, title: str) -> bool:
    """Create an action by its form; whether the screen says that it is recorded."""
    client.open("/plan_action?nouvelle=1")
    fields = {"Intitulé": title, "Territoire": "Orne", "Engagement": "E1"}
    client.click("Créer l’action", *(client.fill(*field) for field in fields.items()))
    # What the entry before it did may still be said.
    return bool(re.search(rf"{title}\s»\sest\scréée", client.texts))


@contextmanager
def public_window(port: int) -> Iterator[Client]:
    """A window through the proxy: the page first, which gives the cookie, then the websocket."""
    place = f"127.0.0.1:{port}"
    with urllib.request.urlopen(f"https://{place}/", context=unverified(), timeout=30) as page:
        cookie = (page.headers["Set-Cookie"] or "").partition(";")[0]
    with connect(
        f"wss://{place}/_stcore/stream",
        ssl=unverified(),
        origin=Origin(f"https://{place}"),
        subprotocols=[Subprotocol("streamlit")],
        additional_headers=[("Cookie", cookie)],
        proxy=None,
        max_size=None,
        open_timeout=30,
    ) as websocket:
        yield Client(websocket)


def watch_arrivals(ports: Sequence[int], entries: int) -> list[float]:
    """Seconds from an entry confirmed on the first replica to each screen of the others."""
    seen: list[dict[int, float]] = [{} for _ in ports[1:]]
    ready, stop = threading.Barrier(len(ports)), threading.Event()

    def look(place: int) -> None:
        with window(ports[place + 1]) as client:
            client.open("/").take_profile("Veille").open("/plan_action?territoire=tous")
            ready.wait(PATIENCE)
            while not stop.is_set():
                interval = client.watch()
                count = re.search(r"\*\*(\d+)\s+actions?\s+sur", client.texts)
                for number in range(int(count[1]) if count else 0):
                    seen[place].setdefault(number, time.monotonic())
                stop.wait(interval)

    threads = [threading.Thread(target=look, args=(place,)) for place in range(len(seen))]
    for thread in threads:
        thread.start()
    told: list[float] = []
    with window(ports[0]) as client:
        client.open("/").take_profile("Denise")
        ready.wait(PATIENCE)
        for number in range(entries):
            if not record(client, f"Entrée {number}"):
                raise RuntimeError(client.texts)
            told.append(time.monotonic())
            end = time.monotonic() + 20
            while time.monotonic() < end and not all(number in times for times in seen):
                time.sleep(0.02)
    stop.set()
    for thread in threads:
        thread.join()
    # Shown before whoever recorded read that it is: at once.
    return [max(0.0, times[n] - told[n]) for times in seen for n in range(entries) if n in times]
