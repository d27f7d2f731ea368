"""What the slides of a deck read: published facts, and the follow-up as one person may see it."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from concertation.analyse.chaine.construction import build_graphe
from concertation.analyse.chaine.graphe import Graphe, without_editorial
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.absences import tell_absence
from concertation.analyse.mots.formats import format_date
from concertation.analyse.mots.textes import split_liste
from concertation.analyse.provenance import (
    describe_licence,
    describe_reserves,
    describe_sources,
    reserve_ids,
)
from concertation.analyse.recherche.recherche import Recherche
from concertation.analyse.territoires.noms import all_names, joined_territoires
from concertation.donnees import DonneeIndisponible, Donnees, soft_table
from concertation.suivi import Acteur, Store
from concertation.suivi.lectures import Revue, read_frames, read_revue
from concertation.suivi.mentions import FICTIVES
from concertation.suivi.verbes.photos import Photo

PUBLIC = Acteur("", "lecteur")
CITES = 5
"""Proposals that are named by their title too."""
# What a setting names: the file of its ids, and how a sentence calls one.
CHOIX = {
    "theme": ("themes", "Le thème"),
    "proposition": ("propositions", "La proposition"),
    "engagement": ("engagements", "L’engagement"),
    "territoire": ("territoires", "Le territoire"),
    "feuille": ("feuilles", "La feuille de route"),
}


def _column(fichier: str, colonne: str) -> cached_property[dict[str, str]]:
    """A column of a published file by id; empty where the file is away."""

    def read(contexte: "Contexte") -> dict[str, str]:
        table = soft_table(contexte.donnees, fichier)
        return {str(c): str(n) for c, n in zip(table["id"], table[colonne], strict=True)}

    return cached_property(read)


def tell_edition(complete: bool, jour: object) -> str:
    """What each page says of who may read it, and of the day it was read."""
    if complete:
        return f"Édition complète – diffusion restreinte, lue le {format_date(jour)}"
    return f"Édition publique – ce qui est publié au {format_date(jour)}"


class DiapoImpossible(Exception):
    """A slide that can't be composed; its text is a French sentence."""


