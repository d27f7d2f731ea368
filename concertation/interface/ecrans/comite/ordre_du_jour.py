"""The agenda of a session: what is open proposes its items; ordered, timed, walked through."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import partial
from operator import itemgetter
from typing import Any

import streamlit as st

from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import INSECABLE, is_empty, plural
from concertation.analyse.seances import minutes, read_heure
from concertation.declarations.seance import ISSUE
from concertation.declarations.veille import MOTIF_ATTENTION
from concertation.interface.ecrans.comite.ecran import EcranComite
from concertation.interface.socle.buttons import show_button
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.partage import attempt, show_geste
from concertation.interface.suivi.saisies import Formulaire

Ligne = Mapping[str, Any]


def propose_points(ecran: EcranComite, seance: Ligne) -> list[dict[str, Any]]:
    """Items made of what is open, grouped, then what the last session left undone."""
    groupes: dict[tuple[str, bool], dict[str, str]] = defaultdict(dict)
    vus = set()
    for point in list_records(ecran.attention):
        action = point["objet"] == "action"
        cle = str(point["objet_id"] if action else point["engagement"])
        # Gravest first: what alerts twice is looked at once.
        if (action, cle) not in vus:
            phrase = f"{point['engagement']}{INSECABLE}: {point['phrase']}"
            groupes[point["motif"], action][cle] = phrase
        vus.add((action, cle))
    points = [
        _open(_title(MOTIF_ATTENTION[motif], action, [*siens.values()]), siens)
        for (motif, action), siens in groupes.items()
    ]
    for frame, colonne, genre, *mots in (
        (ecran.a_instruire, "id", "decision", "proposition à examiner", "propositions à examiner"),
        (ecran.reponses, "proposition", "information", "réponse reçue (proposition nationale)",
         "réponses reçues (propositions nationales)"),
    ):  # fmt: skip
        if not frame.empty:
            points.append(_open(plural(len(frame), *mots), frame[colonne], genre))
    connus = {_same(p["titre"]) for p in points}
    laisses = ecran.store.points.undone(ecran.acteur, seance)
    points += [p for p in laisses if _same(p["titre"]) not in connus]
    fin = _open("Questions diverses")
    return points if fin["titre"] in {p["titre"] for p in points} else [*points, fin]


def _open(titre: str, cles: Iterable[str] = (), genre: str = "information") -> dict[str, Any]:
    return {"titre": titre, "genre": genre, "lie": " | ".join(cles)}


def _title(motif: str, action: bool, phrases: list[str]) -> str:
    if len(phrases) == 1:
        return phrases[0]
    if action:
        return f"{motif} ({len(phrases)})"
    return f"{plural(len(phrases), 'engagement')} {motif[:1].lower()}{motif[1:]}"


def _same(titre: str) -> str:
    """A title without its figures: the same group, whose number changed."""
    return re.sub(r"\d+", "", titre).casefold().strip()


def show_durations(seance: Ligne, points: Iterable[Ligne]) -> None:
    """What the items add up to, when that ends, by how much it overruns."""
    if not (prevues := minutes(points)):
        return
    dit = f"Durée des points{INSECABLE}: **{prevues} min**"
    if (debut := read_heure(str(seance["heure"]))) is not None:
        fin = dt.datetime(2000, 1, 1, *debut) + dt.timedelta(minutes=prevues)
        dit += f", fin vers {fin:%-H}{INSECABLE}h{INSECABLE}{fin:%M}"
    trop = 0 if is_empty(seance["duree"]) else prevues - int(seance["duree"])
    if trop > 0:
        st.warning(f"{dit}, soit {trop} min de trop.", icon=":material/timer_off:")
    else:
        st.markdown(f":material/timer: {dit}.")


def show_agenda(
    ecran: EcranComite, seance: Ligne, points: list[dict[str, Any]], modifiable: bool
) -> None:
    """The people, then the items with what came out of each: one is looked at, moved, added."""
    st.header(f"Ordre du jour ({len(points)})", anchor=False)
    show_durations(seance, points)
    _show_step(ecran, 0, "Personnes", ":material/groups:")
    for rang, point in enumerate(points, 1):
        duree = "" if is_empty(point["duree"]) else f" · {int(point['duree'])} min"
        titre = f"{rang}. {escape(point['titre'])}{duree}"
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            _show_step(ecran, rang, titre, ISSUE.icone(point["issue"]))
            if modifiable and rang == ecran.etat.point:
                _show_moves(ecran, point, rang, len(points))
        if point["texte"].strip():
            st.caption(escape(point["texte"]))
    if not modifiable:
        return
    cle, verbes = int(seance["id"]), ecran.store.points
    add_one("Ajouter un point", f"point-{cle}", "Son titre",
            lambda titre: verbes.create(ecran.acteur, seance_id=cle, titre=titre))  # fmt: skip
    deja = {_same(p["titre"]) for p in points}

    def propose() -> Any:
        neufs = [p for p in propose_points(ecran, seance) if _same(p["titre"]) not in deja]
        return verbes.create_many(ecran.acteur, neufs, cle)

    show_geste("Proposer ce qui est ouvert", propose, "L’ordre du jour est complété.",
               icone="playlist_add")  # fmt: skip
    retires = verbes.list(ecran.acteur, seance_id=cle, retires=True)
    ecran.show_retires("point", retires, "point retiré", "points retirés", name=itemgetter("titre"))


def add_one(libelle: str, cle: str, invite: str, create: Any) -> None:
    """A field whose Enter (`serveur/saisie.js`) or button makes a row, then empty for the next."""
    form = Formulaire(f"ajout-{cle}")
    champ = f"{form.cle}-dit"

    def add() -> None:
        dit = st.session_state[champ].strip()
        fait = bool(dit) and attempt(lambda: create(dit)) is not None
        # The browser has emptied it: what failed comes back.
        st.session_state[champ] = "" if fait else dit
        form.keep("dit", st.session_state[champ], "")

    form.ask("dit", st.text_input, libelle, "", placeholder=invite)
    form.submit("Ajouter", on_click=add, icon=":material/add:")


def _show_step(ecran: EcranComite, rang: int, mots: str, icone: str) -> None:
    ici = rang == ecran.etat.point
    st.button(f"**{mots}**" if ici else mots, key=f"pas-{rang}", icon=icone, type="tertiary",
              on_click=partial(ecran.go, point=rang, page=0))  # fmt: skip


def _show_moves(ecran: EcranComite, point: Ligne, rang: int, nombre: int) -> None:
    cle = int(point["id"])
    for pas, icone, mot, touche in (
        (-1, "arrow_upward", "Monter", "h"),
        (1, "arrow_downward", "Descendre", "b"),
    ):

        def move(pas: int = pas) -> None:
            attempt(partial(
                ecran.store.points.move, ecran.acteur, cle, int(point["version"]), pas
            ))  # fmt: skip
            ecran.go(point=rang + pas)

        show_button("", icone, move, key=f"{mot}-{cle}", shortcut=touche,
                    help=f"{mot} « {escape(point['titre'])} »",
                    disabled=not 0 < rang + pas <= nombre)  # fmt: skip
