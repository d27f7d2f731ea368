"""What an action plan would change, told before it is written."""

from dataclasses import dataclass
from decimal import Decimal

from concertation.analyse.mots.formats import format_date, format_nombre
from concertation.restitution.classeur.plan.modele import ACTIONS, COLONNES, Plan, changed_fields

ESPACE = "\u00a0"


@dataclass(frozen=True)
class Changement:
    """One row that would be created (`id` None) or changed, on its sheet at its line.

    `champs` are (column, before, after), in words and French figures; before is "" when created.
    """

    table: str
    feuille: str
    ligne: int
    id: int | None
    intitule: str
    champs: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Apercu:
    """Rows that would be created, changed, and how many would stay as they are."""

    creees: tuple[Changement, ...] = ()
    modifiees: tuple[Changement, ...] = ()
    inchangees: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing would be written."""
        return not self.creees and not self.modifiees

    def sentence(self) -> str:
        """« 2 actions créées, 1 ligne de financement modifiée, 14 lignes inchangées. »"""
        parts = []
        for changements, participe in ((self.creees, "créée"), (self.modifiees, "modifiée")):
            for table in COLONNES:
                nombre = sum(changement.table == table for changement in changements)
                nom = "action" if table == ACTIONS else "ligne de financement"
                if nombre:
                    parts.append(f"{_count(nombre, nom)} {_agree(participe, nombre)}")
        if not parts:
            return "Aucun changement."
        parts.append(f"{_count(self.inchangees, 'ligne')} {_agree('inchangée', self.inchangees)}")
        return f"{', '.join(parts)}."


def preview(plan: Plan, existant: Plan) -> Apercu:
    """What `apply_plan` would do with a plan that `check_plan` accepts."""
    creees, modifiees, inchangees = [], [], 0
    titres = {**existant.by_id(ACTIONS), **plan.by_id(ACTIONS)}
    for table in COLONNES:
        connus = existant.by_id(table)
        for numero, ligne in plan.rows(table).items():
            action = ligne if table == ACTIONS else titres.get(ligne["action"], {})
            intitule = action.get("intitule", "")
            actuelle, lieu = connus.get(ligne["id"]), plan.place(table, numero)
            if actuelle is None:
                champs = tuple(
                    (nom, "", _show(table, nom, valeur))
                    for nom, valeur in ligne.items()
                    if valeur and nom not in ("id", "version")
                )
                creees.append(Changement(table, *lieu, None, intitule, champs))
            elif noms := changed_fields(ligne, actuelle):
                champs = tuple(
                    (nom, _show(table, nom, actuelle[nom]), _show(table, nom, ligne[nom]))
                    for nom in noms
                )
                modifiees.append(Changement(table, *lieu, int(ligne["id"]), intitule, champs))
            else:
                inchangees += 1
    return Apercu(tuple(creees), tuple(modifiees), inchangees)


def _show(table: str, nom: str, valeur: str) -> str:
    """A canonical text as a reader expects it: « 31/01/2026 », « 1 250,50 € », « En cours »."""
    champ = COLONNES[table][nom]
    if not valeur:
        return ""
    if champ.genre == "date":
        return format_date(valeur, "courte")
    if champ.genre == "montant":
        return f"{format_nombre(Decimal(valeur), 2)}{ESPACE}€"
    return champ.liste.mot(valeur) if champ.liste is not None else valeur


def _count(nombre: int, nom: str) -> str:
    premier, _, reste = nom.partition(" ")
    pluriel = premier + "s" * (nombre > 1)
    return f"{format_nombre(nombre)}{ESPACE}{' '.join(mot for mot in (pluriel, reste) if mot)}"


def _agree(participe: str, nombre: int) -> str:
    return participe + "s" * (nombre > 1)
