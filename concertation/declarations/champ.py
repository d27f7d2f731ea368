"""A field that people fill in, and the kinds of rows that have fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, get_args

from concertation.declarations.codes import CodeListe

Genre = Literal[
    "texte", "long", "choix", "date", "nombre", "montant", "engagement", "composante",
    "territoire", "territoires", "proposition_locale", "proposition_nationale", "propositions",
    "action", "identifiant", "json", "pages",
]  # fmt: skip
Vue = Literal["formulaire", "tableau", "classeur", "journal", "releve", "fiche", "demo"]
VUES: tuple[Vue, ...] = get_args(Vue)
"""Where a field shows: its form, the table edited in place, the workbook out and in, the journal,
the minutes of a session, the documents on A4, the fictional follow-up."""


@dataclass(frozen=True)
class Champ:
    """A field: its column, its name on screen, what it admits, where it shows."""

    nom: str
    libelle: str
    genre: Genre = "texte"
    requis: bool = False
    liste: CodeListe | None = None
    court: str = ""
    """Its name at the top of a column; `libelle` when it is empty."""
    aide: str = ""
    """What the form adds to the name, in brackets."""
    exemple: str = ""
    pleine: bool = False
    """It takes a row of its own in a form, as long texts do."""
    hauteur: int = 80
    """Pixels of a long text in a form."""
    personne: bool = False
    """It is personal, it names people: who only reads what is published gets `tu` in its place."""
    tu: str = ""
    finalite: str = ""
    """Why the names that it holds are kept."""
    aussi: tuple[str, ...] = ()
    """Words by which people's own files call it, offered when such a file is read."""
    largeur: int = 0
    """Pixels in the table edited in place; 0 leaves it to the table."""
    sauf: tuple[Vue, ...] = ()
    """Where the field does not show."""

    @property
    def question(self) -> str:
        """Its name in a form, with what people must know to answer."""
        suite = ", ".join(mot for mot in (self.aide, "obligatoire" if self.requis else "") if mot)
        return f"{self.libelle} ({suite})" if suite else self.libelle

    @property
    def entete(self) -> str:
        """Its name at the top of a column."""
        return self.court or self.libelle

    @property
    def vide(self) -> Any:
        """What a new row holds until somebody says more."""
        if self.genre == "propositions":
            return ()
        if self.genre in ("date", "nombre", "montant", "identifiant", "json", "pages"):
            return None
        return self.liste.depart if self.liste else ""

    def imagine(self, n: int) -> Any:
        """A fictional value, for the nth row of the training database."""
        if self.liste is not None:
            return self.liste.saisies[n % len(self.liste.saisies)]
        if self.genre in ("texte", "long"):
            return f"{self.libelle}\u00a0: exemple fictif n°\u00a0{n % 9 + 1}" if n % 3 else ""
        return n % 50 if self.genre == "nombre" else self.vide


@dataclass(frozen=True)
class Objet:
    """A kind of row: its table, its word, its fields, what it hangs on."""

    nom: str
    mot: str
    champs: tuple[Champ, ...]
    parents: tuple[Objet, ...] = ()
    """What it hangs on, nearest first; the last one holds the territory."""
    figes: tuple[str, ...] = ()
    """Fields that a change may not touch: they say which row it is."""
    ajout_seul: bool = False
    """Rows are only ever added; the others have a version, and hide instead of going away."""
    publiable: bool = True
    reservee: bool = False
    """Read and written by who administers alone, in the journal too."""
    vues: tuple[Vue, ...] = VUES
    """Where rows of this kind show at all."""

    @cached_property
    def par_nom(self) -> dict[str, Champ]:
        """Each field by its column."""
        return {champ.nom: champ for champ in self.champs}

    def showing(self, vue: Vue, sauf: Sequence[str] = ()) -> tuple[Champ, ...]:
        """The fields of a view, but for those that the caller lays out itself."""
        return tuple(
            c for c in self.champs if vue in self.vues and vue not in c.sauf and c.nom not in sauf
        )

    def without_names(self, ligne: Mapping[str, Any]) -> dict[str, Any]:
        """What of a row everybody may read: its fields, but for those that name people."""
        return {c.nom: ligne.get(c.nom) for c in self.champs if not c.personne}

    def imagine(self, n: int, sauf: Sequence[str] = ()) -> dict[str, Any]:
        """Fictional values of the nth row, but for the fields that the caller tells itself."""
        return {champ.nom: champ.imagine(n) for champ in self.showing("demo", sauf)}
