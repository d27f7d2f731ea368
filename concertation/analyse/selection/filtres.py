"""What is asked of a screen and how it is shown, read from an address and written to it.

Reading forgives: an unknown value is left out and said in French. Writing is silent about
defaults, so that the address of a screen says only what was chosen.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Self, TypeVar, get_args

from concertation.analyse.mots.textes import clean, fold
from concertation.analyse.schema import optional_facettes
from concertation.analyse.selection.facettes import Facette
from concertation.analyse.selection.options import (
    FACETTES_ATELIERS,
    facettes_of,
    facettes_of_ateliers,
)
from concertation.donnees import Donnees

Params = Mapping[str, Sequence[str]]
Choix = TypeVar("Choix", bound=str)
Tri = Literal["livret", "pertinence", "theme", "alphabetique"]
Vue = Literal["cartes", "tableau"]
TRIS: tuple[Tri, ...] = get_args(Tri)
VUES: tuple[Vue, ...] = get_args(Vue)
# A larger number can't be a page, and would be slow to read.
PAGE_CHIFFRES = 6
OPTIONS_CITEES = 12
CITATION_MAXIMUM = 60


@dataclass(frozen=True)
class FiltrePropositions:
    """A question: words, and values of facets (any of the values, in each of the facets)."""

    recherche: str = ""
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
    def from_params(cls, params: Params, donnees: Donnees) -> tuple[Self, tuple[str, ...]]:
        """The question of an address, and French sentences about what was left out of it."""
        choix, ignores = [], []
        facettes = facettes_of(donnees)
        for facette in facettes:
            gardees, phrases = _read_values(facette, _all(params, facette.nom))
            choix.append((facette.nom, gardees))
            ignores += phrases
        connues = {facette.nom for facette in facettes}
        for nom in optional_facettes("propositions"):
            if nom not in connues and any(_all(params, nom)):
                ignores.append(f"Ces données ne disent rien de « {nom} » : ce filtre est ignoré.")
        return cls(_first(params, "q"), tuple(choix)), tuple(ignores)

    def to_params(self) -> dict[str, list[str]]:
        """The question as parameters of an address."""
        params = {"q": [self.recherche]} if self.recherche else {}
        return params | {nom: list(valeurs) for nom, valeurs in self.facettes}


@dataclass(frozen=True)
class AffichagePropositions:
    """How an answer is shown: order, cards or table, page, and the open sheet (an id)."""

    tri: Tri = "livret"
    vue: Vue = "cartes"
    page: int = 1
    fiche: str = ""

    @classmethod
    def from_params(cls, params: Params, donnees: Donnees) -> tuple[Self, tuple[str, ...]]:
        """The display of an address, and French sentences about what was left out of it."""
        ignores: list[str] = []
        tri = _read_choice(_first(params, "tri"), TRIS, "Tri", ignores)
        vue = _read_choice(_first(params, "vue"), VUES, "Affichage", ignores)
        page = _read_page(_first(params, "page"), ignores)
        ids = donnees.table("propositions")["id"].tolist()
        fiche = _read_id(_first(params, "fiche"), ids, "proposition", ignores)
        return cls(tri, vue, page, fiche), tuple(ignores)

    def to_params(self) -> dict[str, list[str]]:
        """The display as parameters of an address."""
        return _changed(self, ("tri", "vue", "page", "fiche"))


@dataclass(frozen=True)
class FiltreAteliers:
    """Workshops asked for: codes of départements and arrondissements, names of CTS, open sheet."""

    departement: tuple[str, ...] = ()
    cts: tuple[str, ...] = ()
    arrondissement: tuple[str, ...] = ()
    fiche: str = ""

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

    @classmethod
    def from_params(cls, params: Params, donnees: Donnees) -> tuple[Self, tuple[str, ...]]:
        """The question of an address, and French sentences about what was left out of it."""
        ignores: list[str] = []
        choix = {}
        ateliers = donnees.table("ateliers")
        for facette in facettes_of_ateliers(ateliers):
            choix[facette.nom], phrases = _read_values(facette, _all(params, facette.nom))
            ignores += phrases
        fiche = _read_id(_first(params, "fiche"), ateliers["id"].tolist(), "atelier", ignores)
        return cls(**choix, fiche=fiche), tuple(ignores)

    def to_params(self) -> dict[str, list[str]]:
        """The question as parameters of an address."""
        return {nom: list(valeurs) for nom, valeurs in self.facettes} | _changed(self, ("fiche",))


def explain_unknown(facette: Facette, ecrit: str) -> str:
    """« Thème « x » inconnu. Valeurs possibles : acces (Accès aux soins), … »"""
    options = [
        valeur if fold(valeur) == fold(libelle) else f"{valeur} ({libelle})"
        for valeur, libelle in facette.options.items()
    ]
    suite = ", …" if len(options) > OPTIONS_CITEES else ""
    possibles = ", ".join(options[:OPTIONS_CITEES]) + suite if options else "aucune"
    return f"{facette.libelle} {_quote(ecrit)} : valeur inconnue. Valeurs possibles : {possibles}."


def _read_values(facette: Facette, ecrits: Iterable[str]) -> tuple[tuple[str, ...], list[str]]:
    gardees, ignores = [], []
    for ecrit in ecrits:
        valeur = facette.resolve(ecrit)
        if valeur is not None:
            gardees.append(valeur)
        elif ecrit.strip():
            ignores.append(explain_unknown(facette, ecrit))
    return tuple(gardees), ignores


def _read_choice(ecrit: str, choix: tuple[Choix, ...], nom: str, ignores: list[str]) -> Choix:
    for possible in choix:
        if ecrit == possible:
            return possible
    if ecrit:
        ignores.append(
            f"{nom} {_quote(ecrit)} : valeur inconnue. Valeurs possibles : {', '.join(choix)}."
        )
    return choix[0]


def _read_page(ecrit: str, ignores: list[str]) -> int:
    if ecrit.isascii() and ecrit.isdigit() and len(ecrit) <= PAGE_CHIFFRES and int(ecrit) >= 1:
        return int(ecrit)
    if ecrit:
        ignores.append(
            f"Page {_quote(ecrit)} : ce n'est pas un numéro de page ; la première est affichée."
        )
    return 1


def _read_id(ecrit: str, ids: Sequence[str], nom: str, ignores: list[str]) -> str:
    if not ecrit or ecrit in ids:
        return ecrit
    for identifiant in ids:
        if identifiant.casefold() == ecrit.strip().casefold():
            return identifiant
    exemple = f" (exemple : {ids[0]})" if ids else ""
    ignores.append(f"Aucune fiche ({nom}) ne porte l'identifiant {_quote(ecrit)}{exemple}.")
    return ""


def _all(params: Params, nom: str) -> list[str]:
    """Every value of a parameter, without lone surrogates; a bare text counts as one value."""
    valeurs = params.get(nom, ())
    return [clean(str(v)) for v in ([valeurs] if isinstance(valeurs, str) else valeurs)]


def _first(params: Params, nom: str) -> str:
    valeurs = _all(params, nom)
    return valeurs[0] if valeurs else ""


def _changed(affichage: object, noms: Iterable[str]) -> dict[str, list[str]]:
    """What differs from the defaults, as parameters."""
    return {
        nom: [str(getattr(affichage, nom))]
        for nom in noms
        if getattr(affichage, nom) != getattr(type(affichage), nom)
    }


def _quote(ecrit: str) -> str:
    texte = " ".join(ecrit.split())
    if len(texte) > CITATION_MAXIMUM:
        texte = texte[: CITATION_MAXIMUM - 1] + "…"
    return f"« {texte} »"
