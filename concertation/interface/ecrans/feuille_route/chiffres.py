"""Money and results of a roadmap: lines as written, and sums only where they may be made."""

from functools import lru_cache

import pandas as pd
import streamlit as st

from concertation.analyse.chiffre import mark, where
from concertation.analyse.feuille_route import lecture
from concertation.analyse.feuille_route.chiffres import read_chiffres
from concertation.analyse.feuille_route.lecture import mesures_of as read_mesures
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import format_nombre, is_empty, plural
from concertation.analyse.mots.textes import split_liste
from concertation.analyse.provenance import written_period
from concertation.donnees import Donnees
from concertation.interface.ecrans.feuille_route.ecran import SANS_FINANCEUR, EcranFeuilleRoute
from concertation.interface.elements.blocs import list_markdown
from concertation.interface.elements.chiffres import show_chiffres, walk_all
from concertation.interface.elements.figures import show_rows
from concertation.interface.elements.provenance import show_reserve_lines, source_line
from concertation.interface.elements.telechargements import heading, show_exports
from concertation.interface.socle.champs import read_facette, show_facette
from concertation.interface.socle.registre import FEUILLE_ROUTE
from concertation.interface.socle.textes import escape, screen_link
from concertation.recits import feuille as recits

SUR_CARTE = 4  # figures on a card, with their details; the sheet has them all
# Published facts don't change while they are loaded.
mesures_of = lru_cache(maxsize=256)(read_mesures)


def show_argent(ecran: EcranFeuilleRoute) -> None:
    """Every line of the roadmap by action and funder, filtered by funder."""
    toutes = lecture.list_financements(ecran.donnees, ecran.feuille["id"])
    cles = [nom or SANS_FINANCEUR for nom in toutes["financeur"].tolist()]
    # A detail is in its whole: it is no line of its own.
    entieres = [c for c, p in zip(cles, toutes["parent"], strict=True) if not p]
    noms = sorted({*cles} - {SANS_FINANCEUR}, key=str.casefold)
    options = {nom: nom for nom in noms}
    if SANS_FINANCEUR in cles:
        options[SANS_FINANCEUR] = f"Financeur {lecture.NON_PRECISE}"
    choisis = tuple(f for f in ecran.etat.financeur if f in options)
    retenues = toutes
    if choisis:
        siennes = pd.array([cle in choisis for cle in cles], dtype="bool")
        retenues = toutes[siennes].reset_index(drop=True)
    mots = ", ".join(options[f] for f in choisis)
    with heading("Financements par action et financeur"):
        show_exports(
            ecran.donnees,
            retenues,
            f"Financements – {ecran.feuille['nom']}",
            f"Financeur : {mots}" if mots else "",
            "financements",
        )
    if toutes.empty:
        st.markdown("Aucun financement n’est publié pour cette feuille de route.")
        return
    show_facette(
        "Financeur",
        "w-financeur",
        options,
        {cle: entieres.count(cle) for cle in options},
        choisis,
        lambda _: ecran.go(financeur=tuple(sorted(read_facette("w-financeur", options)))),
    )
    # An announced count: what the boxes left.
    nombre = plural(int((retenues["parent"] == "").sum()), "ligne")
    st.info(f"**{nombre} sur {len(entieres)}**", icon=":material/euro:")
    show_rows(
        _table(ecran, retenues), alt="Financements par action et financeur", markdown=("Action",)
    )
    _show_somme(recits.tell_somme(retenues))
    show_reserve_lines(ecran.donnees, [*_targets_of(retenues), "financements"])
    st.caption(source_line(ecran.donnees, retenues["source"]))


def show_financements(ecran: EcranFeuilleRoute, action: str) -> None:
    """The money of one action, in its sheet."""
    lignes = lecture.financements_of(ecran.donnees, action)
    recit = ecran.recit(action)
    st.header(recit.argent.titre, anchor=False)
    st.markdown(list_markdown(recit.argent))
    _show_somme(recit.somme)
    for extrait in dict.fromkeys(filter(None, lignes["extrait"].tolist())):
        st.markdown(f"> {escape(extrait)}")
    entieres = lignes[lignes["parent"] == ""]
    for remarque in dict.fromkeys(filter(None, entieres["remarque"].tolist())):
        st.caption(f"Remarque : {escape(remarque)}")
    show_reserve_lines(ecran.donnees, _targets_of(lignes))
    if not lignes.empty:
        st.caption(source_line(ecran.donnees, lignes["source"]))


def _targets_of(lignes: pd.DataFrame) -> list[str]:
    """What a reservation of these lines may aim at; not the file's, told once a section."""
    return [f"financements:{cle}" for cle in lignes["id"].tolist()]


def _show_somme(phrases: tuple[str, ...]) -> None:
    if phrases:
        st.markdown("  \n".join(escape(phrase) for phrase in phrases))


def _table(ecran: EcranFeuilleRoute, lignes: pd.DataFrame) -> pd.DataFrame:
    """A row a line of money; its details stand in its own amount."""
    rangees: list[dict[str, str]] = []
    for ligne in list_records(lignes):
        montant = lecture.NON_PRECISE
        if not is_empty(ligne["montant"]):
            nombre = f"{format_nombre(ligne['montant'])} {ligne['unite']}"
            montant = f"{nombre}{recits.tell_detail(ligne)}"
        montant += mark(ecran.donnees, [("financements", str(ligne["id"]))])
        if ligne["parent"] and rangees:
            rangees[-1]["Montant"] += f" ; dont {montant}"
            continue
        programme = f" (programme : {ligne['programme']})" if ligne["programme"] else ""
        rangees.append(
            {
                "Action": ", ".join(
                    screen_link(FEUILLE_ROUTE, ecran.titres[a], action=a)
                    for a in split_liste(ligne["action"])
                    if a in ecran.titres
                ),
                "Financeur": (ligne["financeur"] or lecture.NON_PRECISE) + programme,
                "Montant": montant,
                "Période": written_period(ligne) or f"{lecture.NON_PRECISE}e",
                "Territoire": where(ecran.donnees, ligne),
            }
        )
    return pd.DataFrame(rangees)


@lru_cache(maxsize=256)
def card_markdown(donnees: Donnees, action: str) -> str:
    """The main figures of an action as a list, each with its territory; the others counted."""
    tous = read_chiffres(mesures_of(donnees, action))
    montres = [c for c in tous if c.is_principal][:SUR_CARTE]
    if not montres:
        return f"- {recits.SANS_RESULTAT}"
    lignes = [list_markdown(recits.tell_resultats(donnees, montres))]
    reste = len(walk_all(tous)) - len(walk_all(montres))
    if reste > 0:
        lignes.append(f"- *et {plural(reste, 'autre chiffre', 'autres chiffres')} dans la fiche*")
    return "\n".join(lignes)


def show_resultats(ecran: EcranFeuilleRoute, action: str) -> None:
    """All the figures of an action, each in the form that suits it, with its reservations."""
    donnees, nom = ecran.donnees, ecran.titres[action]
    mesures = mesures_of(donnees, action)
    with heading("Résultats"):
        titre, filtres = f"Mesures – {nom}", f"Action : {nom}"
        show_exports(donnees, mesures, titre, filtres, "mesures")
    show_chiffres(donnees, mesures)
