"""Sessions that wait for their window: many small ones, a few that hold megabytes."""

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.script_data import ScriptData
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.runtime.session_manager import SessionInfo

from concertation.restitution.fabrication.fichiers import Fichier
from concertation.serveur.sessions import LOURD, LOURDES, BoundedSessions, weigh
from tests.aides.boucle import run_apart

TEXTE = "é" * LOURD


def session() -> AppSession:
    return AppSession(
        ScriptData("dashboard.py", False), MemoryUploadedFileManager(""), ScriptCache(), None, {}
    )


def keep(garde: BoundedSessions, une: AppSession) -> str:
    garde.save(SessionInfo(None, une, 0))
    return une.id


def test_sessions_that_hold_much_are_kept_a_few_at_a_time() -> None:
    run_apart(_keep_many())


async def _keep_many() -> None:
    garde, lourdes, petites = BoundedSessions(), [], []
    for rang in range(2 * LOURDES):
        tapee = session()
        tapee.session_state.set_widgets_from_proto(
            WidgetStates(widgets=[WidgetState(id="w", string_value=TEXTE)])
        )
        lourdes.append(keep(garde, tapee))
        petite = session()
        petite.session_state["w"] = f"un mot {rang}"
        petites.append(keep(garde, petite))
    assert all(garde.get(cle) for cle in petites)
    assert [bool(garde.get(cle)) for cle in lourdes] == [False] * LOURDES + [True] * LOURDES


@pytest.mark.parametrize(
    "valeur",
    [TEXTE, ("modele.pptx", (TEXTE.encode(), ())), {"a": [TEXTE]}, Fichier("a", TEXTE.encode())],
)
def test_what_a_session_keeps_is_weighed(valeur: object) -> None:
    run_apart(_weigh(valeur))


async def _weigh(valeur: object) -> None:
    une = session()
    assert weigh(une) < LOURD
    une.session_state["garde"] = valeur
    assert weigh(une) >= LOURD
