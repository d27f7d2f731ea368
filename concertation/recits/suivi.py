"""What committees follow: what asks for attention, what changed, and tables of all of it."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from typing import Any

import pandas as pd

from concertation.analyse.avancement.attention import SILENCE_JOURS, attention
from concertation.analyse.avancement.cellules import with_progress
from concertation.analyse.avancement.changements import Fiches, changes_since, index_rows
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.absences import tell_absence
from concertation.analyse.mots.formats import (
    INSECABLE,
    format_date,
    format_nombre,
    format_pourcent,
    plural,
)
from concertation.analyse.mots.textes import read_day
from concertation.analyse.territoires.fiche import descendants
from concertation.analyse.territoires.noms import all_names, rolled_up
from concertation.declarations.indicateur import INDICATEUR
from concertation.declarations.point_etape import METEO, POINT_ETAPE
from concertation.declarations.veille import CHANGEMENT
from concertation.donnees import Donnees, soft_table
from concertation.recits.blocs import Puce, Tableau, Texte, tabulate
from concertation.recits.champs import join_lines, tell_fields
from concertation.recits.contexte import Contexte, DiapoImpossible
from concertation.recits.releve import DITS
from concertation.suivi import Acteur, Store
from concertation.suivi.lectures import Revue

NIVEAUX = {"departement": "Départements", "cts": "CTS"}
# The same where the files say which committee holds which territories.
NIVEAUX_REUNIS = {"departement": "Comités", "cts": "Comités et leurs CTS"}
ENTREES_LUES = 1000
JOURS_PAR_DEFAUT = 30
INDIQUES = tuple(champ.nom for champ in INDICATEUR.champs if champ.nom != "composante")
RIEN = "–"
# The objects whose changes are told, each with the verbs of the store that read it.
RACONTES = {
    "action": "actions", "financement": "financements", "indicateur": "indicateurs",
    "instruction": "instructions", "transmission": "transmissions", "seance": "seances",
}  # fmt: skip
Say = Callable[[Any], str]


def tell_points(points: pd.DataFrame, motifs: Mapping[str, str]) -> Iterator[Puce]:
    """« Silence : Aucun point d'étape… » by row of `attention`, in the `motifs` of a reader."""
    for motif, phrase in zip(points["motif"], points["phrase"], strict=True):
        yield Puce(str(phrase), fort=f"{motifs[motif]} : ")


def tell_changements(changements: pd.DataFrame) -> Iterator[Puce]:
    """« Météo : … » of each row of `changes_since`."""
    for nature, phrase in zip(changements["nature"], changements["phrase"], strict=True):
        yield Puce(str(phrase), fort=f"{CHANGEMENT.mot(nature)} : ")


def read_attention(contexte: Contexte, niveau: str, territoire: str = "") -> pd.DataFrame:
    """What asks for a look at a level, in a territory or everywhere."""
    store, revue = contexte.need_store(), contexte.revue(niveau)
    lignes = find_attention(revue, store, contexte.acteur, contexte.jour)
    return lignes[lignes["territoire"].isin(inside(contexte, territoire))] if territoire else lignes


def find_attention(
    revue: Revue, store: Store, acteur: Acteur, jour: dt.date, silence: int = SILENCE_JOURS
) -> pd.DataFrame:
    """What asks for a look in a review; `silence`: days without a word that are too many."""
    return attention(
        revue.cellules,
        revue.actions,
        revue.indicateurs,
        jour,
        silence,
        not acteur.reads_public_only,
        partial(store.reads_partly, acteur),
        revue.trajectoires,
    )


def review_levels(donnees: Donnees) -> dict[str, str]:
    """What each level of the review is called: that of départements, that of CTS."""
    lues = list_records(soft_table(donnees, "territoires"))
    return NIVEAUX_REUNIS if any(ligne["comite"] for ligne in lues) else NIVEAUX


def tell_remontee(donnees: Donnees, lieux: Collection[str]) -> str:
    """The rule by which a committee among these places rolls others up; "" where none does."""
    noms = all_names(donnees)
    phrases = [
        f"{noms[comite]}\u00a0: la météo montrée est la plus récente, du "
        f"comité ou de l’un de ceux qu’il réunit, {', '.join(noms[cle] for cle in siens)}\u00a0; "
        "leurs actions et leurs indicateurs s’y ajoutent. Lecture éditoriale\u00a0: aucun "
        "document ne dit comment ils s’articulent."
        for comite, siens in rolled_up(list_records(soft_table(donnees, "territoires"))).items()
        if comite in lieux
    ]
    return " ".join(phrases)


