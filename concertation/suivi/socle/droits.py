"""Who may do what, where. The store asks here before each write and each reading."""

from dataclasses import dataclass
from typing import Literal

from concertation.suivi.socle.errors import DroitRefuse, SaisieInvalide
from concertation.suivi.socle.references import References
from concertation.suivi.socle.textes import clean_text

Role = Literal["lecteur", "comite", "direction", "administrateur"]
Verbe = Literal["lire_brouillon", "ecrire", "valider", "publier", "administrer"]

ROLES: dict[str, str] = {
    "lecteur": "Lecteur",
    "comite": "Comité de suivi",
    "direction": "Direction",
    "administrateur": "Administrateur",
}

# What each role may do: everywhere, or in its own territories only.
_PARTOUT: dict[str, frozenset[str]] = {
    "lecteur": frozenset(),
    "comite": frozenset(),
    "direction": frozenset({"lire_brouillon", "ecrire", "valider", "publier"}),
    "administrateur": frozenset({"lire_brouillon", "ecrire", "valider", "publier", "administrer"}),
}
_CHEZ_SOI: dict[str, frozenset[str]] = {"comite": frozenset({"lire_brouillon", "ecrire"})}
_VERBES = _PARTOUT["administrateur"]

_REFUS: dict[str, str] = {
    "lire_brouillon": "lire les brouillons",
    "ecrire": "enregistrer une saisie",
    "valider": "modifier ce qui est clos",
    "publier": "publier",
    "administrer": "administrer la base de suivi",
}


@dataclass(frozen=True)
class Acteur:
    """The person who acts. `territoires`: ids that a committee writes for, children included."""

    nom: str
    role: Role
    territoires: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            raise SaisieInvalide("role", f"Le rôle «\u00a0{self.role}\u00a0» n’existe pas.")
        if not self.reads_public_only and not clean_text(self.nom).strip():
            raise SaisieInvalide("nom", "Indiquez votre nom.")
        object.__setattr__(self, "nom", clean_text(self.nom).strip())
        object.__setattr__(self, "territoires", frozenset(self.territoires))

    @property
    def reads_public_only(self) -> bool:
        """Reads what is published, nobody's name, and writes nothing: the public edition."""
        return not _PARTOUT[self.role] and self.role not in _CHEZ_SOI

    @property
    def has_own_territoires(self) -> bool:
        """Whether the role's rights are those of territories of its own."""
        return self.role in _CHEZ_SOI


def can(
    acteur: Acteur, verbe: Verbe, territoire: str, references: References | None = None
) -> bool:
    """Whether the person may do this there.

    `territoire` is "" for what belongs to no territory (a national transmission): every committee
    reads its drafts, only the direction writes it. Without `references` no territory has children.
    """
    if verbe not in _VERBES:
        raise ValueError(f"unknown verb: {verbe}")
    if verbe in _PARTOUT[acteur.role]:
        return True
    if verbe not in _CHEZ_SOI.get(acteur.role, ()):
        return False
    if not territoire:
        return verbe == "lire_brouillon"
    arbre = references or References()
    return any(arbre.contains(propre, territoire) for propre in acteur.territoires)


def refusal(acteur: Acteur, verbe: Verbe, territoire: str) -> DroitRefuse:
    """What is said to who may not."""
    lieu = f" pour le territoire {territoire}" if territoire else ""
    profil = ROLES[acteur.role].lower()
    return DroitRefuse(f"Votre profil ({profil}) ne permet pas de {_REFUS[verbe]}{lieu}.")


def readable_drafts(acteur: Acteur, references: References) -> frozenset[str] | None:
    """Territories whose drafts the person reads, "" included; None for all of them."""
    if "lire_brouillon" in _PARTOUT[acteur.role]:
        return None
    if "lire_brouillon" not in _CHEZ_SOI.get(acteur.role, ()):
        return frozenset()
    return references.descendants(acteur.territoires) | {""}
