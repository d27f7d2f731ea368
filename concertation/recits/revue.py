"""The review: what asks for attention, what changed, in the words of who reads."""

import datetime as dt
import zoneinfo
from collections.abc import Iterator, Mapping

import pandas as pd

from concertation.analyse.avancement.attention import SILENCE_JOURS, attention
from concertation.analyse.avancement.changements import changes_since
from concertation.declarations.veille import CHANGEMENT
from concertation.donnees import Donnees, soft_table
from concertation.recits.blocs import Puce
from concertation.recits.contexte import Contexte, DiapoImpossible
from concertation.suivi import Acteur, Store
from concertation.suivi.revue import Revue

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
    table = soft_table(contexte.donnees, "territoires")
    parents = dict(zip(table["id"], table["parent"], strict=True))
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
    revue = contexte.revue("departement")
    lieux = inside(contexte, territoire) if territoire else set(contexte.territoires)
    tenues = held(revue.seances[revue.seances["territoire"].isin(lieux)], contexte.jour)
    if depuis:
        jour = _day(depuis)
    elif tenues.empty:
        jour = contexte.jour - dt.timedelta(days=JOURS_PAR_DEFAUT)
    else:
        jour = tenues["date"].max().date()
    # The first moment of a day here, as the store writes moments.
    minuit = dt.datetime.combine(jour, dt.time(), FUSEAU).astimezone(dt.UTC)
    changements = list_changements(
        contexte.donnees, contexte.need_store(), contexte.acteur, revue,
        f"{minuit:%Y-%m-%dT%H:%M:%SZ}",
    )  # fmt: skip
    if territoire:
        changements = changements[changements["territoire"].isin(lieux)]
    return changements, jour


def list_changements(
    donnees: Donnees, store: Store, acteur: Acteur, revue: Revue, moment: str
) -> pd.DataFrame:
    """What moved since a moment of the store, as its `ENTREES_LUES` latest entries tell it."""
    return changes_since(
        store.points_etape.latest(acteur, recorded_before=moment),
        revue.points,
        store.journal.list(acteur, depuis=moment, limit=ENTREES_LUES),
        soft_table(donnees, "territoires"),
        revue.actions,
        revue.indicateurs,
        store.instructions.list(acteur),
        store.transmissions.list(acteur),
        revue.seances,
    )


def held(seances: pd.DataFrame, jour: dt.date) -> pd.DataFrame:
    """The sessions that took place, on a day or before."""
    return seances[(seances["etat"] != "preparee") & (seances["date"] <= pd.Timestamp(jour))]


def _day(texte: str) -> dt.date:
    try:
        return dt.date.fromisoformat(texte)
    except ValueError:
        raise DiapoImpossible(
            f"« {texte} » n'est pas une date : écrivez par exemple 2026-01-31."
        ) from None
