"""One gesture after the other: each is carried out whole before the next one is looked at.

When a click comes, Streamlit stops the run of the click before it at its next call, in the middle
of a callback too, and starts the next run beside it, on the same session. A callback that is cut
short is never taken up again, for its change counts as told: the tick is taken back on screen. A
button that the script had not come to yet does nothing. And a run that ends beside the next one
puts its own screen in the place of the one that a link asked for.

So a session has one run at a time, and a run that is stopped first does what its click asked for.

A run that a lost connection stops says that it is finished: the browser then forgets the fields
that the run had not come to, shows what they began with, and tells that as a change. It says that
another run follows, which is what happens.

A field says what was typed in it some moments later, with the screen it stood on: coming after a
click on a link, it would bring that screen back. What it says of its address may cross the click
too, and be asked of the next screen. A link keeps where it leads.

Methods of Streamlit's are wrapped for that, here and nowhere else. So is the reading of a session,
which took a field the longer the more the session held.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, cast
from weakref import WeakValueDictionary

from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import ScriptRunner, ScriptRunnerEvent
from streamlit.runtime.scriptrunner_utils.script_requests import (
    RerunData,
    ScriptRequest,
    ScriptRequests,
    ScriptRequestType,
)
from streamlit.runtime.state import SafeSessionState
from streamlit.runtime.state.common import is_element_id
from streamlit.runtime.state.session_state import Serialized, WStates

# Seconds that a click waits for the run before it: one that hangs must not hold the screen.
ATTENTE = 5.0

Methode = Callable[..., Any]
_fil = threading.local()
_derniers: WeakValueDictionary[str, threading.Thread] = WeakValueDictionary()


def carry_out_gestures() -> None:
    """Wrap Streamlit's methods, once for the process and before its first session."""
    for classe, nom, enveloppe in (
        (ScriptRunner, "start", _start_after_the_one_before),
        (ScriptRunner, "_run_script", _run_whole_when_pressed),
        (ScriptRunner, "_maybe_handle_execution_control_request", _stop_unless_whole),
        (ScriptRunner, "_on_script_finished", _say_that_another_follows),
        (ScriptRequests, "on_scriptrunner_ready", _take_even_if_stopped),
        (ScriptRequests, "request_rerun", _let_stop_by_itself),
        (SafeSessionState, "on_script_will_rerun", _call_back_whole),
        (AppSession, "request_rerun", _stay_where_the_link_led),
    ):
        methode = getattr(classe, nom)
        if not hasattr(methode, "__wrapped__"):
            setattr(classe, nom, _around(methode, enveloppe))
    SafeSessionState.filtered_state = property(Session)  # type: ignore[assignment, method-assign]


class Session(Mapping[str, Any]):
    """What a session holds, read key by key: Streamlit copies all of it for each field, to look at
    the key of that field."""

    def __init__(self, etat: SafeSessionState) -> None:
        self._etat = etat

    def __getitem__(self, cle: str) -> Any:
        return self._etat[cle]

    def __iter__(self) -> Iterator[str]:
        return iter(self._etat._state.filtered_state)

    def __len__(self) -> int:
        return len(self._etat._state.filtered_state)


def _around(methode: Methode, enveloppe: Methode) -> Methode:
    """The method as `enveloppe`, which is given it, carries it out."""

    @wraps(methode)
    def run(*donnes: Any, **nommes: Any) -> Any:
        return enveloppe(methode, *donnes, **nommes)

    return run


def _start_after_the_one_before(start: Methode, runner: Any) -> None:
    # On the thread of the server, in the order of the clicks.
    runner.precedent = _derniers.get(runner._session_id)
    start(runner)
    _derniers[runner._session_id] = runner._script_thread


def _run_whole_when_pressed(run_script: Methode, runner: Any, demande: RerunData) -> None:
    precedent, runner.precedent = runner.precedent, None
    if precedent is not None:
        precedent.join(ATTENTE)
    memoire = runner._session_state._state._old_state
    _fil.regarde = _only_looks(demande)
    if _fil.regarde:
        question = memoire.get("question", demande.query_string)
        demande = replace(demande, query_string=question)
    _fil.entier = _presses_a_button(runner, demande)
    try:
        run_script(runner, demande)
    finally:
        _fil.entier = False
        ici = runner._get_script_run_ctx().query_string
        runner._session_state._state._old_state["question"] = ici


def _only_looks(demande: RerunData) -> bool:
    """Whether nobody asked for it, nor for what it was put together with while it waited."""
    champs = demande.widget_states.widgets if demande.widget_states else ()
    seul = demande.is_auto_rerun and len(demande.fragment_id_queue) == 1
    return seul and not any(champ.trigger_value for champ in champs)


def _presses_a_button(runner: Any, demande: RerunData) -> bool:
    """Whether the script itself, and no callback, must answer a button."""
    etat = runner._session_state._state
    return any(
        widget.trigger_value and not getattr(etat.get_widget_metadata(widget.id), "callback", None)
        for widget in (demande.widget_states.widgets if demande.widget_states else ())
    )


