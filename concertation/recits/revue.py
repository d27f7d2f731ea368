"""The review: what asks for attention, what changed, in the words of who reads."""

import datetime as dt
import zoneinfo
from collections.abc import Iterator, Mapping

import pandas as pd

from concertation.analyse.avancement.attention import SILENCE_JOURS, attention
from concertation.analyse.avancement.changements import changes_since
from concertation.declarations.veille import CHANGEMENT
from concertation.donnees import soft_table
from concertation.recits.blocs import Puce
from concertation.recits.contexte import Contexte, DiapoImpossible

NIVEAUX = {"departement": "par département", "cts": "par CTS"}
FUSEAU = zoneinfo.ZoneInfo("Europe/Paris")
ENTREES_LUES = 1000
JOURS_PAR_DEFAUT = 30


def tell_points(points: pd.DataFrame, motifs: Mapping[str, str]) -> Iterator[Puce]:
    """« Silence : Aucun point d'étape… » by row of `attention`, in the `motifs` of a reader."""
    for motif, phrase in zip(points["motif"], points["phrase"], strict=True):
        yield Puce(str(phrase), fort=f"{motifs[motif]} : ")


def tell_changements(changements: pd.DataFrame) -> Iterator[Puce]:
    """« Météo : … » of each row of `changes_since`."""
    for nature, phrase in zip(changements["nature"], changements["phrase"], strict=True):
        yield Puce(str(phrase), fort=f"{CHANGEMENT.mot(nature)} : ")


def read_attention(contexte: Contexte, niveau: str, territoire: str = "") -> pd.DataFrame:
    """What asks for a look at a level, in a territory or everywhere."""
    revue = contexte.revue(niveau)
    lignes = attention(
        revue.cellules,
        revue.actions,
        revue.indicateurs,
        revue.points,
        contexte.jour,
        SILENCE_JOURS,
        not contexte.acteur.reads_public_only,
        contexte.reads_partly,
    )
    return lignes[lignes["territoire"].isin(inside(contexte, territoire))] if territoire else lignes


def level_of(contexte: Contexte, territoire: str) -> str:
    """The level whose cells a territory is among."""
    niveau = contexte.niveaux.get(territoire, "")
    return niveau if niveau in NIVEAUX else "departement"


def inside(contexte: Contexte, territoire: str) -> set[str]:
    """The territory and those in it."""
    parents = dict(
        zip(
            *(soft_table(contexte.donnees, "territoires")[c] for c in ("id", "parent")), strict=True
        )
    )
    dedans = {territoire}
    while True:
        plus = {cle for cle, parent in parents.items() if parent in dedans} - dedans
        if not plus:
            return dedans
        dedans |= plus


def read_changements(
    contexte: Contexte, depuis: str, territoire: str = ""
) -> tuple[pd.DataFrame, dt.date]:
    """Sentences (see `changes_since`), in a territory or everywhere, and the day they start."""
    store, acteur = contexte.need_store(), contexte.acteur
    revue = contexte.revue("departement")
    lieux = set(contexte.territoires)
    if territoire:
        contexte.require(lieux, territoire, "Le territoire")
        lieux = inside(contexte, territoire)
    seances = revue.seances[revue.seances["territoire"].isin(lieux)]
    jour = _day(depuis) if depuis else _last_seance(contexte, seances)
    moment = _start_of(jour)
    changements = changes_since(
        store.points_etape.latest(acteur, recorded_before=moment),
        revue.points,
        store.journal.list(acteur, depuis=moment, limit=ENTREES_LUES),
        soft_table(contexte.donnees, "territoires"),
        revue.actions,
        revue.indicateurs,
        store.instructions.list(acteur),
        store.transmissions.list(acteur),
        revue.seances,
    )
    if territoire:
        changements = changements[changements["territoire"].isin(lieux)]
    return changements, jour


def _start_of(jour: dt.date) -> str:
    """The first moment of a day here, as the store writes moments."""
    minuit = dt.datetime.combine(jour, dt.time(), FUSEAU)
    return f"{minuit.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"


def _day(texte: str) -> dt.date:
    try:
        return dt.date.fromisoformat(texte)
    except ValueError:
        raise DiapoImpossible(
            f"« {texte} » n'est pas une date : écrivez par exemple 2026-01-31."
        ) from None


def _last_seance(contexte: Contexte, seances: pd.DataFrame) -> dt.date:
    tenues = seances[
        (seances["etat"] != "preparee") & (seances["date"] <= pd.Timestamp(contexte.jour))
    ]
    if tenues.empty:
        return contexte.jour - dt.timedelta(days=JOURS_PAR_DEFAUT)
    return pd.Timestamp(tenues["date"].max()).date()