def remontee_blocs(contexte: Contexte, lieux: Iterable[str]) -> tuple[Texte, ...]:
    """The same as a block of a document or a slide."""
    regle = tell_remontee(contexte.donnees, set(lieux))
    return (Texte((regle,), "discret"),) if regle else ()


def level_of(contexte: Contexte, territoire: str) -> str:
    """The level whose cells a territory is among."""
    niveau = contexte.niveaux.get(territoire, "")
    return niveau if niveau in NIVEAUX else "departement"


def inside(contexte: Contexte, territoire: str) -> set[str]:
    """The territory and those in it."""
    return descendants(soft_table(contexte.donnees, "territoires"), territoire) | {territoire}


def read_changements(
    contexte: Contexte, depuis: str, territoire: str = ""
) -> tuple[pd.DataFrame, dt.date]:
    """Sentences (see `changes_since`), in a territory or everywhere, and the day they start."""
    revue = contexte.revue("departement")
    lieux = inside(contexte, territoire) if territoire else set(contexte.territoires)
    tenues = held(revue.seances[revue.seances["territoire"].isin(lieux)], contexte.jour)
    trente = contexte.jour - dt.timedelta(days=JOURS_PAR_DEFAUT)
    if dit := read_day(depuis):
        jour = dit
    elif depuis:
        raise DiapoImpossible(f"« {depuis} » n’est pas une date : écrivez par exemple 2026-01-31.")
    elif not territoire:
        jour = last_review(contexte) or trente
    else:
        jour = trente if tenues.empty else tenues["date"].max().date()
    changements = list_changements(
        contexte.donnees,
        contexte.need_store(),
        contexte.acteur,
        revue,
        first_moment(contexte, jour),
    )
    if territoire:
        changements = changements[changements["territoire"].isin(lieux)]
    return changements, jour


def first_moment(contexte: Contexte, jour: dt.date) -> str:
    """The first moment of a day of the consultation, as the store writes moments."""
    minuit = dt.datetime.combine(jour, dt.time(), contexte.donnees.fuseau).astimezone(dt.UTC)
    return f"{minuit:%Y-%m-%dT%H:%M:%SZ}"


def last_review(contexte: Contexte) -> dt.date | None:
    """The last day before this one on which words of committees were published: a review ends with
    that, and nothing else in the follow-up says that one was held."""
    publications = contexte.need_store().publications
    quand = publications.last_before("point_etape", first_moment(contexte, contexte.jour))
    zone = contexte.donnees.fuseau
    return dt.datetime.fromisoformat(quand).astimezone(zone).date() if quand else None


def list_changements(
    donnees: Donnees, store: Store, acteur: Acteur, revue: Revue, moment: str
) -> pd.DataFrame:
    """What moved since a moment of the store, as its `ENTREES_LUES` latest entries tell it."""
    return changes_since(
        store.points_etape.latest(acteur, recorded_before=moment),
        revue.points,
        store.journal.list(acteur, depuis=moment, limit=ENTREES_LUES),
        names_of_changements(donnees),
        read_fiches(store, acteur),
    )


@lru_cache(maxsize=4)
def names_of_changements(donnees: Donnees) -> Mapping[str, str]:
    """The names of territories and the wordings of proposals, by id."""
    propositions = soft_table(donnees, "propositions")
    titres = dict(zip(propositions["id"], propositions["intitule"], strict=True))
    return {**all_names(donnees), **titres}


def read_fiches(store: Store, acteur: Acteur, ids: Collection[int] | None = None) -> Fiches:
    """The rows that a person may read, to name what moved; those of some ids alone."""
    # What was withdrawn keeps its name.
    frames = {
        objet: getattr(store, verbes).list(acteur, retires=None)
        for objet, verbes in RACONTES.items()
    }
    if ids is not None:
        frames = {objet: frame[frame["id"].isin(ids)] for objet, frame in frames.items()}
    return index_rows(**frames)


def held(seances: pd.DataFrame, jour: dt.date) -> pd.DataFrame:
    """The sessions that took place, on a day or before."""
    return seances[(seances["etat"] != "preparee") & (seances["date"] <= pd.Timestamp(jour))]


