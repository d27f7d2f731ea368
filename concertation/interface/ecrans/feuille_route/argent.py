"""Money of a roadmap: lines exactly as written, and sums only where they may be made."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.feuille_route.lecture import (
    NON_PRECISE,
    financements_of,
    list_financements,
)
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import format_nombre, is_empty, plural
from concertation.analyse.mots.textes import split_liste
from concertation.donnees import Donnees
from concertation.interface.ecrans.feuille_route.ecran import SANS_FINANCEUR, Ecran
from concertation.interface.ecrans.feuille_route.mots import show_reserve_lines
from concertation.interface.elements.blocs import list_markdown
from concertation.interface.elements.facettes import read_facette, show_facette
from concertation.interface.elements.provenance import source_line
from concertation.interface.elements.rangees import show_rows
from concertation.interface.elements.telechargements import heading, show_exports
from concertation.interface.socle.textes import escape
from concertation.recits.feuille import mark, tell_detail, tell_somme, where


def targets_of(lignes: pd.DataFrame) -> list[str]:
    """What a reservation of these lines may aim at; not the file's, told once a section."""
    return [f"financements:{cle}" for cle in lignes["id"].tolist()]


def show_action(ecran: Ecran, action: str) -> None:
    """The money of one action, in its sheet."""
    lignes = financements_of(ecran.donnees, action)
    recit = ecran.recit(action)
    st.header(recit.argent.titre, anchor=False)
    st.markdown(list_markdown(recit.argent))
    _show_somme(recit.somme)
    extraits = dict.fromkeys(e for e in lignes["extrait"].tolist() if e)
    for extrait in extraits:
        st.markdown(f"> {escape(extrait)}")
    entieres = lignes[lignes["parent"] == ""]
    for remarque in dict.fromkeys(r for r in entieres["remarque"].tolist() if r):
        st.caption(f"Remarque : {escape(remarque)}")
    show_reserve_lines(ecran.donnees, targets_of(lignes))
    if not lignes.empty:
        st.caption(source_line(ecran.donnees, lignes["source"]))


def _show_somme(phrases: tuple[str, ...]) -> None:
    if phrases:
        st.markdown("  \n".join(escape(phrase) for phrase in phrases))


def show_argent(ecran: Ecran) -> None:
    """Every line of the roadmap by action and funder, filtered by funder."""
    toutes = list_financements(ecran.donnees, ecran.feuille["id"])
    with heading("Financements par action et financeur"):
        retenues = _filtered(ecran, toutes)
        show_exports(
            ecran.donnees,
            retenues,
            titre=f"Financements – {ecran.feuille['nom']}",
            filtres=_describe(ecran, toutes),
            fichier="financements",
        )
    if toutes.empty:
        st.markdown("Aucun financement n'est publié pour cette feuille de route.")
        return
    _show_filtre(ecran, toutes)
    # An announced count: what the boxes left.
    st.info(f"**{plural(len(retenues), 'ligne')} sur {len(toutes)}**", icon=":material/euro:")
    show_rows(
        _table(ecran, retenues),
        alt="Financements par action et financeur",
        markdown=("Action",),
    )
    _show_somme(tell_somme(retenues))
    show_reserve_lines(ecran.donnees, [*targets_of(retenues), "financements"])
    st.caption(source_line(ecran.donnees, retenues["source"]))


def _funders(lignes: pd.DataFrame) -> dict[str, str]:
    """Funders by the value that the address holds."""
    noms = sorted({nom for nom in lignes["financeur"].tolist() if nom}, key=str.casefold)
    options = {nom: nom for nom in noms}
    if not lignes["financeur"].astype(bool).all():
        options[SANS_FINANCEUR] = f"Financeur {NON_PRECISE}"
    return options


def _filtered(ecran: Ecran, lignes: pd.DataFrame) -> pd.DataFrame:
    choisis = _chosen(ecran, lignes)
    if not choisis:
        return lignes
    cles = [nom or SANS_FINANCEUR for nom in lignes["financeur"].tolist()]
    return lignes[pd.array([cle in choisis for cle in cles], dtype="bool")].reset_index(drop=True)


def _chosen(ecran: Ecran, lignes: pd.DataFrame) -> tuple[str, ...]:
    """The funders of the address that this roadmap has."""
    return tuple(f for f in ecran.etat.financeur if f in _funders(lignes))


def _describe(ecran: Ecran, lignes: pd.DataFrame) -> str:
    noms = _funders(lignes)
    mots = ", ".join(noms[f] for f in _chosen(ecran, lignes))
    return f"Financeur : {mots}" if mots else ""


def _show_filtre(ecran: Ecran, lignes: pd.DataFrame) -> None:
    options = _funders(lignes)
    cles = [nom or SANS_FINANCEUR for nom in lignes["financeur"].tolist()]
    show_facette(
        "Financeur",
        "w-financeur",
        options,
        {cle: cles.count(cle) for cle in options},
        _chosen(ecran, lignes),
        lambda _: ecran.ask(financeur=tuple(sorted(read_facette("w-financeur", options)))),
    )


def _table(ecran: Ecran, lignes: pd.DataFrame) -> pd.DataFrame:
    rangees: Iterable[dict[str, Any]] = list_records(lignes)
    return pd.DataFrame(
        [
            {
                "Action": ", ".join(
                    f"[{escape(ecran.titres[a])}](/feuille_route?action={a}"
                    ' "Ouvrir la fiche, nouvel onglet")'
                    for a in split_liste(ligne["action"])
                    if a in ecran.titres
                ),
                "Financeur": _funder(ligne),
                "Montant": _amount(ecran.donnees, ligne),
                "Période": ligne["periode_texte"] or NON_PRECISE,
                "Territoire": where(ecran.donnees, ligne),
            }
            for ligne in rangees
        ]
    )


def _amount(donnees: Donnees, ligne: dict[str, Any]) -> str:
    marque = mark(donnees, [("financements", str(ligne["id"]))])
    if is_empty(ligne["montant"]):
        return NON_PRECISE + marque
    dont = "dont " if ligne["parent"] else ""
    return f"{dont}{format_nombre(ligne['montant'])} {ligne['unite']}{tell_detail(ligne)}{marque}"


def _funder(ligne: Mapping[str, Any]) -> str:
    programme = f" (programme : {ligne['programme']})" if ligne["programme"] else ""
    return (ligne["financeur"] or NON_PRECISE) + programme
