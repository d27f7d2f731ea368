"""Journal: who did what, its filters, what each entry changed, and how to put it back."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.adresses import Adresse, choix, entier, jour, texte
from concertation.analyse.avancement.changements import Fiches, tell_entry
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import plural
from concertation.analyse.territoires.noms import choix_territoire, name_comite
from concertation.declarations import OBJET
from concertation.declarations.veille import VERBE
from concertation.interface.elements.figures import show_table
from concertation.interface.socle.buttons import show_button
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.ecran import EcranSuivi, show_filtre, show_puces
from concertation.interface.suivi.noms import (
    current_names,
    differences,
    format_moment,
    object_name,
    start_of_day,
)
from concertation.interface.suivi.partage import attempt
from concertation.recits.suivi import names_of_changements, read_fiches
from concertation.suivi import ROLES, Conflit

PAR_PAGE = 20
CONFLIT = "journal-conflit"
PUBLIC = (
    "Ce qui a été publié, par instance et par date, sans nom de personne. Ce qui n’est pas publié "
    "n’est pas montré ici."
)


@dataclass(frozen=True)
class EtatJournal(Adresse):
    """What the address says: filters, and the entry that the page begins before."""

    qui: str = texte("Personne")
    territoire: str = choix_territoire()
    objet: str = choix("Objet", OBJET)
    fiche: int = entier("Fiche")
    depuis: dt.date | None = jour("Du")
    jusqua: dt.date | None = jour("Au")
    avant: int = entier("Entrées d’avant")

    @property
    def filtres(self) -> dict[str, Any]:
        """The filters as the store takes them."""
        lus = {"qui": self.qui.strip(), "territoire": self.territoire, "objet": self.objet}
        choisis: dict[str, Any] = {nom: valeur for nom, valeur in lus.items() if valeur}
        return choisis | ({"objet_id": self.fiche} if self.fiche else {})


class EcranJournal(EcranSuivi[EtatJournal]):
    """The entries that a person may read."""

    adresse = EtatJournal

    def show_seance(self) -> None:
        """Nothing is entered here."""

    @cached_property
    def signataires(self) -> Mapping[str, str]:
        """Who may be asked for, by what the address says of them; one of before says a name."""
        dits = self.store.journal.signers(self.acteur)
        return dits if self.etat.qui in ("", *dits) else {self.etat.qui: self.etat.qui, **dits}

    @cached_property
    def entrees(self) -> pd.DataFrame:
        """One entry more than a page, to know whether another page follows."""
        etat = self.etat
        if self.acteur.reads_public_only:
            filtres = {nom: v for nom, v in etat.filtres.items() if nom != "qui"}
            return self.store.journal.list_public(filtres, PAR_PAGE + 1, etat.avant)
        fin = etat.jusqua + dt.timedelta(days=1) if etat.jusqua else None
        return self.store.journal.list(
            self.acteur,
            etat.filtres | ({"qui": self.signataires[etat.qui]} if etat.qui else {}),
            limit=PAR_PAGE + 1,
            before_id=etat.avant or None,
            depuis=start_of_day(etat.depuis) if etat.depuis else None,
            jusqu_a=start_of_day(fin) if fin else None,
        )

    @cached_property
    def fiches(self) -> Fiches:
        """The rows that the entries of the page tell of."""
        ids = set(self.entrees["objet_id"])
        for contenu in self.entrees["apres"]:
            ids |= {(contenu or {}).get(nom) for nom in ("action_id", "indicateur_id")}
        return read_fiches(self.store, self.acteur, ids - {None})

    @cached_property
    def noms(self) -> Mapping[str, str]:
        """The names of territories and proposals."""
        return names_of_changements(self.donnees)

    def ask(self, **changements: Any) -> None:
        """Another question: the list starts again at its newest entries."""
        st.session_state.pop(CONFLIT, None)
        self.go(avant=0, **changements)


def show_filtres(ecran: EcranJournal) -> None:
    """Who, where, what and when, each with the chip that takes it away."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        nomme = not ecran.acteur.reads_public_only
        if nomme:
            show_filtre(ecran, "qui", "Toutes", ecran.signataires, width=200)
        show_filtre(ecran, "territoire", "Tous", width=200)
        show_filtre(ecran, "objet", "Tous", width=200)
        if nomme:
            show_filtre(ecran, "depuis", width=140)
            show_filtre(ecran, "jusqua", width=140)
    noms = ("qui", "territoire", "objet", "fiche", "depuis", "jusqua")
    show_puces(ecran, *noms, qui=ecran.signataires)


def show_entrees(ecran: EcranJournal) -> None:
    """One page of the journal, newest first; each entry opens on what it changed."""
    page = ecran.entrees.head(PAR_PAGE)
    if page.empty:
        st.markdown(
            "Aucune entrée ne répond à ces filtres : retirez-en un."
            if ecran.etat.to_params()
            else ecran.absence("journal")
        )
    for entree in list_records(page):
        _show_entree(ecran, entree)
    _show_pages(ecran, page)


def _describe(ecran: EcranJournal, entree: Mapping[str, Any]) -> str:
    """« 22/11/2026 à 14:05 · Anne · Décision · Orne : proposition ACC-L-08 « … » : À instruire →
    Écartée (motif) »; the kind and the number of what no sentence tells."""
    lieu = entree["territoire"]
    # To a reader a body speaks, never a person.
    qui = entree["qui"] or (name_comite(ecran.donnees, lieu) if lieu else "Direction")
    if _is_access(entree):
        quoi = [OBJET.get(entree["objet"], "")]
        qui = entree["qui"] or ROLES.get(entree["role"], "")
    elif phrase := tell_entry(entree, ecran.noms, ecran.fiches):
        quoi = [phrase]
    else:
        contenu = {**(entree["apres"] or {}), **(entree["avant"] or {})}
        nom = f"{object_name(entree['objet'], contenu)} n° {entree['objet_id']}"
        quoi = [nom, ecran.lieu(lieu)]
    morceaux = [format_moment(entree["quand"]), qui, VERBE.mot(entree["verbe"]), *quoi]
    return " · ".join(filter(None, morceaux))


