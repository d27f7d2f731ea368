"""French sentences about the mistakes of an action plan, each with what to do."""

from collections.abc import Iterable

from concertation.donnees.phrases import ESPACE, enumerate_values, quote
from concertation.suivi.socle.textes import LONGUEUR_MAX

FICTIF = (
    f"ce fichier contient des données fictives, faites pour la formation{ESPACE}: elles n'entrent "
    "pas dans la base réelle."
)
SANS_VERSION = f"la cellule est vide{ESPACE}: gardez la version écrite par l'export."
FIN_AVANT_DEBUT = f"la fin précède le début{ESPACE}: corrigez l'une des deux dates."


def required(admises: str = "") -> str:
    """An empty cell that must not be."""
    return f"la cellule est vide{ESPACE}: une valeur est obligatoire.{admises and f' {admises}'}"


def allowed(valeurs: Iterable[str]) -> str:
    """« valeurs admises : « a » ou « b ». »"""
    return f"valeurs admises{ESPACE}: {enumerate_values(valeurs)}."


def not_allowed(valeur: str, valeurs: Iterable[str]) -> str:
    """A word that isn't of the list."""
    return f"{quote(valeur)} n'est pas admis{ESPACE}; {allowed(valeurs)}"


def wrong_date(valeur: str) -> str:
    """A date that can't be read."""
    return (
        f"{quote(valeur)} n'est pas une date{ESPACE}: écrivez-la JJ/MM/AAAA ou AAAA-MM-JJ, par "
        f"exemple {quote('31/01/2026')}."
    )


def wrong_amount(valeur: str) -> str:
    """An amount that can't be read, or in two ways."""
    return (
        f"{quote(valeur)} n'est pas un montant en euros{ESPACE}: écrivez un nombre positif ou nul, "
        "avec au plus deux décimales et sans point ni virgule pour les milliers, par exemple "
        f"{quote('1250,50')}."
    )


def too_long(longueur: int) -> str:
    """More than what the store keeps."""
    return f"le texte compte {longueur} caractères{ESPACE}: il en faut au plus {LONGUEUR_MAX}."


def changed_since(version: str, actuelle: str) -> str:
    """Somebody else wrote on this row."""
    return (
        f"cette ligne a changé depuis l'export (version {actuelle}, celle du fichier est "
        f"{quote(version)}){ESPACE}: exportez de nouveau et reportez-y votre changement, ou "
        "retirez la ligne du fichier."
    )


def unknown_row(identifiant: str, est_action: bool) -> str:
    """An id that the store doesn't have."""
    nouvelle = "une ligne nouvelle" + (" (ou N1, N2…)" if est_action else "")
    return (
        f"{quote(identifiant)} n'existe pas dans la base, ou a été retiré{ESPACE}: laissez la "
        f"cellule vide pour {nouvelle}."
    )


def wrong_composante(
    composante: str, proprietaire: str, engagement: str, siennes: Iterable[str]
) -> str:
    """A component of another engagement."""
    connues = enumerate_values(siennes) or "aucune"
    return (
        f"la composante {quote(composante)} appartient à l'engagement {proprietaire}{ESPACE}; "
        f"celles de {engagement}{ESPACE}: {connues}."
    )


def national(identifiant: str) -> str:
    """A proposal that no territory carries out."""
    return (
        f"la proposition {quote(identifiant)} est nationale{ESPACE}: elle se suit comme une "
        "transmission, une action ne sert que des propositions locales."
    )


def moved_money(action: str) -> str:
    """A funding line never changes its action."""
    return (
        f"cette ligne finance l'action {action}{ESPACE}: pour une autre action, ajoutez une ligne "
        "dont l'identifiant est vide."
    )


def unknown_mark(action: str) -> str:
    """No new action has this mark."""
    return (
        f"aucune action nouvelle ne porte {quote(action)}{ESPACE}: écrivez ce repère dans la "
        "colonne id de l'action à créer."
    )


def unknown_action(action: str) -> str:
    """No action of the store has this id."""
    return (
        f"l'action {quote(action)} n'existe pas, ou a été retirée{ESPACE}: écrivez l'id d'une "
        "action de l'export, ou le repère (N1, N2…) d'une action nouvelle."
    )


def no_right(territoire: str) -> str:
    """The person may not write there."""
    return (
        f"votre profil ne permet pas d'écrire pour le territoire {territoire}{ESPACE}: retirez "
        "cette ligne, ou confiez-la à son comité."
    )


def wrong_header(table: str, colonnes: Iterable[str]) -> str:
    """No sheet looks like one of the two tables."""
    return (
        f"aucune table d'actions ni de financements{ESPACE}: la ligne d'en-tête de la feuille "
        f"{table} est {', '.join(colonnes)}."
    )


def failed_formula(affiche: str) -> str:
    """A cell shows #REF! or the like."""
    return (
        f"la formule de cette cellule est en erreur ({affiche}){ESPACE}: corrigez-la, ou tapez la "
        "valeur."
    )


def uncomputed_formula(adresse: str) -> str:
    """A formula whose result the file doesn't hold."""
    return (
        f"la cellule {adresse} contient une formule dont le fichier ne garde pas le résultat"
        f"{ESPACE}: ouvrez-le dans un tableur et enregistrez-le, ou tapez la valeur."
    )
