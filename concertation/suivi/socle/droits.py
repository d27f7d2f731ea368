"""Who may do what, where. The store asks here before each write and each reading."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, cast

from concertation.declarations.personne import PROFIL
from concertation.suivi.socle.errors import DroitRefuse, SaisieInvalide
from concertation.suivi.socle.references import References
from concertation.suivi.socle.textes import clean_name

Role = Literal["lecteur", "comite", "direction", "administrateur"]
Verbe = Literal["lire", "lire_brouillon", "ecrire", "valider", "publier", "administrer"]

ROLES = cast("Mapping[Role, str]", PROFIL)

Ou = Literal["", "chez_soi", "chez_soi_et_sans_lieu", "partout"]
OU: Mapping[Ou, str] = {
    "": "–",
    "chez_soi": "ses territoires, et ceux qu’ils contiennent",
    "chez_soi_et_sans_lieu": "ses territoires, ceux qu’ils contiennent, et ce qui n’en a aucun",
    "partout": "partout",
}


@dataclass(frozen=True)
class Droit:
    """A line of the matrix: what is done, to what is in which state, and where each role may."""

    mots: str
    etat: str
    ou: Mapping[Role, Ou]


_DIRECTION: Mapping[Role, Ou] = {"direction": "partout", "administrateur": "partout"}
# The one table of rights: `can` reads it, the help shows it, a test walks it whole.
MATRICE: Mapping[Verbe, Droit] = {
    "lire": Droit(
        "lire, sans les noms", "publié", {"lecteur": "partout", "comite": "partout", **_DIRECTION}
    ),
    "lire_brouillon": Droit(
        "lire les brouillons, les noms et le journal", "brouillon",
        {"comite": "chez_soi_et_sans_lieu", **_DIRECTION},
    ),
    "ecrire": Droit("enregistrer une saisie", "ouvert", {"comite": "chez_soi", **_DIRECTION}),
    "valider": Droit("modifier ce qui est clos", "clos", _DIRECTION),
    "publier": Droit("publier", "brouillon ou publié", _DIRECTION),
    "administrer": Droit(
        "administrer la base de suivi", "toute la base", {"administrateur": "partout"}
    ),
}  # fmt: skip


def roles_that_may(verbe: Verbe, ou: Ou = "partout") -> frozenset[str]:
    """The roles that may do this there."""
    return frozenset(role for role, ici in MATRICE[verbe].ou.items() if ici == ou)


@dataclass(frozen=True)
class Acces:
    """By what somebody signed in: their row in `personne`, and what names this sign-in."""

    personne: int
    cle: str = ""


@dataclass(frozen=True)
class Acteur:
    """The person who acts. `territoires`: ids that a committee writes for, children included."""

    nom: str
    role: Role
    territoires: frozenset[str] = frozenset()
    identite: str = field(default="", compare=False)
    """What tells apart two people of one name: the window in which the name was typed, or who
    signed in. The journal keeps it; nothing shows it."""
    acces: Acces | None = field(default=None, compare=False, repr=False)
    """None for who did not sign in; each write asks again whether it still holds."""

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            raise SaisieInvalide("role", f"Le rôle «\u00a0{self.role}\u00a0» n’existe pas.")
        object.__setattr__(self, "nom", clean_name(self.nom))
        if not self.reads_public_only and not self.nom:
            raise SaisieInvalide("nom", "Indiquez votre nom.")
        object.__setattr__(self, "territoires", frozenset(self.territoires))

    @property
    def reads_public_only(self) -> bool:
        """Reads what is published, nobody's name, and writes nothing: the public edition."""
        return not any(self.where(verbe) for verbe in MATRICE if verbe != "lire")

    @property
    def has_own_territoires(self) -> bool:
        """Whether the role's rights are those of territories of its own."""
        return self.where("ecrire") == "chez_soi"

    def where(self, verbe: Verbe) -> Ou:
        """Where the matrix lets the role do this."""
        if verbe not in MATRICE:
            raise ValueError(f"unknown verb: {verbe}")
        return MATRICE[verbe].ou.get(self.role, "")


def can(
    acteur: Acteur, verbe: Verbe, territoire: str, references: References | None = None
) -> bool:
    """Whether the person may do this there.

    `territoire` is "" for what belongs to no territory (a national transmission): every committee
    reads its drafts, only the direction writes it. Without `references` no territory has children.
    """
    ou = acteur.where(verbe)
    if ou in ("", "partout"):
        return ou == "partout"
    if not territoire:
        return ou == "chez_soi_et_sans_lieu"
    arbre = references or References()
    return any(arbre.contains(propre, territoire) for propre in acteur.territoires)


def refusal(acteur: Acteur, verbe: Verbe, territoire: str, objet: str = "") -> DroitRefuse:
    """What is said to who may not."""
    lieu = f" pour le territoire {territoire}" if territoire else ""
    profil = ROLES[acteur.role].lower()
    phrase = f"Votre profil ({profil}) ne permet pas de {MATRICE[verbe].mots}{lieu}."
    return DroitRefuse(phrase, acteur, verbe, territoire, objet)


def readable_drafts(acteur: Acteur, references: References) -> frozenset[str] | None:
    """Territories whose drafts the person reads, "" included; None for all of them."""
    ou = acteur.where("lire_brouillon")
    if ou == "partout":
        return None
    return references.descendants(acteur.territoires) | {""} if ou else frozenset()