def table_cells(
    contexte: Contexte, cellules: pd.DataFrame, largeurs: Mapping[str, int], titre: str = ""
) -> Tableau:
    """Cells of the review, a row each: the columns that `largeurs` names, so large."""
    publie = contexte.acteur.reads_public_only

    def tell_day(cellule: Any) -> str:
        return format_date(cellule["date"], "courte", vide=RIEN)

    def tell_meteo(cellule: Any) -> str:
        return METEO.mot(cellule["meteo"])

    colonnes: dict[str, tuple[str, Say]] = {
        "engagement": ("Engagement", contexte.name_engagement),
        "territoire": ("Territoire", lambda c: str(c["nom"])),
        "meteo": ("Météo", tell_meteo),
        "meteo_lue": (tell_absence("meteo", publie), tell_meteo),
        "au": ("Au", tell_day),
        "dernier": (tell_absence("dernier", publie), tell_day),
        "synthese": ("Synthèse", lambda c: c["synthese"].strip() or RIEN),
        "progression": ("Progression", lambda c: format_pourcent(c["progression"], 0, vide=RIEN)),
        "nombre": (tell_absence("actions", publie), lambda c: str(c["nb_actions"])),
        "actions": (tell_absence("actions", publie), _count_actions),
    }
    choisies = [(colonnes[nom][0], part, colonnes[nom][1]) for nom, part in largeurs.items()]
    return tabulate(list_records(cellules), *choisies, meteo=1, titre=titre)


def tell_counts(cellule: Mapping[str, Any]) -> Iterator[str]:
    """« 3 actions, dont 1 en retard, 1 bloquée », « progression : 72 % »; nothing where there is
    none: zero would say that somebody spoke."""
    total, *details = _count_actions(cellule).split(", ")
    if cellule["nb_actions"]:
        suite = f", dont {', '.join(details)}" if details else ""
        yield plural(int(total), "action") + suite
    if cellule["nb_indicateurs"]:
        part = format_pourcent(cellule["progression"], 0, vide="non calculable")
        yield f"{plural(cellule['nb_indicateurs'], 'indicateur')}, progression : {part}"


def _count_actions(cellule: Mapping[str, Any]) -> str:
    mots = [str(cellule["nb_actions"])]
    if cellule["nb_en_retard"]:
        mots.append(f"{cellule['nb_en_retard']}{INSECABLE}en retard")
    if cellule["nb_bloquees"]:
        mots.append(plural(int(cellule["nb_bloquees"]), "bloquée"))
    return ", ".join(mots)


def table_points(contexte: Contexte, points: pd.DataFrame) -> Tableau:
    """Words of committees, the newest first."""
    return tabulate(
        list_records(points.sort_values(["date", "id"], ascending=False)),
        ("Date", 13, lambda p: format_date(p["date"], "courte")),
        ("Territoire", 20, contexte.name_place),
        ("Météo", 22, lambda p: METEO.mot(p["meteo"])),
        ("Synthèse", 45, lambda p: join_lines(
            p["synthese"], *tell_fields(POINT_ETAPE, "fiche", p, DITS)) or RIEN),
        meteo=2,
    )  # fmt: skip


def table_indicateurs(
    contexte: Contexte, indicateurs: pd.DataFrame, mesures: pd.DataFrame
) -> Tableau:
    """Indicators with where they started, their last measure, their target and the way done."""

    def say(valeur: str, jour: str) -> Say:
        return lambda i: _figure(i[valeur], i["unite"], i[jour])

    return tabulate(
        list_records(with_progress(indicateurs, mesures)),
        ("Indicateur", 28, lambda i: join_lines(
            i["libelle"], *tell_fields(INDICATEUR, "fiche", i, INDIQUES))),
        ("Territoire", 16, contexte.name_place),
        ("Départ", 14, say("valeur_initiale", "date_initiale")),
        ("Dernier relevé", 14, say("actuel", "date_actuelle")),
        ("Cible", 14, say("cible", "date_cible")),
        ("Progression", 14, lambda i: format_pourcent(
            i["progression"], 0, vide="Non calculable")),
    )  # fmt: skip


def _figure(valeur: Any, unite: str, jour: Any) -> str:
    nombre = format_nombre(valeur, vide="")
    if not nombre:
        return "Non renseignée"
    date = format_date(jour, "courte", vide="")
    return " ".join(mot for mot in (nombre, unite.strip()) if mot) + (f" ({date})" if date else "")
