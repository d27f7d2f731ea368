"""What a story is made of: plain texts, figures, tables and charts, without any form."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, is_dataclass, replace
from functools import cached_property
from typing import Any, Literal, TypeVar, cast, get_args

from concertation.analyse.mots.formats import is_empty
from concertation.analyse.mots.typographie import typeset
from concertation.graphiques.dessin import Dessin
from concertation.suivi.socle.textes import clean_text

Style = Literal["normal", "fort", "citation", "discret"]
# A column of a table: its name, its share of the width, what a row says in it.
Colonne = tuple[str, int, Callable[[Any], str]]


Lu = TypeVar("Lu")


def typeset_all(valeur: Lu) -> Lu:
    """A text, several, or a record of texts, typeset; blocks already are."""
    dit: Any = valeur
    if isinstance(valeur, str):
        dit = typeset(valeur)
    elif isinstance(valeur, tuple | list):
        dit = type(valeur)(map(typeset_all, valeur))
    elif is_dataclass(valeur) and not isinstance(valeur, type | Typeset | Graphique):
        dit = replace(valeur, **{nom: typeset_all(lu) for nom, lu in vars(valeur).items()})
    return cast(Lu, dit)


class Typeset:
    """What is told has French typography from the start, the same in every form."""

    def __post_init__(self) -> None:
        for nom, valeur in list(vars(self).items()):
            object.__setattr__(self, nom, typeset_all(valeur))


@dataclass(frozen=True)
class Texte(Typeset):
    """Paragraphs; `riche` when their marks of `riche.py` are looks."""

    paragraphes: tuple[str, ...]
    style: Style = "normal"
    riche: bool = False


@dataclass(frozen=True)
class Puce(Typeset):
    """An item of a list: what marks it (« 3 », « ACC-L-03 », ""), its text, its sub-points.

    `fort` are its first words, which stand out; `texte` goes on from them. `riche` as in a `Texte`.
    """

    texte: str
    marque: str = ""
    sous: tuple[str, ...] = ()
    fort: str = ""
    riche: bool = False

    @property
    def dit(self) -> str:
        """All its words."""
        return self.fort + self.texte


@dataclass(frozen=True)
class Liste(Typeset):
    """Items in order; `titre` stands above them, "" for none."""

    puces: tuple[Puce, ...]
    titre: str = ""


@dataclass(frozen=True)
class Chiffre(Typeset):
    """A key figure: its value in words with its qualifier, what it counts, its reservation."""

    valeur: str
    libelle: str
    note: str = ""


@dataclass(frozen=True)
class Chiffres(Typeset):
    """Key figures, shown as a grid."""

    chiffres: tuple[Chiffre, ...]


@dataclass(frozen=True)
class Tableau(Typeset):
    """A table; `largeurs` are shares out of 100.

    `accent`: the first line of the first column is what the row is about.
    `teintes` holds (row, column, code of METEO): such a cell has that météo's sign before its words
    and its tint for ground. Colour is never alone.
    """

    colonnes: tuple[str, ...]
    lignes: tuple[tuple[str, ...], ...]
    largeurs: tuple[int, ...] = ()
    teintes: tuple[tuple[int, int, str], ...] = ()
    titre: str = ""
    accent: bool = False

    @property
    def blocs(self) -> tuple["Bloc", ...]:
        """Itself as the blocks of a section; none when it has no row."""
        return (self,) if self.lignes else ()


def tabulate(
    lignes: Iterable[Any],
    *colonnes: Colonne,
    meteo: int | None = None,
    titre: str = "",
    accent: bool = False,
) -> Tableau:
    """The table of these rows; `meteo` is the rank of the column that has the sign of theirs."""
    dites = list(lignes)
    return Tableau(
        tuple(nom for nom, _largeur, _tell in colonnes),
        tuple(tuple(clean_text(tell(ligne)) for _, _, tell in colonnes) for ligne in dites),
        tuple(largeur for _nom, largeur, _tell in colonnes),
        () if meteo is None
        else tuple((rang, meteo, str(ligne["meteo"])) for rang, ligne in enumerate(dites)),
        titre,
        accent,
    )  # fmt: skip


@dataclass(frozen=True)
class Graphique:
    """A chart `largeur` pixels large: a form makes it as large as its frame holds, all of it in
    proportion. What can't be drawn is told by its text alternative."""

    dessin: Dessin
    largeur: int

    @property
    def hauteur(self) -> int:
        """Pixels."""
        return self.dessin.hauteur

    @property
    def alt(self) -> str:
        """The text alternative."""
        return typeset(self.dessin.alt)

    @cached_property
    def table(self) -> Tableau:
        """What is drawn, as rows of words."""
        frame = self.dessin.table()
        return Tableau(
            tuple(str(nom) for nom in frame.columns),
            tuple(
                tuple("" if is_empty(v) else str(v) for v in ligne)
                for ligne in frame.itertuples(index=False)
            ),
        )


Bloc = Texte | Liste | Chiffres | Tableau | Graphique
BLOCS: dict[str, type] = {classe.__name__.lower(): classe for classe in get_args(Bloc)}

NON_RENSEIGNE = "Non renseigné."


@dataclass(frozen=True)
class Section(Typeset):
    """A part of a story under a title: blocks, or `vide` when there are none.

    `niveau` is 1, or 2 inside the section before; `discret` for what is written small; on paper an
    `annexe` begins a page.
    """

    titre: str
    blocs: tuple[Bloc, ...] = ()
    vide: str = NON_RENSEIGNE
    niveau: int = 1
    discret: bool = False
    annexe: bool = False


def list_section(titre: str, puces: Iterable[Puce], vide: str = NON_RENSEIGNE) -> Section:
    """A section of one list; without items it says so."""
    toutes = tuple(puces)
    return Section(titre, (Liste(toutes),) if toutes else (), vide)


def count_lines(bloc: Bloc) -> int:
    """How many items or rows."""
    return len(bloc.puces) if isinstance(bloc, Liste) else len(getattr(bloc, "lignes", ()))


def cut_section(section: Section, nombre: int, reste: str = "") -> Section:
    """The section whose lists and tables hold `nombre` lines at most.

    « … et 3 autres dates » stands for what is left out, in the words of `reste` if any.
    """

    def cut(bloc: Bloc) -> Bloc:
        if count_lines(bloc) <= nombre:
            return bloc
        mots = f"… et {count_lines(bloc) - nombre} {reste}"
        if isinstance(bloc, Liste):
            return replace(bloc, puces=bloc.puces[:nombre] + ((Puce(mots),) if reste else ()))
        if isinstance(bloc, Tableau):
            fin = (mots, *("" for _ in bloc.colonnes[1:]))
            return replace(bloc, lignes=bloc.lignes[:nombre] + ((fin,) if reste else ()))
        return bloc

    return replace(section, blocs=tuple(cut(bloc) for bloc in section.blocs))
