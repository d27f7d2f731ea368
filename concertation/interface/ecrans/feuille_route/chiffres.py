"""Money and results of a roadmap: lines as written, and sums only where they may be made."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.chiffre import mark, targets_of_mesure, where
from concertation.analyse.feuille_route import lecture
from concertation.analyse.feuille_route.chiffres import Ensemble, read_chiffres, warn_sums
from concertation.analyse.feuille_route.lecture import mesures_of as read_mesures
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import format_nombre, is_empty, plural
from concertation.analyse.mots.textes import split_liste
from concertation.analyse.provenance import reserve_ids, written_period
from concertation.donnees import Donnees
from concertation.graphiques.dessins.mesures import bars_jauges, bars_parts
from concertation.graphiques.style import LARGEUR as LARGEUR_TELEPHONE
from concertation.interface.ecrans.feuille_route.ecran import SANS_FINANCEUR, EcranFeuilleRoute
from concertation.interface.elements.blocs import list_markdown
from concertation.interface.elements.figures import show_figure, show_rows
from concertation.interface.elements.provenance import show_reserve_lines, source_line
from concertation.interface.elements.telechargements import heading, show_exports
from concertation.interface.socle.champs import read_facette, show_facette
from concertation.interface.socle.registre import FEUILLE_ROUTE
from concertation.interface.socle.session import is_narrow
from concertation.interface.socle.textes import escape, screen_link
from concertation.recits import feuille as recits

SUR_CARTE = 4  # figures on a card, with their details; the sheet has them all
LARGEUR = 600  # pixels of a laptop's main column, for which names are wrapped
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
    reste = len(_walk(tous)) - len(_walk(montres))
    if reste > 0:
        lignes.append(f"- *et {plural(reste, 'autre chiffre', 'autres chiffres')} dans la fiche*")
    return "\n".join(lignes)


def _walk(chiffres: Iterable[Ensemble]) -> list[dict[str, Any]]:
    """The rows of these figures, with their details and targets."""
    return [mesure for chiffre in chiffres for mesure in chiffre.walk()]


def show_resultats(ecran: EcranFeuilleRoute, action: str) -> None:
    """All the figures of an action, each in the form that suits it, with its reservations."""
    donnees, nom = ecran.donnees, ecran.titres[action]
    mesures = mesures_of(donnees, action)
    with heading("Résultats"):
        titre, filtres = f"Mesures – {nom}", f"Action : {nom}"
        show_exports(donnees, mesures, titre, filtres, "mesures")
    chiffres = read_chiffres(mesures)
    principaux = [c for c in chiffres if c.is_principal]
    if principaux:
        _show_nombres(donnees, [c for c in principaux if not _is_drawn(c)])
        _show_dessins(donnees, principaux)
    else:
        st.markdown(recits.SANS_RESULTAT)
    if autres := [c for c in chiffres if not c.is_principal]:
        # What was missing, offered or already there: nothing that was done.
        st.header(recits.AUTRES, anchor=False)
        dits = [c for c in autres if not _is_drawn(c)]
        st.markdown(list_markdown(recits.tell_resultats(donnees, dits)))
        # What stands above already is not said twice.
        dites = set(reserve_ids(donnees, _reserves(principaux)))
        cibles = _reserves(dits)
        show_reserve_lines(donnees, [c for c in cibles if {*reserve_ids(donnees, [c])} - dites])
        _show_dessins(donnees, autres)
    for phrase in warn_sums(chiffres):
        st.caption(phrase)
    if not any(map(_is_drawn, chiffres)):
        # A chart has its own.
        st.caption(source_line(donnees, mesures["source"]))


def _is_drawn(chiffre: Ensemble) -> bool:
    return chiffre.is_tout or chiffre.is_jauge


def _show_dessins(donnees: Donnees, chiffres: Sequence[Ensemble]) -> None:
    """Wholes with their parts, then what stands on a scale of its own."""
    largeur = LARGEUR_TELEPHONE if is_narrow() else LARGEUR
    dessins = [
        (
            [tout],
            str(tout.mesure["libelle"]),
            bars_parts(tout, largeur),
            f"parts-{tout.mesure['id']}",
        )
        for tout in chiffres
        if tout.is_tout
    ]
    if jauges := [c for c in chiffres if c.is_jauge]:
        cle, dessin = f"jauges-{jauges[0].mesure['id']}", bars_jauges(jauges, largeur)
        dessins.append((jauges, "Taux et capacités", dessin, cle))
    for siens, titre, dessin, cle in dessins:
        note = "Chaque barre a sa propre échelle : elles ne se comparent pas. " * (len(siens) > 1)
        st.subheader(escape(titre), anchor=False)
        source = note + source_line(donnees, [m["source"] for m in _walk(siens)])
        cibles = _reserves(siens)
        show_figure("", dessin, source=source, cle=cle, nom=titre, reserves=cibles)
        show_reserve_lines(donnees, cibles)


def _reserves(chiffres: Iterable[Ensemble]) -> list[str]:
    """What the reservations of figures, of their details and of their targets may aim at."""
    cibles = (cible for mesure in _walk(chiffres) for cible in targets_of_mesure(mesure))
    return [f"{fichier}:{cle}" for fichier, cle in cibles]


def _show_nombres(donnees: Donnees, chiffres: Sequence[Ensemble]) -> None:
    """Counts side by side: of different things, or of different times, they make no rate."""
    if not chiffres:
        return
    with st.grid(4, min_column_width=215, gap="small"):
        for chiffre in chiffres:
            puce = recits.tell_chiffre(donnees, chiffre)
            with st.container(border=True, height="stretch", gap="xsmall"):
                st.subheader(escape(puce.fort), anchor=False)
                st.markdown(escape(puce.texte.removeprefix(" – ")))
                if puce.sous:
                    st.markdown("\n".join(f"- {escape(sous)}" for sous in puce.sous))
    show_reserve_lines(donnees, _reserves(chiffres))
