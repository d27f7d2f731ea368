"""Traçabilité: what nothing follows or comes from nothing, and the links that people make."""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.chaine.comptes import list_links
from concertation.analyse.chaine.graphe import EDITORIAL, RETIRE, Arete, Noeud
from concertation.analyse.chaine.mots import UN_GENRE, name_of
from concertation.analyse.lignes import list_records
from concertation.declarations.lien import LIEN, RANGS_LIEN
from concertation.donnees import Donnees
from concertation.interface.chaine import Chaine, nature_text
from concertation.interface.ecrans.tracabilite import ecran as ecrans
from concertation.interface.elements.pagination import paged
from concertation.interface.elements.telechargements import heading
from concertation.interface.socle.champs import show_select
from concertation.interface.socle.identite import current_acteur
from concertation.interface.suivi.champs import show_champs, show_creation, show_edition
from concertation.interface.suivi.partage import current_store, show_geste, show_message
from concertation.interface.suivi.saisies import Formulaire
from concertation.suivi import Acteur, ErreurSuivi, Store, can
from concertation.suivi.lectures import PREFIXE

PAR_PAGE = 10
BOUTS = ("origine", "cible")
CHAMPS = LIEN.showing("formulaire", sauf=LIEN.figes)
AVIS = tuple(champ for champ in CHAMPS if champ.nom in ("avis", "motif"))
COPIES = ("origine_type", "origine", "cible_type", "cible", "justification", "force")
Lien = dict[str, Any]


def show_orphelins(ecran: ecrans.EcranTracabilite) -> None:
    """What has an echo, or none, as lists to work on: each leads to its sheet."""
    choix = {
        cle: f"{titre} ({len(ecrans.read_orphans(ecran.chaine, cle))})"
        for cle, titre in ecrans.ORPHELINS.items()
        if cle in ecrans.ECHOS or ecran.graphe.of_type(cle.split("-")[0])
    }
    if not choix:
        return
    cle = ecran.etat.orphelins if ecran.etat.orphelins in choix else next(iter(choix))
    noeuds, titre = ecrans.read_orphans(ecran.chaine, cle), ecrans.ORPHELINS[cle]
    with heading("Ce qui a un écho, et ce qui n’en a pas"):
        frame = ecrans.name_rows(ecran.donnees, ecran.chaine, noeuds)
        ecran.show_exports(frame, titre, titre, cle, noeuds)
    show_select("Liste", "w-orphelins", choix, cle, lambda v: ecran.go(orphelins=v, page=1))
    if not noeuds:
        st.markdown("Aucun : la liste est vide.")
        return
    page = ecran.etat.page
    with (
        paged(noeuds, page, PAR_PAGE, lambda p: ecran.go(page=p), "orphelins") as montres,
        st.container(border=True, gap="xsmall"),
    ):
        for noeud in montres:
            with st.container(
                horizontal=True, vertical_alignment="center", gap="small", wrap=False
            ):
                force = ecrans.name_force(ecran.chaine, cle, noeud)
                st.markdown(f"{ecran.name(noeud)}{force}", width="stretch")
                ecrans.show_sheet_link(ecran, noeud, f"Fiche {noeud.id}")


def show_liens(ecran: ecrans.EcranTracabilite) -> None:
    """Each editorial link in view: both ends, strength, reason, author; for the direction, more."""
    if not ecran.chaine.liens:
        st.info(
            "Les rapprochements éditoriaux sont masqués, sur tous les écrans.",
            icon=":material/link_off:",
        )
        return
    depart = ecran.depart
    liens = _read_links(ecran.chaine, depart)
    with heading(f"Rapprochements éditoriaux ({len(liens)})"):
        ecran.show_exports(
            _export(ecran.donnees, ecran.chaine, depart),
            "Rapprochements éditoriaux",
            f"Autour de : {name_of(ecran.donnees, ecran.graphe, depart)}" if depart else "tous",
            "rapprochements",
            dict.fromkeys(noeud for bout in BOUTS for noeud in _ends(liens, bout)),
        )
    saisie = _read_saisie()
    if saisie is not None:
        show_message(saisie[0])
        _show_form(ecran, *saisie)
        _show_withdrawn(ecran, *saisie)
    if liens.empty:
        st.markdown("Aucun rapprochement éditorial.")
        return
    siens = _read_siens(*saisie) if saisie is not None else {}
    page = ecran.etat.liens
    with paged(liens, page, PAR_PAGE, lambda p: ecran.go(liens=p), "liens") as montres:
        for lien in list_records(montres):
            with st.container(border=True, gap="xsmall"):
                st.markdown(_text(ecran, lien))
                if saisie is not None and lien["lien"] in siens:
                    _show_gestes(*saisie, siens[lien["lien"]])
                elif saisie is not None:
                    _show_avis(*saisie, lien)