@dataclass(frozen=True, eq=False)
class Contexte:
    """One reading: what was read once serves every slide, so that a deck agrees with itself.

    `store` is None where no follow-up can be read, and `panne` says why. `liens`: whether
    editorial links are shown. `jour` is the day of the document, from which delays are counted;
    `lu_le` the day of the reading when it is another. `index`: the search, if it is built already.
    `photos`: those that a file brought, by key.
    """

    donnees: Donnees
    jour: dt.date
    acteur: Acteur = PUBLIC
    store: Store | None = None
    liens: bool = True
    panne: str = ""
    lu_le: dt.date | None = None
    index: Recherche | None = None
    photos: Mapping[str, Photo] = field(default_factory=dict)

    @property
    def lecture(self) -> str:
        """« lu le 22 novembre 2026 », and the day of the document when it is another."""
        lu = self.lu_le or self.jour
        mots = f"lu le {format_date(lu)}"
        return mots if lu == self.jour else f"{mots}, retards au {format_date(self.jour)}"

    @property
    def edition(self) -> str:
        """The mark of the pages read here."""
        return tell_edition(not self.acteur.reads_public_only, self.lu_le or self.jour)

    # By id, in the order of their file.
    engagements = _column("engagements", "titre_court")
    propositions = _column("propositions", "intitule")
    niveaux = _column("territoires", "niveau")

    @cached_property
    def territoires(self) -> Mapping[str, str]:
        """The name of each territory by id."""
        return all_names(self.donnees)

    @cached_property
    def recherche(self) -> Recherche:
        """The index of the proposals."""
        return self.index or Recherche(
            self.donnees.table("propositions"),
            soft_table(self.donnees, "themes"),
            soft_table(self.donnees, "glossaire"),
        )

    @cached_property
    def nom(self) -> str:
        """The name of the consultation."""
        return str(self.donnees.metadonnees.get("nom") or "Concertation")

    @cached_property
    def date_donnees(self) -> str:
        """« 22 novembre 2026 », the day of the published data."""
        metadonnees = self.donnees.metadonnees
        return format_date(metadonnees.get("date_donnees") or metadonnees.get("date"), vide="")

    def licence(self, cites: Collection[str]) -> str:
        """The licences of these sources, told as `sources` tells them."""
        cles = soft_table(self.donnees, "sources")["id"]
        return describe_licence(
            self.donnees, [cle for cle in cles if describe_sources(self.donnees, [cle])[0] in cites]
        )

    @cached_property
    def mention(self) -> str:
        """The warning of a fictional follow-up; "" for a real one."""
        return FICTIVES if self.store is not None and self.store.fictif else ""

    @cached_property
    def graphe(self) -> Graphe:
        """The chain as this person may read it."""
        frames = read_frames(self.store, self.acteur) if self.store is not None else None
        graphe = build_graphe(self.donnees, frames) if frames else build_graphe(self.donnees)
        return graphe if self.liens else without_editorial(graphe)

    @cached_property
    def _revues(self) -> dict[str, Revue]:
        return {}

    def revue(self, niveau: str) -> Revue:
        """The review by `departement` or `cts`; raises DiapoImpossible without follow-up."""
        if niveau not in self._revues:
            self._revues[niveau] = read_revue(
                self.donnees, self.need_store(), self.acteur, niveau, self.jour
            )
        return self._revues[niveau]

    def need_store(self) -> Store:
        """The follow-up, or a sentence that says why there is none."""
        if self.store is None:
            raise DiapoImpossible(self.unreadable)
        return self.store

    def photo(self, cle: str) -> Photo:
        """A picture by its key."""
        lue = self.photos.get(cle) or self.need_store().photos.read(cle)
        if lue is None:
            raise DiapoImpossible("Cette image n’est pas dans la base : choisissez-la de nouveau.")
        return lue

    def reads_partly(self, territoire: str = "") -> bool:
        """Whether drafts may be there that this reader can't read (see `Store.reads_partly`)."""
        return self.need_store().reads_partly(self.acteur, territoire)

    def name_engagement(self, ligne: Mapping[str, Any], ici: str = "") -> str:
        """« E1 – Exercice coordonné », and the place of the row when it isn't `ici`."""
        cle = str(ligne["engagement"])
        mots = " – ".join(mot for mot in (cle, self.engagements.get(cle, "")) if mot)
        return mots + self.elsewhere(ligne, ici) if ici else mots

    def name_place(self, ligne: Mapping[str, Any], colonne: str = "territoire") -> str:
        """The name of the territory of a row, its id where no file names it."""
        cle = str(ligne[colonne] or ligne["territoire"])
        return self.territoires.get(cle, cle)

    def name_lies(self, lie: str) -> str:
        """What something is about, each by its title: the number of an action says nothing; that of
        a proposal does, alone when there are many."""
        cles = split_liste(lie)
        connus = self.engagements | (self.propositions if len(cles) <= CITES else {})
        noms = {cle: f"{cle} – {nom}" for cle, nom in connus.items()}
        numeros, tue = [*filter(str.isdecimal, cles)], self.acteur.reads_public_only
        noms |= {n: "action non publiée" if tue else f"action n°\u00a0{n}" for n in numeros}
        if self.store is not None and numeros:
            plan = self.store.actions.list(self.acteur, id=[*map(int, numeros)])
            noms |= {str(a["id"]): f"«\u00a0{a['intitule']}\u00a0»" for a in list_records(plan)}
        return " ; ".join(noms.get(cle, cle) for cle in cles)

    def elsewhere(self, ligne: Mapping[str, Any], ici: str) -> str:
        """« – Le Havre (CTS) », the territory of a row that is of another than `ici`."""
        lieu = ligne.get("territoire", "")
        return f" – {self.territoires.get(lieu, lieu)}" if lieu and lieu != ici else ""

    @property
    def unreadable(self) -> str:
        """Why the follow-up is away, as a sentence."""
        return self.panne or "Le suivi ne peut pas être lu."

    def absence(self, quoi: str, territoire: str = "") -> str:
        """« Aucune action n'est publiée. » to a reader, « … saisie. » to who reads drafts."""
        return tell_absence(quoi, self.reads_partly(territoire))

    def choose(self, parametres: Mapping[str, Any], nom: str, *, requis: bool = True) -> str:
        """The id that the setting `nom` of `CHOIX` names, "" when it is empty and may be."""
        fichier, quoi = CHOIX[nom]
        valeur = str(parametres.get(nom) or "")
        if nom == "territoire":
            valeur = joined_territoires(self.donnees).get(valeur, valeur)
        if not valeur and not requis:
            return ""
        return self.require(soft_table(self.donnees, fichier)["id"], valeur, quoi)

    def require(self, noms: Iterable[str], valeur: str, quoi: str) -> str:
        """The value, if it is one of the names; else a sentence."""
        if valeur not in set(noms):
            raise DiapoImpossible(
                f"{quoi} « {valeur} » n’existe pas ou n’existe plus dans ces données."
                if valeur
                else f"{quoi} n’est pas choisi : réglez cette diapositive."
            )
        return valeur

    def sources(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Sources in words, once each; none when the file is away."""
        try:
            return tuple(describe_sources(self.donnees, [cle for cle in ids if cle]))
        except DonneeIndisponible:
            return ()

    def reserves(self, *cibles: tuple[str, str | None]) -> tuple[str, ...]:
        """« R01 – titre : constat conduite » of files (None) and rows, once each."""
        visees = {f if cle is None else f"{f}:{cle}" for f, cle in cibles} | {f for f, _ in cibles}
        return tuple(describe_reserves(self.donnees, reserve_ids(self.donnees, visees)))
