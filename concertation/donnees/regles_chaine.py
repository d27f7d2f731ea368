"""Rules about what links what: editorial links, priorities and their elements, owners of rows."""

from collections.abc import Iterator

from concertation.donnees import phrases
from concertation.donnees.anomalies import Anomalie
from concertation.donnees.phrases import ESPACE, quote
from concertation.donnees.vue import Ligne, Vue

# Each type of a link's ends is a table of that name, in the plural.
TABLES_DE_LIENS = {
    "theme": "themes",
    "proposition": "propositions",
    "engagement": "engagements",
    "composante": "composantes",
    "priorite": "priorites",
    "chantier": "chantiers",
    "action": "actions",
    "dispositif": "dispositifs",
}
EXPLICITE = "explicite"
# Rows that belong to an action of a roadmap, or else to something that exists beside it.
PARTAGES = ("indicateurs", "lieux")


def check_liens(vue: Vue) -> Iterator[Anomalie]:
    """Both ends of a link exist, it comes once, and an explicit one quotes its document."""
    vus: dict[tuple[str, ...], int] = {}
    for ligne in vue.lignes["liens"]:
        yield from _check_ends(vue, ligne)
        if ligne("force") == EXPLICITE and "extrait" in ligne.cellules and not ligne("extrait"):
            message = (
                f"la cellule est vide{ESPACE}: un lien {quote(EXPLICITE)} cite les mots du "
                "document qui l'écrit."
            )
            yield vue.tell("liens", ligne, "extrait", message)
        bouts = tuple(ligne(c) for c in ("origine_type", "origine", "cible_type", "cible"))
        if not all(bouts):
            continue
        if bouts[:2] == bouts[2:]:
            message = f"{quote(ligne('cible'))} est lié à lui-même{ESPACE}: corrigez la cible."
            yield vue.tell("liens", ligne, "cible", message)
        premiere = vus.setdefault(bouts, ligne.numero)
        if premiere != ligne.numero:
            message = (
                f"le lien de {quote(ligne('origine'))} à {quote(ligne('cible'))} est déjà à la "
                f"ligne {premiere}{ESPACE}: n'en gardez qu'un."
            )
            yield vue.tell("liens", ligne, "cible", message)


def _check_ends(vue: Vue, ligne: Ligne) -> Iterator[Anomalie]:
    for bout in ("origine", "cible"):
        table = TABLES_DE_LIENS.get(ligne(f"{bout}_type"))
        if table is None or not ligne(bout):
            continue  # a fault told elsewhere
        if not vue.is_given(table):
            yield vue.tell(
                "liens", ligne, bout, phrases.unknown_id(ligne(bout), f"{table}.csv", None)
            )
        elif vue.is_sure(table, "id"):
            ids = [autre("id") for autre in vue.lignes[table]]
            if ligne(bout) not in ids:
                message = phrases.unknown_id(ligne(bout), f"{table}.csv", ids)
                yield vue.tell("liens", ligne, bout, message)


def check_elements(vue: Vue) -> Iterator[Anomalie]:
    """A priority has published elements when it has a chantier, and only then."""
    if not vue.is_sure("priorites", "id") or (
        vue.is_given("chantiers") and not vue.is_sure("chantiers", "priorite")
    ):
        return
    developpees = {ligne("priorite") for ligne in vue.lignes["chantiers"]}
    for ligne in vue.lignes["priorites"]:
        attendu = "oui" if ligne("id") in developpees else "non"
        if ligne("elements_publies") in ("oui", "non") and ligne("elements_publies") != attendu:
            verbe = "donne un chantier au moins" if attendu == "oui" else "ne donne aucun chantier"
            message = (
                f"{quote(ligne('elements_publies'))} contredit chantiers.csv, qui {verbe} "
                f"à la priorité {quote(ligne('id'))}{ESPACE}: écrivez {quote(attendu)}, ou "
                "corrigez les chantiers."
            )
            yield vue.tell("priorites", ligne, "elements_publies", message)


def check_rattachements(vue: Vue) -> Iterator[Anomalie]:
    """A row belongs to an action or to a « dispositif », never to both nor to none."""
    for nom in PARTAGES:
        for ligne in vue.lignes[nom]:
            if not {"action", "dispositif"} <= ligne.cellules.keys():
                continue
            if bool(ligne("action")) == bool(ligne("dispositif")):
                combien = "donne les deux" if ligne("action") else "ne donne ni l'une ni l'autre"
                message = (
                    f"la ligne se rattache à une action ou à un dispositif, et {combien}{ESPACE}: "
                    "remplissez l'une des deux cellules."
                )
                yield vue.tell(nom, ligne, "action", message)
