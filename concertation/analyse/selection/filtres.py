"""What is asked of proposals and workshops and how it is shown, as addresses say it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Self

from concertation.analyse.adresses import Adresse, Param, Params, choix, entier, texte
from concertation.analyse.mots.textes import clean
from concertation.analyse.selection.facettes import (
    Facette,
    facettes_of,
    facettes_of_ateliers,
    optional_facettes,
)
from concertation.donnees import Donnees

TRIS = ("livret", "pertinence", "theme", "alphabetique")
VUES = ("cartes", "tableau")


def _ids(table: str, donnees: Donnees) -> list[str]:
    return donnees.table(table)["id"].tolist()


@dataclass(frozen=True)
class Filtre(Adresse):
    """A question: values of facets (any of the values, in each of the facets)."""

    facettes: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __post_init__(self) -> None:
        # One question has one writing: equal filters are equal, whatever the order of the clicks.
        choix: dict[str, set[str]] = {}
        for nom, valeurs in self.facettes:
            choix.setdefault(nom, set()).update(valeurs)
        rangees = tuple((nom, tuple(sorted(choix[nom]))) for nom in sorted(choix) if choix[nom])
        object.__setattr__(self, "facettes", rangees)

    @classmethod
    def list_facettes(cls, source: Any) -> list[Facette]:
        """What these data can be filtered by."""
        raise NotImplementedError

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked."""
        return not self.facettes

    def values(self, nom: str) -> tuple[str, ...]:
        """Chosen values of a facet; empty when it doesn't filter."""
        return dict(self.facettes).get(nom, ())

    def with_facette(self, nom: str, valeurs: Iterable[str]) -> Self:
        """The same question with these values of a facet; none of them removes it."""
        autres = tuple((cle, choix) for cle, choix in self.facettes if cle != nom)
        return replace(self, facettes=(*autres, (nom, tuple(valeurs))))

    def without(self, nom: str, valeur: str | None = None) -> Self:
        """The question without one value of a facet, or without the facet."""
        gardees = tuple(v for v in self.values(nom) if valeur is not None and v != valeur)
        return self.with_facette(nom, gardees)

    @classmethod
    def from_params(cls, params: Params, source: Any = None) -> tuple[Self, tuple[str, ...]]:
        """The question of an address, and French sentences about what was left out of it."""
        etat, phrases = super().from_params(params, source)
        ignores, lus = list(phrases), []
        for facette in cls.list_facettes(source):
            param = Param(facette.libelle, "choix", facette.options, plusieurs=True)
            valeurs, inconnues = param.read(params.get(facette.nom, ()))
            lus.append((facette.nom, valeurs or ()))
            ignores += inconnues
        return replace(etat, facettes=tuple(lus)), tuple(ignores)

    def to_params(self) -> dict[str, list[str]]:
        """The question as parameters of an address."""
        return super().to_params() | {nom: list(valeurs) for nom, valeurs in self.facettes}


@dataclass(frozen=True)
class FiltrePropositions(Filtre):
    """Proposals asked for: words, and values of facets."""

    recherche: str = texte("Recherche", nom="q")

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "recherche", clean(self.recherche))

    @classmethod
    def list_facettes(cls, source: Any) -> list[Facette]:
        return facettes_of(source)

    @property
    def is_empty(self) -> bool:
        return super().is_empty and not self.recherche.strip()

    @classmethod
    def from_params(cls, params: Params, source: Any = None) -> tuple[Self, tuple[str, ...]]:
        etat, ignores = super().from_params(params, source)
        connues = {facette.nom for facette in facettes_of(source)}
        absentes = (
            f"Ces données ne disent rien de « {nom} » : ce filtre est ignoré."
            for nom in optional_facettes("propositions")
            if nom not in connues and any(params.get(nom, ()))
        )
        return etat, (*ignores, *absentes)


@dataclass(frozen=True)
class AffichagePropositions(Adresse):
    """How an answer is shown: order, cards or table, page, and the open sheet (an id)."""

    tri: str = choix("Tri", TRIS, TRIS[0])
    vue: str = choix("Affichage", VUES, VUES[0])
    page: int = entier("Page", 1)
    fiche: str = choix("Fiche", partial(_ids, "propositions"))


@dataclass(frozen=True)
class FiltreAteliers(Filtre):
    """Workshops asked for, by territory, and the open sheet."""

    fiche: str = choix("Fiche", partial(_ids, "ateliers"))

    @classmethod
    def list_facettes(cls, source: Any) -> list[Facette]:
        return facettes_of_ateliers(source.table("ateliers"))
