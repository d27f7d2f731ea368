"""Money of actions: who pays, how much, when; sums only inside one period and one nature."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.lignes import list_records, tabulate
from concertation.analyse.mots.formats import format_nombre, plural
from concertation.declarations.action import FINANCEMENT, NATURE, SANS_FINANCEUR
from concertation.declarations.codes import Signe
from concertation.graphiques.dessins.groupes import Quantite, bars_groupes
from concertation.interface.ecrans.plan_action.ecran import PAR, EcranPlanAction
from concertation.interface.elements.figures import show_figure, show_table
from concertation.interface.socle.champs import show_choice
from concertation.interface.socle.session import is_narrow
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.champs import show_champs, show_creation, show_edition
from concertation.interface.suivi.partage import show_geste
from concertation.interface.suivi.saisies import Formulaire

CHAMPS = FINANCEMENT.showing("formulaire", sauf=FINANCEMENT.figes)
SANS_PERIODE, BARRES = "période non précisée", 30
AGES = ("Moins d’un mois", "Un à trois mois", "Trois à six mois", "Plus de six mois")
RETARD = Signe("square", "ambre")


def format_euros(montant: Any) -> str:
    """« 12 500,50 € »."""
    return f"{format_nombre(montant, 2)}\u00a0€"


def sum_money(financements: pd.DataFrame, *par: str) -> list[dict[str, Any]]:
    """Euros by period and nature, in the order of the periods, apart for each value of `par`.

    Planned and spent money, or two periods, are never added up. Cents are added, not floats.
    """
    centimes = financements.assign(
        euros=(financements["montant"] * 100).round().astype("int64"),
        nature=pd.Categorical(
            financements["nature"], list(dict.fromkeys([*NATURE, *financements["nature"]]))
        ),
    )
    groupes = dict.fromkeys((*par, "periode", "nature"))
    sommes = centimes.groupby([*groupes], observed=True)["euros"].sum() / 100
    return list_records(sommes.reset_index())


def sum_by_period(financements: pd.DataFrame) -> pd.DataFrame:
    """One row per period and nature: `Période, Nature, Montant`."""
    lignes = [
        (g["periode"] or SANS_PERIODE, NATURE.mot(g["nature"]), format_euros(g["euros"]))
        for g in sum_money(financements)
    ]
    return pd.DataFrame(lignes, columns=["Période", "Nature", "Montant"])


def show_argent(ecran: EcranPlanAction) -> None:
    """The money of the actions shown, planned and spent, then how late those that are late are."""
    par = ecran.etat.par
    show_choice("Argent par", "w-plan-par", PAR, par, lambda choisi: ecran.go(par=choisi))
    sans = SANS_FINANCEUR if par == "financeur" else SANS_PERIODE
    actions = ecran.lignes.rename(columns={"id": "action_id"})[["action_id", "engagement"]]
    lus = ecran.store.financements.list(ecran.acteur, action_id=set(actions["action_id"].tolist()))
    sommes = [
        Quantite(
            ecran.engagement(g[par]) if par == "engagement" else g[par] or sans,
            f"{NATURE.mot(g['nature'])} : {format_euros(g['euros'])}"
            + f" ({g['periode'] or SANS_PERIODE})" * (par != "periode"),
            g["euros"],
            NATURE.signe(g["nature"]),
        )
        for g in sum_money(lus.merge(actions, on="action_id"), par)
    ]
    if sommes:
        source = "Source : saisies du suivi. Une barre est d’une seule période et d’une seule "
        source += "nature : ni deux périodes, ni le prévu et le dépensé, ne s’additionnent."
        dessin = bars_groupes(sommes[:BARRES], 340 if is_narrow() else 700)
        show_figure("Argent prévu et dépensé", dessin, source=source, cle="argent", suivi=True)
        if (reste := len(sommes) - BARRES) > 0:
            st.caption(f"Et {plural(reste, 'autre')} : filtrez pour les voir.")
    else:
        st.markdown(ecran.absence("financement", ecran.territoire))
    tardives = ecran.lignes.loc[ecran.lignes["en_retard"], "fin"]
    jours = (pd.Timestamp(ecran.jour) - tardives).dt.days
    ages = pd.cut(jours, [0, 31, 92, 183, float("inf")], labels=AGES).value_counts(sort=False)
    retards = [Quantite(age, plural(n, "action"), n, RETARD) for age, n in ages.items() if n]
    if retards:
        dessin = bars_groupes(retards, 340 if is_narrow() else 700)
        source = "Source : échéances saisies, actions ni closes ni abandonnées."
        show_figure("Actions en retard, par âge", dessin, source=source, cle="ages", suivi=True)


def show_financements(ecran: EcranPlanAction, action: Mapping[str, Any]) -> None:
    """The lines of one action, each to change or withdraw, and the form of a new one."""
    st.header("Financements", anchor=False)
    verbes = ecran.store.financements
    lignes = verbes.list(ecran.acteur, action_id=int(action["id"]))
    if lignes.empty:
        st.markdown(ecran.absence("financement", action["territoire"]))
    else:
        table = tabulate(
            list_records(lignes),
            ("Financeur", lambda ligne: ligne["financeur"] or SANS_FINANCEUR),
            ("Montant", lambda ligne: format_euros(ligne["montant"])),
            ("Période", lambda ligne: ligne["periode"] or SANS_PERIODE),
            ("Nature", lambda ligne: NATURE.mot(ligne["nature"])),
        )
        show_table(table, alt="Lignes de financement de l’action")
        if len(lignes) > 1:
            st.markdown("**Total par période et nature**")
            show_table(sum_by_period(lignes), alt="Total par période et nature")
    if action["retire"] or not ecran.can("ecrire", action["territoire"]):
        return
    for ligne in list_records(lignes):
        _show_ligne(ecran, action, ligne)
    _show_nouvelle(ecran, action)
    retirees = verbes.list(ecran.acteur, action_id=int(action["id"]), retires=True)
    mots = ("financement retiré", "financements retirés")
    ecran.show_retires("financement", retirees, *mots, name=_name)


def _name(ligne: Mapping[str, Any]) -> str:
    return f"{ligne['financeur'] or SANS_FINANCEUR} – {format_euros(ligne['montant'])}"


def _show_nouvelle(ecran: EcranPlanAction, action: Mapping[str, Any]) -> None:
    st.markdown("**Ajouter un financement**")
    show_creation(
        f"financement-de-{action['id']}",
        CHAMPS,
        lambda form: show_champs(form, CHAMPS, {}),
        lambda saisie: ecran.record(
            ecran.store.financements.create, action["territoire"], action_id=int(action["id"]),
            **saisie,
        ),
        "Ajouter le financement",
        lambda saisie: "Le financement est ajouté.",
    )  # fmt: skip


def _show_ligne(
    ecran: EcranPlanAction, action: Mapping[str, Any], ligne: Mapping[str, Any]
) -> None:
    identifiant, verbes = int(ligne["id"]), ecran.store.financements
    nom = f"financement-{identifiant}"
    titre, commence = f"Modifier {escape(_name(ligne))}", Formulaire(nom).is_begun
    with st.expander(
        titre, commence, icon=":material/edit:", key=f"w-{nom}", on_change="rerun"
    ) as cadre:
        if not cadre.open:
            return
        show_edition(
            nom,
            CHAMPS,
            ligne,
            lambda form, tenue: show_champs(form, CHAMPS, tenue),
            lambda version, saisie: ecran.record(
                verbes.update, action["territoire"], identifiant, version, **saisie
            ),
            lambda saisie: "Le financement est enregistré.",
            border=False,
        )  # fmt: skip
        show_geste(
            "Retirer ce financement",
            partial(verbes.withdraw, ecran.acteur, identifiant, ligne["version"]),
            f"La ligne {_name(ligne)} est retirée ; elle reste rétablissable.",
            icone="visibility_off",
            cle=f"retirer-{nom}",
        )
