"""A list of codes: each with its word, its sign, its icon and its colour, said once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TONS = {"vert": "green", "bleu": "blue", "ambre": "orange", "rouge": "red", "": "gray"}
"""The colours of a code, each with the name that the screens' markup gives it."""
GLYPHES = {
    "circle": "●", "circle-open": "○", "triangle-up": "▲", "triangle-up-open": "△",
    "triangle-down": "▼", "triangle-right": "▶", "x": "✕", "square": "■", "square-open": "□",
    "diamond": "◆", "diamond-open": "◇",
}  # fmt: skip
"""The shapes of a sign, each with the character that draws it among words."""


@dataclass(frozen=True)
class Signe:
    """How a code is drawn; `teinte` is a key of `TONS`, "" a neutral grey."""

    symbole: str = "square-open"
    teinte: str = ""
    motif: str = ""  # hatching of a bar: "" is solid
    plein: bool = True  # False: a bar that is only an outline
    anneau: bool = False  # a thick ring, empty inside

    @property
    def glyphe(self) -> str:
        """The character that draws it among words."""
        return "◎" if self.anneau else GLYPHES[self.symbole]


INCONNU = Signe(plein=False)
"""The sign of a code that this version doesn't know."""


@dataclass(frozen=True)
class Code:
    """One value. `icone` names a Material Symbol; `roles` says what rules it plays a part in."""

    cle: str
    mot: str
    signe: Signe = INCONNU
    icone: str = "label"
    court: str = ""
    """The word where room is scarce; `mot` when it is empty."""
    roles: frozenset[str] = frozenset()
    saisi: bool = True
    """Whether people may still choose it; what was recorded with it is read for ever."""
    proches: tuple[str, ...] = ()
    """Words that people write for it, and that may mean another thing: a file that holds one is
    asked about."""


class CodeListe(Mapping[str, str]):
    """Codes in their order, as a mapping from each code to its word.

    A consultation may bring codes of its own
    (`declarations.take_codes`): whoever holds the list reads them from then on.
    """

    def __init__(self, nom: str, libelle: str, *codes: Code, depart: str = "") -> None:
        self.nom = nom
        self.libelle = libelle
        self.codes = {code.cle: code for code in codes}
        self.declares = codes
        self._depart = depart

    @property
    def depart(self) -> str:
        """The code that a new row begins with, the first one when a consultation has others."""
        if not self._depart or self._depart in self.codes:
            return self._depart
        return self.saisies[0]

    @property
    def roles(self) -> frozenset[str]:
        """The parts that the rules of the application know in this list."""
        return frozenset(role for code in self.declares for role in code.roles)

    def __getitem__(self, cle: str) -> str:
        return self.codes[cle].mot

    def __iter__(self) -> Iterator[str]:
        return iter(self.codes)

    def __len__(self) -> int:
        return len(self.codes)

    def __hash__(self) -> int:
        return id(self)

    @property
    def saisies(self) -> tuple[str, ...]:
        """The codes that people may choose."""
        return tuple(cle for cle, code in self.codes.items() if code.saisi)

    def mot(self, cle: str) -> str:
        """The word of a code, the code itself when this version doesn't know it."""
        return self.codes[cle].mot if cle in self.codes else str(cle)

    def court(self, cle: str) -> str:
        """The short word of a code."""
        return (self.codes[cle].court if cle in self.codes else "") or self.mot(cle)

    def signe(self, cle: str) -> Signe:
        """How a code is drawn."""
        return self.codes[cle].signe if cle in self.codes else INCONNU

    def icone(self, cle: str) -> str:
        """The icon of a code as the screens' markup writes it."""
        return f":material/{self.codes[cle].icone if cle in self.codes else 'help'}:"

    def couleur(self, cle: str) -> str:
        """The colour of a code, named as the screens' markup does."""
        return TONS.get(self.signe(cle).teinte, "gray")

    def which(self, role: str) -> tuple[str, ...]:
        """The codes that play a part: `STATUT.which("fini")`."""
        return tuple(cle for cle, code in self.codes.items() if role in code.roles)

    def take(self, codes: Iterable[Code] = ()) -> None:
        """Hold the codes of a consultation, those that the application declares without any."""
        self.codes = {code.cle: code for code in tuple(codes) or self.declares}


_DECLARED = tomllib.loads(Path(__file__).with_name("codes.toml").read_text(encoding="utf-8"))


def declared_codes(nom: str) -> CodeListe:
    """The list of that name, as `codes.toml` declares it."""

    def read(
        cle: str, mot: str, icone: str, court: str = "", roles: Iterable[str] = (),
        saisi: bool = True, proches: Iterable[str] = (), **signe: Any,
    ) -> Code:  # fmt: skip
        parts = frozenset(roles)
        return Code(cle, mot, Signe(**signe), icone, court, parts, saisi, tuple(proches))

    dite = _DECLARED[nom]
    codes = (read(**code) for code in dite["codes"])
    return CodeListe(nom, dite["libelle"], *codes, depart=dite.get("depart", ""))
