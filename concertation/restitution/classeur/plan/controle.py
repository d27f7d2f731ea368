"""What is wrong with an action plan, before anything is written: every cell, every row."""

from collections.abc import Callable, Iterator, Mapping

from concertation.donnees import Anomalie
from concertation.donnees.anomalies import Releve
from concertation.donnees.phrases import duplicate_value, unknown_id, wrong_type
from concertation.restitution.classeur.plan import phrases
from concertation.restitution.classeur.plan.cellules import JOINT, LIBELLES, is_amount, is_date
from concertation.restitution.classeur.plan.modele import (
    ACTIONS,
    COLONNES,
    FINANCEMENTS,
    Plan,
    is_new,
)
from concertation.suivi import References
from concertation.suivi.socle.textes import LONGUEUR_MAX

Ligne = Mapping[str, str]
Faute = tuple[str | None, str]
"""A column, and what is wrong in it."""

_OBLIGATOIRES = {
    ACTIONS: ("engagement", "territoire", "intitule", "statut"),
    FINANCEMENTS: ("action", "financeur", "montant", "nature"),
}


def check_plan(
    plan: Plan,
    references: References,
    existant: Plan,
    peut_ecrire: Callable[[str], bool] | None = None,
) -> list[Anomalie]:
    """Every mistake, by table, line and column; with none, `apply_plan` will be accepted.

    `existant` is the store's plan, unfiltered. `peut_ecrire(territoire)` says where the person may
    write; rows that change nothing are not asked.
    """
    ecarts = [
        _tell(table, numero, plan, "version", phrases.changed_since(*versions))
        for table, numero, ligne, actuelle in conflicts(plan, existant)
        for versions in [(ligne["version"], actuelle["version"])]
    ]
    releve = Releve()
    releve.add(check_cells(plan, references, existant, peut_ecrire))
    releve.add(ecarts)
    return releve.close()


def check_cells(
    plan: Plan,
    references: References,
    existant: Plan,
    peut_ecrire: Callable[[str], bool] | None = None,
) -> list[Anomalie]:
    """`check_plan` without what somebody else changed meanwhile (`conflicts`)."""
    if plan.fictif and not existant.fictif:
        return [Anomalie(ACTIONS, None, None, None, phrases.FICTIF)]
    anomalies = []
    for table in COLONNES:
        connus, vus = existant.by_id(table), dict[str, int]()
        for numero, ligne in plan.rows(table).items():
            fautes = [
                *_check_id(ligne, connus, vus, numero, table, plan),
                *_check_cells(table, ligne, references),
                *(
                    _check_action(ligne, references)
                    if table == ACTIONS
                    else _check_financement(ligne, connus, plan, existant)
                ),
            ]
            if not fautes and peut_ecrire:
                fautes = list(_check_right(table, ligne, connus, plan, existant, peut_ecrire))
            # One cell, one fault: the first rule that speaks about it is the one heard.
            premieres = dict(reversed(fautes))
            anomalies += [_tell(table, numero, plan, *f) for f in premieres.items()]
    return anomalies


def conflicts(plan: Plan, existant: Plan) -> Iterator[tuple[str, int, Ligne, Ligne]]:
    """Rows that would change something that somebody else changed since the export.

    Each with its table, its line, its cells, and those of the store.
    """
    for table in COLONNES:
        connus = existant.by_id(table)
        for numero, ligne in plan.rows(table).items():
            actuelle = connus.get(ligne["id"])
            if (
                actuelle is not None
                and ligne["version"].isdecimal()
                and ligne["version"] != actuelle["version"]
                and changed_fields(ligne, actuelle)
            ):
                yield table, numero, ligne, actuelle


def changed_fields(ligne: Ligne, actuelle: Ligne) -> list[str]:
    """Columns whose content differs, `version` aside."""
    return [nom for nom in ligne if nom != "version" and ligne[nom] != actuelle[nom]]


def _tell(table: str, numero: int, plan: Plan, colonne: str | None, message: str) -> Anomalie:
    valeur = str(plan.table(table).at[numero, colonne]) if colonne else None
    return Anomalie(*plan.place(table, numero), colonne, valeur, message)


def _check_id(
    ligne: Ligne,
    connus: Mapping[str, Ligne],
    vus: dict[str, int],
    numero: int,
    table: str,
    plan: Plan,
) -> Iterator[Faute]:
    identifiant = ligne["id"]
    if not identifiant:
        return
    if identifiant in vus:
        feuille, premiere = plan.place(table, vus[identifiant])
        ailleurs = feuille if feuille != plan.place(table, numero)[0] else ""
        yield "id", duplicate_value(identifiant, premiere, ailleurs)
        return
    vus[identifiant] = numero
    if identifiant in connus:
        version = ligne["version"]
        if not version:
            yield "version", phrases.SANS_VERSION
        elif not version.isdecimal():
            yield "version", wrong_type(version, "integer")
    elif not (is_new(identifiant) and identifiant[1:].isdecimal()):
        yield "id", phrases.unknown_row(identifiant, table == ACTIONS)


