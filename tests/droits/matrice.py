"""What each profile may do where, written by hand, and the table that a walk makes of it."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from concertation.suivi import Acteur, References
from concertation.suivi.socle.droits import MATRICE, OU, ROLES

FICHIER = Path(__file__).parents[2] / "docs" / "droits.md"
# A region, two départements in it, one territory inside the first; "" is what has none.
REFERENCES = References(
    parents={"R": "", "D1": "R", "D2": "R", "C1": "D1"},
    engagements=frozenset({"E1"}),
    portees={f"P{n}": "locale" for n in range(1, 10)} | {"N1": "nationale"},
)
LIEUX = ("R", "D1", "C1", "D2", "")
PARTOUT = frozenset(LIEUX)


def _comite(nom: str, *lieux: str) -> Acteur:
    return Acteur(nom, "comite", frozenset(lieux))


PROFILS = {
    "lecteur": Acteur("", "lecteur"),
    "comité de D1": _comite("Anne", "D1"),
    "comité de C1, dans D1": _comite("Chloé", "C1"),
    "comité de D2": _comite("Marc", "D2"),
    "comité de la région": _comite("Régis", "R"),
    "comité de C1 et D2": _comite("Paule", "C1", "D2"),
    "comité sans territoire": _comite("Sans"),
    "comité d’un territoire inconnu": _comite("Inès", "X"),
    "direction": Acteur("Denise", "direction"),
    "administrateur": Acteur("Alix", "administrateur"),
}
_ECRIVENT = {
    "comité de D1": {"D1", "C1"},
    "comité de C1, dans D1": {"C1"},
    "comité de D2": {"D2"},
    "comité de la région": {"R", "D1", "C1", "D2"},
    "comité de C1 et D2": {"C1", "D2"},
    "direction": PARTOUT,
    "administrateur": PARTOUT,
}
_DIRIGENT = {"direction": PARTOUT, "administrateur": PARTOUT}
# Written by hand, verb by verb, and never asked of the code: what it must answer.
ATTENDU = {
    "lire": dict.fromkeys(PROFILS, PARTOUT),
    "lire_brouillon": {
        nom: {*_ECRIVENT.get(nom, ()), ""} for nom in PROFILS if nom != "lecteur"
    },
    "ecrire": _ECRIVENT,
    "valider": _DIRIGENT,
    "publier": _DIRIGENT,
    "administrer": {"administrateur": PARTOUT},
}  # fmt: skip


def expects(profil: str, lieu: str, *verbes: str) -> bool:
    """Whether this profile may do all of this there."""
    return all(lieu in ATTENDU[verbe].get(profil, ()) for verbe in verbes)


class Bilan:
    """The cells of a walk: what was tried, whether it was allowed, whether it should have been."""

    def __init__(self) -> None:
        self.comptes: Counter[tuple[str, bool]] = Counter()
        self.fausses: list[str] = []

    def note(self, geste: str, permis: bool, voulu: bool, cellule: str) -> None:
        self.comptes[geste, permis] += 1
        if permis != voulu:
            self.fausses.append(f"{geste}: {cellule}: {'allowed' if permis else 'refused'}")

    def lines(self) -> Iterable[str]:
        """A table, a line for each thing tried, and its total."""
        gestes = dict.fromkeys(geste for geste, _ in self.comptes)
        yield "| tried | cells | allowed | refused |"
        yield "|---|---:|---:|---:|"
        for geste in gestes:
            oui, non = self.comptes[geste, True], self.comptes[geste, False]
            yield f"| {geste} | {oui + non:,} | {oui:,} | {non:,} |"
        total = sum(self.comptes.values())
        yield f"\n**{total:,} cells, {len(self.fausses)} wrong.**"


def check(section: str, lignes: Iterable[str], ici: bool = True) -> None:
    """The section of `docs/droits.md` is what this run made; else it is written anew, and the
    test fails, for somebody to look at what changed. `ici`: False where only a release looks, since
    each button that a screen gains is one cell more."""
    if not ici:
        return
    debut, fin = f"<!-- {section} -->\n", f"<!-- end of {section} -->\n"
    texte = FICHIER.read_text("utf-8")
    avant, _, suite = texte.partition(debut)
    _, _, apres = suite.partition(fin)
    neuf = f"{avant}{debut}{chr(10).join(lignes)}\n{fin}{apres}"
    if neuf != texte:
        FICHIER.write_text(neuf, "utf-8")
    assert neuf == texte, f"docs/droits.md was out of date ({section}): it is written anew"


def tell_matrix() -> Iterable[str]:
    """The matrix as the code holds it."""
    yield f"| verb | to what is | {' | '.join(ROLES.values())} |"
    yield "|---|---|" + "---|" * len(ROLES)
    for verbe, droit in MATRICE.items():
        lieux = " | ".join(OU[droit.ou.get(role, "")] for role in ROLES)
        yield f"| `{verbe}`\u00a0: {droit.mots} | {droit.etat} | {lieux} |"