def _is_access(entree: Mapping[str, Any]) -> bool:
    """Whether it tells who may do what, and no row: nothing to put back."""
    return entree["verbe"] in VERBE.which("acces")


def _show_entree(ecran: EcranJournal, entree: dict[str, Any]) -> None:
    identifiant = int(entree["id"])
    conflit = _conflict_of(identifiant) is not None
    titre, cle = escape(_describe(ecran, entree)), f"w-entree-{identifiant}"
    with st.expander(titre, expanded=conflit, key=cle, on_change="rerun") as cadre:
        # Closed, as nearly all of them are, it would cost ten times more.
        if not (cadre.open or conflit):
            return
        lignes = differences(entree["objet"], entree["avant"], entree["apres"], current_names())
        table = pd.DataFrame(lignes, columns=["Champ", "Avant", "Après"])
        if entree["avant"] is None:
            table = table[["Champ", "Après"]].rename(columns={"Après": "Enregistré"})
        if table.empty:
            st.markdown("Cette entrée n’a changé aucun champ.")
        else:
            show_table(table, alt=f"Ce que l’entrée {identifiant} a changé")
        if ecran.acteur.reads_public_only:
            return
        seance = entree["seance_id"]
        suite = "" if pd.isna(seance) else f" Saisi pendant la séance n° {seance}."
        st.caption(f"Entrée n° {identifiant}, {ROLES.get(entree['role'], '').lower()}.{suite}")
        if _is_access(entree):
            return
        with st.container(horizontal=True):
            _show_restore(ecran, entree, lignes)
            if not ecran.etat.fiche:
                sienne = partial(ecran.ask, objet=entree["objet"], fiche=int(entree["objet_id"]))
                mots = "Toute l’histoire de cette fiche"
                show_button(mots, "history", sienne, key=f"histoire-{identifiant}")


def _conflict_of(identifiant: int) -> Conflit | None:
    """What stands against putting back this entry, until the person has chosen."""
    ici, conflit = st.session_state.get(CONFLIT, (0, None))
    return conflit if ici == identifiant else None


def _show_restore(ecran: EcranJournal, entree: dict[str, Any], lignes: Sequence[Any]) -> None:
    """Say what will happen, then do it; what changed meanwhile is shown first."""
    publie = "publie" in (entree["apres"] or {})
    if not ecran.can("publier" if publie else "ecrire", entree["territoire"]):
        return
    identifiant = int(entree["id"])
    if conflit := _conflict_of(identifiant):
        _show_conflit(ecran, entree, conflit)
        return
    with st.popover("Remettre comme avant…", icon=":material/restore:"):
        if entree["avant"] is None:
            st.markdown("La fiche sera retirée : cachée, jamais supprimée.")
        else:
            voulus = " ; ".join(f"{escape(champ)} : {escape(avant)}" for champ, avant, _ in lignes)
            st.markdown(f"La fiche retrouvera ces valeurs. {voulus}.")
        revert, cle = partial(_revert, ecran, identifiant, None), f"remettre-{identifiant}"
        st.button("Remettre comme avant", key=cle, type="primary", on_click=revert)


def _show_conflit(ecran: EcranJournal, entree: Mapping[str, Any], conflit: Conflit) -> None:
    identifiant = int(entree["id"])
    with st.container():
        st.warning(
            "Cette fiche a encore changé après cette entrée : elle est maintenant à la version "
            f"{conflit.actuel['version']}. Choisissez.",
            icon=":material/compare_arrows:",
        )
        propose = {n: v for n, v in conflit.propose.items() if n not in ("id", "version")}
        actuel = {nom: conflit.actuel.get(nom) for nom in propose}
        lignes = differences(entree["objet"], actuel, propose, current_names())
        if lignes:
            colonnes = ["Champ", "Maintenant", "Comme avant l’entrée"]
            show_table(pd.DataFrame(lignes, columns=colonnes), alt="Les deux versions")
        with st.container(horizontal=True):
            revert = partial(_revert, ecran, identifiant, int(conflit.actuel["version"]))
            st.button("Remettre quand même", key=f"forcer-{identifiant}", on_click=revert)
            leave = partial(st.session_state.pop, CONFLIT, None)
            mots, cle = "Laisser comme maintenant", f"laisser-{identifiant}"
            st.button(mots, key=cle, type="tertiary", on_click=leave)


def _revert(ecran: EcranJournal, identifiant: int, version: int | None) -> None:
    st.session_state.pop(CONFLIT, None)

    def keep(conflit: Conflit) -> None:
        st.session_state[CONFLIT] = (identifiant, conflit)

    attempt(
        lambda: ecran.store.journal.revert(ecran.acteur, identifiant, version),
        f"Ce que l’entrée n° {identifiant} avait changé est remis comme avant.",
        keep,
    )


def _show_pages(ecran: EcranJournal, page: pd.DataFrame) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="center"):
        if ecran.etat.avant:
            st.button("Revenir aux plus récentes", icon=":material/first_page:", on_click=ecran.ask)
        if len(ecran.entrees) > PAR_PAGE:
            st.markdown(plural(len(page), "entrée"), width="content")
            dernier = int(page.iloc[-1]["id"])
            show_button(
                "Entrées plus anciennes", "chevron_right", lambda: ecran.go(avant=dernier),
                icon_position="right", type="secondary",
            )  # fmt: skip