def _read_siens(store: Store, acteur: Acteur) -> dict[str, Lien]:
    """What the direction wrote, by the link that it is, or that it speaks of."""
    lignes = list_records(store.liens.list(acteur))
    return {ligne["lien_publie"] or f"{PREFIXE}{ligne['id']}": ligne for ligne in lignes}


def _text(ecran: ecrans.EcranTracabilite, lien: Lien) -> str:
    de, vers = (Noeud(lien[f"{bout}_type"], lien[bout]) for bout in BOUTS)
    noms = " → ".join(f"{UN_GENRE[n.type]} « {ecran.name(n)} »" for n in (de, vers))
    arete = Arete(de, vers, EDITORIAL, *(lien[c] for c in Arete._fields[3:]))
    return f"{noms}  \n:small[{nature_text(arete)}]"


@lru_cache(maxsize=64)
def _read_links(chaine: Chaine, depart: Noeud | None) -> pd.DataFrame:
    """Editorial links between the nodes in view."""
    noeuds = None if depart is None else [depart, *ecrans.reach(chaine, depart)]
    return list_links(chaine.graphe, noeuds)


def _ends(liens: pd.DataFrame, bout: str) -> list[Noeud]:
    """The node at one end of each link."""
    return [Noeud(*paire) for paire in zip(liens[f"{bout}_type"], liens[bout], strict=True)]


@lru_cache(maxsize=32)
def _export(donnees: Donnees, chaine: Chaine, depart: Noeud | None) -> pd.DataFrame:
    liens = _read_links(chaine, depart)
    origines, cibles = (
        ecrans.name_rows(donnees, chaine, tuple(_ends(liens, bout))) for bout in BOUTS
    )
    sources = zip(origines["source"], cibles["source"], strict=True)
    return liens.assign(
        libelle_origine=origines["libelle"],
        libelle_cible=cibles["libelle"],
        source=[" | ".join(dict.fromkeys(filter(None, paire))) for paire in sources],
    ).astype("str")


def _read_saisie() -> tuple[Store, Acteur] | None:
    """None for who may not edit links, or while follow-up can't be read."""
    acteur = current_acteur()
    if not can(acteur, "ecrire", ""):
        return None
    try:
        store = current_store()
        store.liens.list(acteur)
    except ErreurSuivi:
        return None
    return store, acteur


def _show_form(ecran: ecrans.EcranTracabilite, store: Store, acteur: Acteur) -> None:
    """Link the start with something else; the reason is required."""
    depart = ecran.depart
    if depart is None or depart.type not in RANGS_LIEN:
        st.caption(
            "Pour ajouter un rapprochement, choisissez d’abord un point de départ : une "
            "proposition, un engagement ou sa composante, une priorité, une action, un "
            "dispositif."
        )
        return
    nom = f"lien-de-{depart.type}-{depart.id}"
    titre, commence = "Ajouter un rapprochement", Formulaire(nom).is_begun
    with st.expander(titre, commence, icon=":material/add_link:", key="ajouter-lien"):
        show_creation(
            nom,
            CHAMPS,
            lambda form: _show_champs(ecran, form, depart),
            lambda saisie: store.liens.create(acteur, **saisie),
            "Enregistrer le rapprochement",
            lambda _: "Le rapprochement est enregistré ; le public le lira une fois publié.",
            border=False,
        )


