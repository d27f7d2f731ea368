"""An engagement, a territory and a « dispositif » as the published files tell them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import pandas as pd

from concertation.analyse.chiffre import Cible, targets_of_mesure, where
from concertation.analyse.feuille_route.chiffres import read_chiffres
from concertation.analyse.feuille_route.lecture import NON_PRECISE, mesures_of
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import format_nombre, plural
from concertation.analyse.mots.textes import split_liste
from concertation.analyse.provenance import written_period
from concertation.analyse.selection.propositions import date_of_atelier, tell_presence
from concertation.analyse.territoires import fiche
from concertation.analyse.territoires.noms import name_territoire
from concertation.donnees import Donnees, soft_table
from concertation.recits.blocs import Liste, Puce, Section, Tableau, Texte, list_section, tabulate
from concertation.recits.feuille import tell_faits, tell_resultats

SANS_LIMITES = (
    "Le périmètre exact de ce territoire n’est pas publié : ni contour, ni liste de ce qu’il "
    "contient au-delà de ce que les fichiers nomment."
)
DIT = "Ce que votre atelier a dit"
SANS_ORIGINE = "Aucune proposition n’est rattachée à un atelier : toutes valent ici."
SANS_ATELIER = "Aucun atelier ne s’est tenu ici."
SANS_COMITE = "Ce territoire n’a pas de comité de suivi."
DISPOSITIFS = "Dispositifs"
SUIVI = "Ce que son comité suit"


@dataclass(frozen=True)
class RecitEngagement:
    """`mots` are the document's; `composantes` a table whose first columns are their id and their
    words; `sources` and `cibles` those of both."""

    titre: str
    echeance: str
    mots: Section
    composantes: Section
    sources: tuple[str, ...]
    cibles: tuple[Cible, ...]

    @property
    def parties(self) -> tuple[tuple[str, str], ...]:
        """(id, words) of each component."""
        tableaux = [bloc for bloc in self.composantes.blocs if isinstance(bloc, Tableau)]
        return tuple((ligne[0], ligne[1]) for bloc in tableaux for ligne in bloc.lignes)


@lru_cache(maxsize=64)
def tell_engagement(donnees: Donnees, cle: str) -> RecitEngagement:
    """The engagement of a known id."""
    engagements, composantes = (soft_table(donnees, n) for n in ("engagements", "composantes"))
    (ligne,) = list_records(engagements[engagements["id"] == cle])
    siennes = list_records(composantes[composantes["engagement"] == cle])
    tableau = _table(siennes)
    return RecitEngagement(
        f"{cle} – {ligne['titre_court']}",
        str(ligne["echeance"] or ""),
        _words(ligne),
        Section("Ses composantes", tableau.blocs, "Les composantes ne sont pas publiées."),
        tuple(dict.fromkeys([ligne["source"], *(c["source"] for c in siennes)])),
        (("engagements", cle), *(("composantes", str(c["id"])) for c in siennes)),
    )


def _words(ligne: dict[str, Any]) -> Section:
    noms = {"Échéance": "echeance", "Suivi annoncé": "suivi"}
    blocs = (
        Texte((str(ligne["intitule"]),), "citation"),
        Texte(tuple(f"{nom} : {ligne[champ]}" for nom, champ in noms.items() if ligne[champ])),
        Texte((str(ligne["lecture"]),) if ligne["lecture"] else (), "discret"),
    )
    return Section("L’engagement, mot pour mot", tuple(b for b in blocs if b.paragraphes))


def _table(composantes: list[dict[str, Any]]) -> Tableau:
    return tabulate(
        composantes,
        ("N°", 8, lambda c: str(c["id"])),
        ("Composante", 40, lambda c: "\n".join(m for m in (c["intitule"], c["remarque"]) if m)),
        ("Ce qui s’observe", 20, lambda c: str(c["unite_observable"] or NON_PRECISE)),
        ("Couverture visée", 18, lambda c: str(c["couverture_visee"] or f"{NON_PRECISE}e")),
        ("Porteur", 14, lambda c: str(c["porteur"] or NON_PRECISE)),
    )


@dataclass(frozen=True)
class RecitTerritoire:
    """`nom` says its level. `ateliers`, then `ailleurs`: what concerns it in the other files, with
    the words that say that nothing does; `sources` are cells of the rows told."""

    nom: str
    parents: tuple[str, ...]
    limites: str
    ateliers: Section
    ailleurs: tuple[Section, ...]
    sources: tuple[str, ...]


@lru_cache(maxsize=256)
def tell_territoire(donnees: Donnees, cle: str) -> RecitTerritoire:
    """The territory of a known id."""
    ateliers, zones = fiche.ateliers_in(donnees, cle), fiche.zones_in(donnees, cle)
    actions, dispositifs = (fiche.relate(donnees, nom, cle) for nom in ("actions", "dispositifs"))
    parents = fiche.ancestors(soft_table(donnees, "territoires"), cle)
    noms = (Puce(str(nom)) for nom in zones["nom_officiel"])
    tenus = map(_tell_atelier, list_records(ateliers))
    sources = pd.concat([frame["source"] for frame in (ateliers, zones, actions, dispositifs)])
    return RecitTerritoire(
        name_territoire(donnees, cle),
        tuple(name_territoire(donnees, parent) for parent in parents),
        "" if fiche.has_known_limits(donnees, cle) else SANS_LIMITES,
        list_section(plural(len(ateliers), "atelier"), tenus, SANS_ATELIER),
        (
            list_section("Intercommunalités prioritaires", noms, "Aucune n’est publiée."),
            list_section("Lieux des dispositifs", _tell_lieux(donnees, cle), "Aucun n’est publié."),
            list_section(
                "Ce que la feuille de route y fait", _concern(actions, "titre_court"),
                "Aucune action publiée ne concerne ce territoire.",
            ),
            list_section(
                DISPOSITIFS, _tell_dispositifs(donnees, dispositifs),
                "Aucun dispositif publié ne concerne ce territoire.",
            ),
        ),
        tuple(dict.fromkeys(sources)),
    )  # fmt: skip


def _concern(lignes: pd.DataFrame, colonne: str) -> Iterator[Puce]:
    """Rows that name the territory, a part of it, or a larger one, and which of these."""
    return (Puce(f"{a[colonne]} ({a['rapport']})") for a in list_records(lignes))


def _tell_dispositifs(donnees: Donnees, lignes: pd.DataFrame) -> Iterator[Puce]:
    """As `_concern`; those that name the territory itself with their figures."""
    for puce, ligne in zip(_concern(lignes, "nom"), list_records(lignes), strict=True):
        sien = ligne["id"] if ligne["rapport"] == fiche.ICI else ""
        chiffres = tell_resultats(
            donnees, read_chiffres(mesures_of(donnees, dispositif=sien))
        ).puces
        yield replace(puce, sous=tuple(m for c in chiffres for m in (c.dit, *c.sous)))


def _tell_atelier(atelier: Mapping[str, Any]) -> Puce:
    """« Flers – 21 novembre 2022, probable, lieu non publié, participants non publiés »."""
    jour = date_of_atelier(atelier, "date non publiée")
    lieu = str(atelier["lieu"] or "lieu non publié")
    nombre = format_nombre(atelier["participants"], vide="")
    venus = f"{nombre} participants" if nombre else "nombre de participants non publié"
    if mots := tell_presence(atelier):
        venus += f" ({mots})"
    return Puce(f" – {jour}, {lieu}, {venus}", fort=str(atelier["nom"]))


def _tell_lieux(donnees: Donnees, cle: str) -> Iterator[Puce]:
    """Each stop, and what stops there."""
    dispositifs = soft_table(donnees, "dispositifs")
    noms = dict(zip(dispositifs["id"], dispositifs["nom"], strict=True))
    lieux = fiche.lieux_in(donnees, cle)
    for x in list_records(lieux[lieux["dispositif"] != ""]):
        yield Puce(f"{name_lieu(x)} – {noms.get(x['dispositif'], x['dispositif'])}")


def name_lieu(lieu: Mapping[str, Any]) -> str:
    """The document's name of a place, and today's commune when it is another."""
    commune = "" if lieu["nom"] == lieu["commune"] else f" ({lieu['commune']})"
    return f"{lieu['nom']}{commune}"


SANS_ADRESSE = "adresse non publiée"


@dataclass(frozen=True)
class RecitDispositif:
    """`sources` are cells of the rows told; `cibles` what their reservations may aim at."""

    nom: str
    sections: tuple[Section, ...]
    sources: tuple[str, ...]
    cibles: tuple[Cible, ...]


@lru_cache(maxsize=64)
def tell_dispositif(donnees: Donnees, cle: str) -> RecitDispositif | None:
    """The « dispositif » of an id; None when it is not published."""
    lignes = [x for x in list_records(soft_table(donnees, "dispositifs")) if x["id"] == cle]
    if not lignes:
        return None
    (ligne,) = lignes
    mesures = mesures_of(donnees, dispositif=cle)
    lieux = [x for x in list_records(soft_table(donnees, "lieux")) if x["dispositif"] == cle]
    paragraphes = [" ".join(p.split()) for p in str(ligne["extrait"]).split("\n\n")]
    chiffres = tell_resultats(donnees, read_chiffres(mesures))
    remarque = (Texte((str(ligne["remarque"]),), "discret"),) if ligne["remarque"] else ()
    faits = {
        "Porteur": ligne["porteur"],
        "Partenaires": ", ".join(split_liste(ligne["partenaires"])),
        "Où": where(donnees, ligne),
        "Période": written_period(ligne),
    }
    sections = (
        Section("En bref", (Liste(tuple(tell_faits(faits, ligne))), *remarque)),
        list_section("Chiffres publiés", chiffres.puces, "Aucun chiffre n’est publié."),
        *((list_section("Lieux", [Puce(name_lieu(x)) for x in lieux]),) if lieux else ()),
        Section("Texte du document, repris à la lettre", (Texte(tuple(paragraphes), "citation"),)),
        tell_contacts(donnees, dispositif=cle),
    )  # fmt: skip
    return RecitDispositif(
        str(ligne["nom"]),
        sections,
        tuple(dict.fromkeys([str(ligne["source"]), *mesures["source"]])),
        (
            ("dispositifs", cle),
            *(("lieux", str(x["id"])) for x in lieux),
            *(cible for m in list_records(mesures) for cible in targets_of_mesure(m)),
        ),
    )


def tell_contacts(donnees: Donnees, *, dispositif: str = "", source: str = "") -> Section:
    """Links and contacts that a document gives: of a « dispositif », or all those of a document."""
    puces = (
        Puce(f" : {c['adresse'] or SANS_ADRESSE}", fort=str(c["libelle"]))
        for c in list_records(soft_table(donnees, "contacts"))
        if (source in split_liste(c["source"]) if source else c["dispositif"] == dispositif)
    )
    vide = "Le document ne donne ni lien ni contact."
    return list_section("Liens et contacts", puces, vide)
