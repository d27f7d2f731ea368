"""What the screen of a roadmap reads: priorities, cards of actions, money, figures, timeline."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import pandas as pd

from concertation.analyse.chiffre import chiffres_of, mark
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import format_nombre, is_empty
from concertation.analyse.mots.textes import split_liste
from concertation.analyse.provenance import written_period
from concertation.donnees import Donnees

NON_PRECISE = "non précisé"
SANS_ELEMENT = "pas d’élément publié"
# What two lines of money must share to be added, and how the difference is told.
COMMUNS = {
    "unite": "les unités sont différentes",
    "periode": "les périodes sont différentes",
    "territoire": "les territoires sont différents",
    "perimetre": "les périmètres sont différents",
}


def list_priorites(donnees: Donnees, feuille: str) -> pd.DataFrame:
    """Priorities of a roadmap in their order, with `nb_chantiers` and `nb_actions`.

    `elements_publies` is a boolean: False is « pas d'élément publié », not zero action.
    """
    priorites, chantiers = donnees.table("priorites"), donnees.table("chantiers")
    priorites = priorites[priorites["feuille"] == feuille].sort_values("ordre", kind="stable")
    par_chantier = donnees.table("actions")["chantier"].value_counts()
    nb_actions = chantiers["id"].map(par_chantier).fillna(0).astype("int64")
    groupes = nb_actions.groupby(chantiers["priorite"])
    return priorites.assign(
        elements_publies=(priorites["elements_publies"] == "oui").astype("bool"),
        nb_chantiers=priorites["id"].map(groupes.size()).fillna(0).astype("int64"),
        nb_actions=priorites["id"].map(groupes.sum()).fillna(0).astype("int64"),
    ).reset_index(drop=True)


def list_actions(donnees: Donnees, feuille: str) -> pd.DataFrame:
    """Actions of a roadmap, with the `priorite` of their chantier, in the order of the document."""
    priorites, chantiers = donnees.table("priorites"), donnees.table("chantiers")
    siennes = priorites[priorites["feuille"] == feuille].set_index("id")["ordre"]
    chantiers = chantiers[chantiers["priorite"].isin(siennes.index)].set_index("id")
    actions = donnees.table("actions")
    actions = actions[actions["chantier"].isin(chantiers.index)]
    priorite = actions["chantier"].map(chantiers["priorite"])
    places = [priorite.map(siennes), actions["chantier"].map(chantiers["ordre"]), actions["ordre"]]
    rangs = pd.concat(places, axis=1, keys=["priorite", "chantier", "action"])
    rangs = rangs.sort_values(list(rangs.columns), kind="stable")
    return actions.assign(priorite=priorite).loc[rangs.index].reset_index(drop=True)


def financements_of(donnees: Donnees, action: str) -> pd.DataFrame:
    """Lines of money of an action, `partage` when the document writes one sum for several."""
    frame = donnees.table("financements")
    actions = [split_liste(cellule) for cellule in frame["action"].tolist()]
    partage = pd.Series([len(liste) > 1 for liste in actions], index=frame.index, dtype="bool")
    siennes = pd.array([action in liste for liste in actions], dtype="bool")
    return frame.assign(partage=partage)[siennes].reset_index(drop=True)


def list_financements(donnees: Donnees, feuille: str) -> pd.DataFrame:
    """Lines of money of all the actions of a roadmap, in the order of its actions."""
    actions = list_actions(donnees, feuille)["id"].tolist()
    rangs = {action: rang for rang, action in enumerate(actions)}
    frame = donnees.table("financements")
    siens = [
        min((rangs[a] for a in split_liste(cellule) if a in rangs), default=len(rangs))
        for cellule in frame["action"].tolist()
    ]
    frame = frame.assign(rang=pd.array(siens, dtype="int64"))
    frame = frame[frame["rang"] < len(rangs)].sort_values(["rang", "ordre"], kind="stable")
    return frame.drop(columns="rang").reset_index(drop=True)


def list_mesures(donnees: Donnees, feuille: str) -> pd.DataFrame:
    """Measures of all the actions of a roadmap, as `mesures_of`, with their `action`."""
    actions = list_actions(donnees, feuille)["id"].tolist()
    rangs = {action: rang for rang, action in enumerate(actions)}
    indicateurs = donnees.table("indicateurs")
    # What a « dispositif » measures is not an action's, whatever else its row says.
    siens = indicateurs[indicateurs["action"].isin(actions) & (indicateurs["dispositif"] == "")]
    frame = _with_mesures(donnees, siens)
    porteuses = frame["indicateur"].map(siens.set_index("id")["action"])
    frame = frame.assign(action=porteuses)
    return frame.sort_values("action", key=lambda c: c.map(rangs), kind="stable", ignore_index=True)


Somme = tuple[float, str, str, tuple[str, ...]]
"""Total, unit, period and ids of two lines of money or more."""


def sum_financements(financements: pd.DataFrame) -> tuple[tuple[Somme, ...], str]:
    """What of some lines of money can be added, and why the rest can't.

    Lines are added only when unit, period, territory and perimeter are written and the same.
    Details are in their whole already, and are left out; so are lines without amount. A period
    that isn't written is no period in common: nobody knows that two of them agree. The sentence,
    in French, is about the lines that stay apart: "" when there are none, or one alone.
    """
    toutes = [
        ligne | {"periode": " ".join(m for m in (ligne["nature"], ligne["periode_texte"]) if m)}
        for ligne in list_records(financements)
        if not ligne["parent"]
    ]
    lignes = [ligne for ligne in toutes if not is_empty(ligne["montant"])]
    groupes: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for ligne in lignes:
        groupes[tuple(ligne[nom] for nom in COMMUNS)].append(ligne)
    sommes = tuple(
        (
            float(sum(ligne["montant"] for ligne in groupe)),
            groupe[0]["unite"],
            groupe[0]["periode_texte"] or groupe[0]["nature"],
            tuple(ligne["id"] for ligne in groupe),
        )
        for groupe in groupes.values()
        if len(groupe) > 1 and groupe[0]["periode"]
    )
    sommees = {cle for *_, ids in sommes for cle in ids}
    restes = [ligne for ligne in lignes if ligne["id"] not in sommees]
    raisons = []
    if restes and len(lignes) > 1:
        raisons += ["la période n’est pas toujours écrite"] * any(not r["periode"] for r in restes)
        for nom, mots in COMMUNS.items():
            # A period that isn't written is told above; nowhere else is empty the same as any.
            if len({ligne[nom] for ligne in lignes if ligne[nom] or nom != "periode"}) > 1:
                raisons.append(mots)
    *debut, fin = raisons or [""]
    dites = f"{', '.join(debut)} et {fin}" if debut else fin
    phrases = [f"Ces lignes ne s’additionnent pas : {dites}."] if raisons else []
    phrases += ["Un montant au moins n’est pas écrit."] * (len(lignes) < len(toutes))
    return sommes, " ".join(phrases)


def describe_financement(ligne: Mapping[Any, Any]) -> str:
    """« ARS : 68 000 euros, sur trois ans », « financeur non précisé : montant non précisé »."""
    programme = f"programme {ligne['programme']}" if ligne["programme"] else ""
    qui = " – ".join(m for m in (ligne["financeur"], programme) if m)
    montant = (
        f"montant {NON_PRECISE}"
        if is_empty(ligne["montant"])
        else f"{format_nombre(ligne['montant'])} {ligne['unite']}"
    )
    periode = written_period(ligne) or f"période {NON_PRECISE}e"
    return f"{qui or f'financeur {NON_PRECISE}'} : {montant}, {periode}"


def mesures_of(donnees: Donnees, action: str = "", dispositif: str = "") -> pd.DataFrame:
    """Measures of an action or of a « dispositif », each with its indicator's columns.

    In the order of the indicators, a whole before its details. Columns of the measure, then
    `libelle, unite, parent, detail, territoire, perimetre, remarque, ordre`, `nature_indicateur`
    (flux, stock, taux…) and its words (see `Chiffre`): `phrase` (« plus de 3 100 patients »),
    `lieu`, `periode`, `tout`, and `mots`, all of them.
    """
    indicateurs = donnees.table("indicateurs")
    siens = (indicateurs["action"] == action) & (indicateurs["dispositif"] == dispositif)
    return _with_mesures(donnees, indicateurs[siens])


def _with_mesures(donnees: Donnees, indicateurs: pd.DataFrame) -> pd.DataFrame:
    """Measures of these indicators, as `mesures_of` tells."""
    siens = indicateurs.rename(columns={"id": "indicateur", "nature": "nature_indicateur"})
    siens = siens.drop(columns=["action", "dispositif", "source"])
    frame = donnees.table("mesures").merge(siens, on="indicateur")
    frame = frame.sort_values("ordre", kind="stable").reset_index(drop=True)
    dits = [chiffres_of(donnees)[cle] for cle in frame["id"].tolist()]
    meme = {nom: nom for nom in ("lieu", "periode", "tout")}
    parts = {"phrase": "valeur", **meme, "mots": "dit"}
    mots = {nom: [getattr(c, part) for c in dits] for nom, part in parts.items()}
    return frame.assign(**{nom: pd.Series(m, dtype="str") for nom, m in mots.items()})


def list_faits(donnees: Donnees, feuille: str) -> pd.DataFrame:
    """Dated facts of a roadmap, by date then order of the file; `fin` is the last day they span,
    `libelle` names their reservations."""
    faits = donnees.table("faits")
    faits = faits[faits["feuille"] == feuille].sort_values("date", kind="stable")
    paires = zip(faits["id"], faits["libelle"], strict=True)
    libelles = [f"{libelle}{mark(donnees, [('faits', cle)])}" for cle, libelle in paires]
    return faits.assign(
        fin=faits["date_fin"].fillna(faits["date"]),
        libelle=pd.Series(libelles, index=faits.index, dtype="str"),
    ).reset_index(drop=True)


def perspectives_of(donnees: Donnees, feuille: str, action: str = "") -> pd.DataFrame:
    """What comes next for an action; without one, what a roadmap announces for the region."""
    frame = donnees.table("perspectives")
    listes = [split_liste(cellule) for cellule in frame["action"].tolist()]
    siennes = [(action in liste) if action else not liste for liste in listes]
    garde = (frame["feuille"] == feuille) & pd.array(siennes, dtype="bool")
    return frame[garde].reset_index(drop=True)
