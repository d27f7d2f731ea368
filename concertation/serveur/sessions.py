"""Sessions whose window is gone wait for it to come back; those that hold much, a few at a time.

A laptop that slept finds its session again for two hours. Twenty that typed nine megabytes would
hold 900 of memory for that long: only the last few such are kept.
"""

from collections.abc import Mapping
from operator import attrgetter
from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime import memory_session_storage
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.session_manager import SessionInfo

LOURD = 1_000_000  # bytes that a session holds by itself
LOURDES = 4
_PROFONDEUR = 6
_PARTS = attrgetter("_new_widget_state.states", "_old_state", "_new_session_state")


class BoundedSessions(memory_session_storage.MemorySessionStorage):
    """What the server keeps of closed windows."""

    def save(self, session_info: SessionInfo) -> None:
        super().save(session_info)
        lourdes = [info.session for info in self.list() if weigh(info.session) > LOURD]
        for session in lourdes[:-LOURDES]:
            self.delete(session.id)
            session.shutdown()
            # What holds it goes round in circles: it would stay until the next collection.
            session.session_state.clear()


def weigh(session: AppSession) -> int:
    """Bytes of the texts and files that a session keeps, what was typed included."""
    champs, *gardes = _PARTS(session.session_state)
    return _size([[champ.value for champ in champs.values()], *gardes], _PROFONDEUR)


def _size(valeur: Any, reste: int) -> int:
    if isinstance(valeur, str | bytes):
        return len(valeur)
    if isinstance(valeur, WidgetState):
        return int(valeur.ByteSize())
    if type(valeur).__module__.startswith("concertation."):
        valeur = getattr(valeur, "__dict__", valeur)
    if isinstance(valeur, Mapping):
        valeur = list(valeur.values())
    if not reste or not isinstance(valeur, list | tuple | set):
        return 0
    return sum(_size(partie, reste - 1) for partie in valeur)


def bound_sessions() -> None:
    """Before the server starts: it keeps closed sessions in this."""
    memory_session_storage.MemorySessionStorage = BoundedSessions  # type: ignore[misc]
