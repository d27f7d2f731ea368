"""What is asked of proposals and workshops and how it is shown, as addresses say it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal, Self, get_args

from concertation.analyse.adresses import (
    Adresse,
    Param,
    Params,
    choix,
    entier,
    plusieurs,
    texte,
)
from concertation.analyse.mots.textes import clean
from concertation.analyse.schema import optional_facettes
from concertation.analyse.selection.options import (
    FACETTES_ATELIERS,
    facettes_of,
    facettes_of_ateliers,
)
from concertation.donnees import Donnees

Tri = Literal["livret", "pertinence", "theme", "alphabetique"]
Vue = Literal["cartes", "tableau"]
TRIS: tuple[Tri, ...] = get_args(Tri)
VUES: tuple[Vue, ...] = get_args(Vue)


def _ids(table: str, donnees: Donnees) -> list[str]:
    return donnees.table(table)["id"].tolist()


@dataclass(frozen=True)
class FiltrePropositions(Adresse):
    """A question: words, and values of facets (any of the values, in each of the facets)."""

    recherche: str = texte("Recherche", nom="q")
    facettes: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __post_init__(self) -> None:
        # One question has one writing: equal filters are equal, whatever the order of the clicks.
        choix: dict[str, set[str]] = {}
        for nom, valeurs in self.facettes:
            choix.setdefault(nom, set()).update(valeurs)
        rangees = tuple((nom, tuple(sorted(choix[nom]))) for nom in sorted(choix) if choix[nom])
        object.__setattr__(self, "facettes", rangees)
        object.__setattr__(self, "recherche", clean(self.recherche))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked."""
        return not self.facettes and not self.recherche.strip()

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
        facettes = facettes_of(source)
        for facette in facettes:
            param = Param(facette.libelle, "choix", facette.options, plusieurs=True)
            valeurs, inconnues = param.read(params.get(facette.nom, ()))
            lus.append((facette.nom, valeurs or ()))
            ignores += inconnues
        connues = {facette.nom for facette in facettes}
        for nom in optional_facettes("propositions"):
            if nom not in connues and any(params.get(nom, ())):
                ignores.append(f"Ces données ne disent rien de « {nom} » : ce filtre est ignoré.")
        return replace(etat, facettes=tuple(lus)), tuple(ignores)

    def to_params(self) -> dict[str, list[str]]:
        """The question as parameters of an address."""
        return super().to_params() | {nom: list(valeurs) for nom, valeurs in self.facettes}


@dataclass(frozen=True)
class AffichagePropositions(Adresse):
    """How an answer is shown: order, cards or table, page, and the open sheet (an id)."""

    tri: Tri = choix("Tri", TRIS, TRIS[0])
    vue: Vue = choix("Affichage", VUES, VUES[0])
    page: int = entier("Page", 1)
    fiche: str = choix("Fiche", partial(_ids, "propositions"))


def _territoires(nom: str, donnees: Donnees) -> Mapping[str, str]:
    facettes = facettes_of_ateliers(donnees.table("ateliers"))
    return next(facette.options for facette in facettes if facette.nom == nom)


@dataclass(frozen=True)
class FiltreAteliers(Adresse):
    """Workshops asked for: codes of départements and arrondissements, names of CTS, open sheet."""

    departement: tuple[str, ...] = plusieurs("Département", partial(_territoires, "departement"))
    cts: tuple[str, ...] = plusieurs("CTS", partial(_territoires, "cts"))
    arrondissement: tuple[str, ...] = plusieurs(
        "Arrondissement", partial(_territoires, "arrondissement")
    )
    fiche: str = choix("Fiche", partial(_ids, "ateliers"))

    def __post_init__(self) -> None:
        for nom in FACETTES_ATELIERS:
            object.__setattr__(self, nom, tuple(sorted(set(getattr(self, nom)))))

    @property
    def is_empty(self) -> bool:
        """Whether every workshop is asked for."""
        return not any(getattr(self, nom) for nom in FACETTES_ATELIERS)

    @property
    def facettes(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Chosen values by facet, those that filter only."""
        return tuple((nom, self.values(nom)) for nom in FACETTES_ATELIERS if self.values(nom))

    def values(self, nom: str) -> tuple[str, ...]:
        """Chosen values of a facet."""
        choisies: tuple[str, ...] = getattr(self, nom)
        return choisies

    def with_facette(self, nom: str, valeurs: Iterable[str]) -> Self:
        """The same question with these values of a facet."""
        choix = {cle: self.values(cle) for cle in FACETTES_ATELIERS} | {nom: tuple(valeurs)}
        return type(self)(**choix, fiche=self.fiche)

    def without(self, nom: str, valeur: str | None = None) -> Self:
        """The question without one value of a facet, or without the facet."""
        return self.with_facette(
            nom, (v for v in self.values(nom) if valeur is not None and v != valeur)
        )