def _stop_unless_whole(handle: Methode, runner: Any) -> None:
    if not getattr(_fil, "entier", False):
        handle(runner)


def _say_that_another_follows(
    finish: Methode,
    runner: Any,
    contexte: Any,
    fin: ScriptRunnerEvent,
    avant_terme: bool,
    course: Any,
) -> None:
    if avant_terme and runner._requests._state is ScriptRequestType.STOP:
        fin = ScriptRunnerEvent.SCRIPT_STOPPED_FOR_RERUN
    finish(runner, contexte, fin, avant_terme, course)


def _take_even_if_stopped(take: Methode, demandes: Any) -> ScriptRequest:
    premiere, demandes.prise = not getattr(demandes, "prise", False), True
    if premiere and demandes._state is ScriptRequestType.STOP:
        return ScriptRequest(ScriptRequestType.RERUN, demandes._rerun_data)
    return cast(ScriptRequest, take(demandes))


def _let_stop_by_itself(request: Methode, demandes: Any, demande: RerunData) -> bool:
    # `st.rerun` in the script: it has done what was asked.
    _fil.entier = False
    return bool(request(demandes, demande))


def _call_back_whole(
    call_back: Methode, etat: Any, champs: WidgetStates | None, **options: Any
) -> None:
    avant, _fil.entier = getattr(_fil, "entier", False), True
    regarde, _fil.regarde = getattr(_fil, "regarde", False), False
    neufs = WidgetStates() if regarde else champs and _without_echoes(etat._state, champs)
    try:
        call_back(etat, neufs, **options)
    finally:
        _fil.entier = avant


def _without_echoes(etat: Any, champs: WidgetStates) -> WidgetStates:
    """What the browser tells, but what it told before of a field that has left the screen since."""
    dits = etat._old_state.setdefault("dits", {})
    # Each click is told once: one that is told again is another one.
    neufs = [
        champ
        for champ in champs.widgets
        if _is_of_a_page(etat, champ)
        and (champ.id in etat or champ.HasField("trigger_value") or dits.get(champ.id) != champ)
    ]
    dits.update((champ.id, champ) for champ in champs.widgets)
    return WidgetStates(widgets=neufs)


def _is_of_a_page(etat: Any, champ: WidgetState) -> bool:
    """Whether a page of ours can say that: of a widget, in its kind, and in words that it reads.

    Anything else is as if unsaid: Streamlit would fail on it at each run of the session.
    """
    connu = etat.get_widget_metadata(champ.id)
    if connu is None or not champ.WhichOneof("value"):
        return is_element_id(champ.id)
    # A whole number is told as one, to a field declared to hold any.
    genres = (champ.WhichOneof("value"), connu.value_type)
    if genres[0] != genres[1] and genres != ("int_value", "double_value"):
        return False
    try:
        WStates({champ.id: Serialized(champ)}, {champ.id: connu})[champ.id]
    except Exception:
        return False
    return True


@dataclass
class _Lien:
    """The last link to another screen: until the browser speaks from it, `quitte` is set."""

    quitte: str
    ecran: str
    question: str
    cadre: Set[str]  # the widgets of the menu: a link tells of no other


def _stay_where_the_link_led(request: Methode, session: Any, demande: ClientState | None) -> None:
    if demande is not None and demande.page_script_hash:
        lien = getattr(session, "lien", None) or _Lien("", session.page_script_hash, "", set())
        if demande.is_auto_rerun and demande.page_script_hash == lien.quitte:
            return
        demande = _follow(session, lien, demande)
    request(session, demande)


def _follow(session: Any, lien: _Lien, demande: ClientState) -> ClientState:
    """What to run: what is asked, or the screen of the link when the one left still speaks."""
    ecran, widgets = demande.page_script_hash, {w.id for w in demande.widget_states.widgets}
    ailleurs = bool(widgets - lien.cadre)
    if ecran == lien.ecran:
        if ailleurs:
            if lien.quitte:
                _keep_question(session, lien, demande)
            lien.quitte = ""
        return demande
    if ecran == lien.quitte and ailleurs:
        suite = ClientState(query_string=lien.question, page_script_hash=lien.ecran)
        suite.context_info.CopyFrom(demande.context_info)
        suite.cached_message_hashes.extend(demande.cached_message_hashes)
        return suite
    session.lien = _Lien(lien.ecran, ecran, demande.query_string, widgets)
    return demande


def _keep_question(session: Any, lien: _Lien, demande: ClientState) -> None:
    """The first word of a screen asks for what its link led to, or for what it has said since."""
    # What the last run that is over said, unless that is still the one of the screen left.
    dite, finie = session._client_state, session._scriptrunner is None
    ici = finie and dite.page_script_hash == lien.ecran
    voulue = dite.query_string if ici else lien.question
    if demande.query_string != voulue and not demande.is_history_navigation:
        demande.query_string = voulue
        adresse = ForwardMsg()
        adresse.page_info_changed.query_string = voulue
        session._enqueue_forward_msg(adresse)