def _check_cells(table: str, ligne: Ligne, references: References) -> Iterator[Faute]:
    for nom in _OBLIGATOIRES[table]:
        if not ligne[nom]:
            choix = _choices(nom, references)
            yield nom, phrases.required(phrases.allowed(choix) if choix else "")
    for nom, genre in COLONNES[table].items():
        valeur = ligne[nom]
        if not valeur:
            continue
        if genre == "date" and not is_date(valeur):
            yield nom, phrases.wrong_date(valeur)
        elif genre == "montant" and not is_amount(valeur):
            yield nom, phrases.wrong_amount(valeur)
        elif genre in LIBELLES and valeur not in LIBELLES[genre]:
            yield nom, phrases.not_allowed(valeur, _choices(nom, references))
        elif genre == "texte" and len(valeur) > LONGUEUR_MAX:
            yield nom, phrases.too_long(len(valeur))


def _choices(nom: str, references: References) -> list[str]:
    if nom in LIBELLES:
        return list(LIBELLES[nom].values())
    return sorted(references.engagements) if nom == "engagement" else []


def _check_action(ligne: Ligne, references: References) -> Iterator[Faute]:
    yield from _check_ids(ligne, "engagement", references.engagements, "engagements")
    yield from _check_ids(ligne, "territoire", references.parents, "territoires")
    composante, engagement = ligne["composante"], ligne["engagement"]
    if composante and references.composantes:
        # Those of its engagement are the only ones that help.
        siennes = [c for c, e in references.composantes.items() if e == engagement]
        proprietaire = references.composantes.get(composante)
        if proprietaire is None:
            yield (
                "composante",
                unknown_id(composante, "composantes", siennes or references.composantes),
            )
        elif engagement and proprietaire != engagement:
            yield (
                "composante",
                phrases.wrong_composante(composante, proprietaire, engagement, siennes),
            )
    if is_date(ligne["debut"]) and is_date(ligne["fin"]) and ligne["fin"] < ligne["debut"]:
        yield "fin", phrases.FIN_AVANT_DEBUT
    mots = [mot for mot in ligne["propositions"].split(JOINT) if mot]
    fautes = [faute for mot in mots for faute in _check_proposition(mot, references)]
    if fautes:
        yield "propositions", " ".join(fautes)


def _check_ids(
    ligne: Ligne, nom: str, connus: Mapping[str, str] | frozenset[str], fichier: str
) -> Iterator[Faute]:
    if ligne[nom] and connus and ligne[nom] not in connus:
        yield nom, unknown_id(ligne[nom], fichier, sorted(connus))


def _check_proposition(identifiant: str, references: References) -> Iterator[str]:
    if not references.portees:
        return
    portee = references.portees.get(identifiant)
    if portee is None:
        locales = [nom for nom, p in references.portees.items() if p == "locale"]
        yield unknown_id(identifiant, "propositions", locales)
    elif portee != "locale":
        yield phrases.national(identifiant)


def _check_financement(
    ligne: Ligne, connus: Mapping[str, Ligne], plan: Plan, existant: Plan
) -> Iterator[Faute]:
    action = ligne["action"]
    if not action:
        return
    actuelle = connus.get(ligne["id"])
    if actuelle is not None:
        if action != actuelle["action"]:
            yield "action", phrases.moved_money(actuelle["action"])
    elif is_new(action):
        if action not in plan.by_id(ACTIONS):
            yield "action", phrases.unknown_mark(action)
    elif action not in existant.by_id(ACTIONS):
        yield "action", phrases.unknown_action(action)


def _check_right(
    table: str,
    ligne: Ligne,
    connus: Mapping[str, Ligne],
    plan: Plan,
    existant: Plan,
    peut_ecrire: Callable[[str], bool],
) -> Iterator[Faute]:
    actuelle = connus.get(ligne["id"])
    if actuelle is not None and not changed_fields(ligne, actuelle):
        return
    if table == ACTIONS:
        lieux = {ligne["territoire"], actuelle["territoire"] if actuelle else ligne["territoire"]}
        colonne = "territoire"
    else:
        action = plan.by_id(ACTIONS).get(ligne["action"])
        action = action or existant.by_id(ACTIONS)[ligne["action"]]
        lieux, colonne = {action["territoire"]}, "action"
    for lieu in sorted(lieux):
        if not peut_ecrire(lieu):
            yield colonne, phrases.no_right(lieu)