def _show_champs(ecran: ecrans.EcranTracabilite, form: Formulaire, depart: Noeud) -> Lien:
    """The other end, then why; what is typed, as the store takes it."""
    genres = {t: UN_GENRE[t] for t in RANGS_LIEN if RANGS_LIEN[t] != RANGS_LIEN[depart.type]}
    genre = form.choice("genre", "Relier à", genres, next(iter(genres)))
    noeuds = ecran.graphe.of_type(genre)
    noms = {noeud.id: name_of(ecran.donnees, ecran.graphe, noeud) for noeud in noeuds}
    autre = Noeud(genre, form.choice(f"cible-{genre}", UN_GENRE[genre], noms))
    de, vers = sorted((depart, autre), key=lambda noeud: RANGS_LIEN[noeud.type])
    return show_champs(form, CHAMPS, {}, colonnes=1) | {
        "origine_type": de.type, "origine": de.id, "cible_type": vers.type, "cible": vers.id,
    }  # fmt: skip


def _show_avis(store: Store, acteur: Acteur, lien: Lien) -> None:
    """Accept, contest or withdraw a link of the published file, which stays as it is."""
    cle = f"avis-{lien['lien']}"
    avis = st.popover("Donner un avis", key=f"lien-{cle}", on_change="rerun", type="tertiary")
    if not avis.open:
        return
    copie = {nom: lien[nom] for nom in COPIES} | {"lien_publie": lien["lien"]}
    with avis:
        show_creation(
            cle,
            AVIS,
            lambda form: show_champs(form, AVIS, {}, colonnes=1),
            lambda saisie: store.liens.create(acteur, **copie, **saisie),
            "Enregistrer l’avis",
            lambda _: "L’avis est enregistré ; le public le lira une fois publié.",
            border=False,
        )


def _show_gestes(store: Store, acteur: Acteur, lien: Lien) -> None:
    """Publish, change or withdraw a link of the follow-up, or what was said of a published one."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        etat = "publié" if lien["publie"] else "brouillon"
        quoi = "Avis" if lien["lien_publie"] else "Suivi"
        st.markdown(f":small[{quoi} : {etat}]", width="content")
        if not lien["publie"]:
            publish = partial(store.publications.publish, acteur, "lien", lien["id"])
            _show_button("Publier", "publier", lien, publish, "Le rapprochement est publié.")
        cle = f"lien-modifier-{lien['id']}"
        correction = st.popover("Modifier", key=cle, on_change="rerun", type="tertiary")
        if correction.open:
            # What it links stays, since another link is another reading.
            champs = AVIS if lien["lien_publie"] else CHAMPS
            update = partial(store.liens.update, acteur, lien["id"])
            with correction:
                show_edition(
                    f"lien-{lien['id']}",
                    champs,
                    lien,
                    lambda form, lue: show_champs(form, champs, lue, colonnes=1),
                    lambda version, saisie: update(version, **saisie),
                    lambda _: "Le rapprochement est modifié ; le public lit la version publiée.",
                    border=False,
                )
        withdraw = partial(store.liens.withdraw, acteur, lien["id"], lien["version"])
        mot, succes = "Retirer", "Le rapprochement est retiré ; il peut être rétabli."
        if lien["lien_publie"]:
            mot, succes = "Effacer l’avis", "L’avis est effacé ; il peut être rétabli."
        _show_button(mot, "retirer", lien, withdraw, succes)


def _show_withdrawn(ecran: ecrans.EcranTracabilite, store: Store, acteur: Acteur) -> None:
    """Withdrawn links, each with the gesture that takes it back."""
    ecartes = [lien for lien in _read_siens(store, acteur).values() if lien["avis"] == RETIRE]
    retires = list_records(store.liens.list(acteur, retires=True))
    if not ecartes + retires:
        return
    titre = f"Rapprochements et avis retirés ({len(ecartes + retires)})"
    with st.expander(titre, icon=":material/undo:"):
        for lien in ecartes:
            st.markdown(_text(ecran, lien | {"lien": ""}))
            _show_gestes(store, acteur, lien)
        for lien in retires:
            st.markdown(_text(ecran, lien | {"lien": ""}))
            restore = partial(store.liens.restore, acteur, lien["id"], lien["version"])
            _show_button("Rétablir", "retablir", lien, restore, "Le rapprochement est rétabli.")


def _show_button(mot: str, nom: str, lien: Lien, verbe: Callable[[], Any], succes: str) -> None:
    show_geste(mot, verbe, succes, cle=f"lien-{nom}-{lien['id']}", type="tertiary")
