"""A browser's part of the protocol, without a browser: screens are run and answered by websocket.

The elements are those of `AppTest`; what travels is what a real server sends and takes.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Self
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1.element_tree import (
    ElementTree,
    Widget,
    get_widget_state,
    parse_tree_from_messages,
)
from websockets.sync.client import ClientConnection

from tests.serveur.relais import SECONDS, session

_OVER = {ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY}
TRIGGERS = {"trigger_value", "string_trigger_value", "chat_input_value"}


class Client:
    """One window: `open` an address, read `texts`, `click`, `fill`."""

    def __init__(self, websocket: ClientConnection) -> None:
        self._websocket = websocket
        # A screen is asked for by its name, then by the hash that the server gave it.
        self._page, self._query, self._hash = "", "", ""
        self._told: dict[str, WidgetState] = {}
        self.messages: list[ForwardMsg] = []
        self.tree: ElementTree = ElementTree()

    def open(self, address: str = "/") -> Self:
        """Run the screen of an address."""
        parts = urlsplit(address)
        self._page, self._query, self._hash = parts.path.strip("/"), parts.query, ""
        self._told, self.tree = {}, ElementTree()
        return self.run()

    def run(self, *widgets: WidgetState) -> Self:
        """Run the screen again, with what these widgets now say."""
        asked, rerun = self._ask()
        # A field that nobody touched says what it began with: no value stands for it.
        shown = {n.id: WidgetState(id=n.id) for n in self.tree if isinstance(n, Widget) and n.id}
        told = shown | self._told | {state.id: state for state in widgets}
        rerun.widget_states.widgets.extend(told.values())
        self._told |= {s.id: s for s in widgets if s.WhichOneof("value") not in TRIGGERS}
        self._websocket.send(asked.SerializeToString())
        self._listen()
        return self

    def _ask(self) -> tuple[BackMsg, ClientState]:
        message = BackMsg()
        rerun = message.rerun_script
        rerun.page_name, rerun.page_script_hash = "" if self._hash else self._page, self._hash
        rerun.query_string = self._query
        return message, rerun

    def watch(self) -> float:
        """What a browser does by itself: ask, when its time has come, whether anything is new.

        The seconds between two such questions; 0 on a screen that asks none.
        """
        asks = [m.auto_rerun for m in self.messages if m.WhichOneof("type") == "auto_rerun"]
        for asked in asks:
            message, rerun = self._ask()
            rerun.fragment_id, rerun.is_auto_rerun = asked.fragment_id, True
            self._websocket.send(message.SerializeToString())
            self._listen()
        return asks[0].interval if asks else 0

    def _listen(self) -> None:
        """Until the run is over; one that asks for another goes on with it."""
        while True:
            answer = ForwardMsg()
            answer.ParseFromString(self._websocket.recv(timeout=SECONDS))
            kind = answer.WhichOneof("type")
            if kind == "new_session" and not answer.metadata.run.fragment_ids:
                self.messages = []
            elif kind == "navigation":
                self._hash = answer.navigation.page_script_hash
            elif kind == "page_info_changed":
                self._query = answer.page_info_changed.query_string
            self.messages.append(answer)
            if kind == "script_finished":
                if answer.script_finished in _OVER:
                    break
                if answer.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    raise AssertionError("the script does not compile")
        self.tree = parse_tree_from_messages(self.messages)

    @property
    def texts(self) -> str:
        """All the words of the screen, its notices too."""
        elements = [m.delta.new_element for m in self.messages if m.WhichOneof("type") == "delta"]
        kinds = ("alert", "markdown", "heading", "text")
        return "\n".join(
            getattr(e, kind).body for e in elements if (kind := e.WhichOneof("type")) in kinds
        )

    def fill(self, label: str, value: Any) -> WidgetState:
        """What a field says once filled, for `run`."""
        kinds = ("text_input", "text_area", "selectbox", "radio", "date_input")
        node = self._find(label, kinds)
        if node.type in ("selectbox", "radio"):
            return WidgetState(id=node.id, string_value=self._option(node, value))
        node.set_value(value)
        return self._state(node)

    @staticmethod
    def _option(node: Any, words: str) -> str:
        return next(option for option in node.options if re.search(words, option))

    def click(self, label: str, *before: WidgetState) -> Self:
        """Press a button, after these fields were filled."""
        node = self._find(label, ("button",))
        node.set_value(True)
        return self.run(*before, self._state(node))

    def show_popover(self, label: str) -> Self:
        """Open a window of the menu."""
        blocks = [m.delta.add_block for m in self.messages if m.WhichOneof("type") == "delta"]
        found = next(b for b in blocks if re.search(label, b.popover.label))
        return self.run(WidgetState(id=found.id or found.popover.id, bool_value=True))

    def take_profile(self, name: str, role: str = "Direction") -> Self:
        """Say who one is, at the machine."""
        self.show_popover("Lecteur")
        return self.click(
            "Prendre ce profil", self.fill("Votre nom", name), self.fill("Votre rôle", role)
        )

    def _find(self, label: str, kinds: Sequence[str]) -> Any:
        found = [
            node
            for node in self.tree
            if isinstance(node, Widget)
            and node.type in kinds
            and re.search(label, str(getattr(node, "label", "")).replace("\u00a0", " "))
        ]
        if not found:
            raise AssertionError(f"no « {label} » on the screen:\n{self.texts}")
        return found[0]

    @staticmethod
    def _state(node: Any) -> WidgetState:
        state = get_widget_state(node)
        assert state is not None
        return state


@contextmanager
def window(port: int, **options: Any) -> Iterator[Client]:
    """A window on the server of that port; the options are those of `session`."""
    with session(port, **options) as websocket:
        yield Client(websocket)
