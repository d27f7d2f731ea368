"""« Regards croisés »: another region's plan beside the themes, in its own frame."""

from dataclasses import replace
from typing import Any

import streamlit as st

from concertation.analyse.chaine.graphe import Noeud
from concertation.analyse.chiffre import SANS_LIEU, chiffre_of
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import plural
from concertation.analyse.territoires.fiche import list_axes
from concertation.declarations.portee import PORTEE
from concertation.donnees import Donnees, soft_table
from concertation.interface.chaine import current_graphe, show_switch
from concertation.interface.elements.provenance import show_reserves, source_line
from concertation.interface.elements.telechargements import show_exports
from concertation.interface.socle.buttons import show_link
from concertation.interface.socle.registre import PROPOSITIONS
from concertation.interface.socle.session import shows_links
from concertation.interface.socle.textes import escape


def show_regards(donnees: Donnees) -> None:
    """Theme by theme: what the consultation said, and the axes of the other region."""
    axes = list_axes(donnees)
    if not axes:
        st.info("Aucun plan d’une autre région n’est publié dans ces données.")
        return
    region = escape(axes[0]["region"])
    ici = escape(str(donnees.metadonnees.get("nom") or "Concertation"))
    st.markdown(
        f"Le plan de la Région {region} à côté des thèmes de la concertation « {ici} ». **Ce n’est "
        "pas une "
        "comparaison de résultats** : les années, les périmètres et les financeurs diffèrent, et "
        "le rapprochement avec un thème est une lecture éditoriale."
    )
    chiffres = soft_table(donnees, "comparaison_chiffres")
    generaux = list_records(chiffres[chiffres["axe"] == ""])
    if generaux:
        # Dates and figures of the plan as a whole.
        st.caption(
            f"{region} : " + " ; ".join(_describe(donnees, chiffre) for chiffre in generaux) + "."
        )
    show_switch("regards")
    themes = list_records(donnees.table("themes").sort_values("ordre", kind="stable"))
    if shows_links():
        _show_side_by_side(donnees, region, axes, themes)
    else:
        # Each plan for itself: nothing puts an axe beside a theme but a reading.
        gauche, droite = st.columns(2, gap="medium")
        with gauche:
            for theme in themes:
                st.header(escape(theme["nom_court"]), anchor=False)
                _show_theme(donnees, theme)
        with droite:
            st.header(region, anchor=False)
            for axe in axes:
                _show_axe(donnees, region, axe | {"lecture": ""})
    st.caption(source_line(donnees, [axe["source"] for axe in axes]))
    show_exports(
        donnees, chiffres, f"Chiffres de la Région {axes[0]['region']}", "", "comparaison_chiffres"
    )
    show_reserves(donnees, [("comparaison", None), ("comparaison_chiffres", None)])


def _show_side_by_side(
    donnees: Donnees, region: str, axes: list[dict[str, Any]], themes: list[dict[str, Any]]
) -> None:
    """Axes beside their themes; one that another theme showed already is only named."""
    vus: dict[str, str] = {}
    for theme in themes:
        st.header(escape(theme["nom_court"]), anchor=False)
        siens = [axe for axe in axes if theme["id"] in axe["themes"]]
        gauche, droite = st.columns(2, gap="medium")
        with gauche:
            _show_theme(donnees, theme)
        with droite:
            if not siens:
                st.markdown(f"{region} : aucun axe rapproché de ce thème.")
            for axe in siens:
                if axe["id"] in vus:
                    st.markdown(
                        f"Voir aussi l’axe {axe['ordre']}, « {escape(axe['intitule'])} », au thème "
                        f"{escape(vus[axe['id']])}."
                    )
                else:
                    _show_axe(donnees, region, axe)
        vus |= {axe["id"]: theme["nom_court"] for axe in siens}
    restes = [axe for axe in axes if not axe["themes"]]
    if restes:
        st.header(f"{region} : sans thème correspondant", anchor=False)
        for axe in restes:
            _show_axe(donnees, region, axe)


def _show_theme(donnees: Donnees, theme: dict[str, Any]) -> None:
    """The proposals of a theme, and what exists already that someone links them to."""
    propositions = donnees.table("propositions")
    siennes = propositions[propositions["theme"] == theme["id"]]
    locales = int(siennes["portee"].isin(PORTEE.which("instruite")).sum())
    with st.container(border=True, gap="xsmall"):
        st.markdown(
            f":small[{escape(str(donnees.metadonnees.get('nom') or 'Concertation'))}]\n\n"
            f"**{plural(len(siennes), 'proposition')}** : {plural(locales, 'locale')}, "
            f"{plural(len(siennes) - locales, 'nationale')}."
        )
        graphe = current_graphe()
        # What a link ties to a proposal of the theme, in the order of the file.
        lies = {
            dispositif
            for proposition in graphe.next_of(Noeud("theme", theme["id"]), "aval")
            for dispositif in graphe.next_of(proposition, "aval")
        }
        noms = [graphe.libelles[n] for n in graphe.of_type("dispositif") if n in lies]
        if noms:
            st.markdown("\n".join(f"- {escape(nom)}" for nom in noms))
            st.caption("Dispositifs rapprochés de ces propositions : lecture éditoriale.")
        show_link(PROPOSITIONS, "Lire ces propositions", {"theme": theme["id"]})


def _show_axe(donnees: Donnees, region: str, axe: dict[str, Any]) -> None:
    with st.container(border=True, gap="xsmall"):
        st.markdown(f":small[{region}, axe {axe['ordre']}]\n\n**{escape(axe['intitule'])}**")
        if axe["chiffres"]:
            st.markdown(
                "\n".join(f"- {_describe(donnees, chiffre)}" for chiffre in axe["chiffres"])
            )
        else:
            st.markdown("Aucun chiffre publié.")
        if axe["lecture"]:
            st.caption(escape(axe["lecture"]))


def _describe(donnees: Donnees, chiffre: dict[str, Any]) -> str:
    """« 998 bourses – Bourses (depuis 2017) »; dates alone when the row is one. The frame names the
    region: only another perimeter is said."""
    dit = chiffre_of(donnees, chiffre)
    return escape(replace(dit, lieu="" if dit.lieu == SANS_LIEU else dit.lieu).dit)
