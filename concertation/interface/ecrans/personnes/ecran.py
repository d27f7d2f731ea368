"""People: who may come in, with which profile, where and until when; invitations."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import pandas as pd
import streamlit as st

from concertation.acces import VOIES, current_voie
from concertation.analyse.adresses import Adresse, entier, texte
from concertation.analyse.mots.formats import format_date, plural
from concertation.analyse.mots.textes import split_liste
from concertation.declarations.personne import PERSONNE, PROFIL
from concertation.donnees.fichiers.ouverture import TYPES
from concertation.exploitation.debits import ATTENDRE, FAUSSES_INVITATIONS
from concertation.interface.elements.champ_fichier import MO, forget_fichier, show_champ_lu
from concertation.interface.elements.figures import show_table
from concertation.interface.elements.telechargements import heading, show_exports_suivi
from concertation.interface.socle.champs import show_select
from concertation.interface.socle.identite import administers, current_identite
from concertation.interface.socle.partage import reach
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.champs import Saisie, show_champs, show_creation, show_edition
from concertation.interface.suivi.ecran import EcranSuivi
from concertation.interface.suivi.noms import format_moment
from concertation.interface.suivi.partage import attempt, show_geste
from concertation.restitution.classeur.personnes import CHAMPS, read_personnes
from concertation.suivi import ErreurSuivi

_LIEN, _RECU = "personnes-lien", "personnes-fichier"


@dataclass(frozen=True)
class EtatPersonnes(Adresse):
    """The person who is shown, the secret of an invitation."""

    personne: int = entier("Personne")
    invitation: str = texte("Invitation")


class EcranPersonnes(EcranSuivi[EtatPersonnes]):
    """The people whom who administers may read; nobody to the others."""

    adresse = EtatPersonnes

    def show_seance(self) -> None:
        """Nothing is entered in a session here."""

    @cached_property
    def personnes(self) -> pd.DataFrame:
        """Those who were not withdrawn, by name."""
        frame = self.store.personnes.list(self.acteur)
        return frame.sort_values("nom", key=lambda noms: noms.str.casefold(), ignore_index=True)

    def show_fields(self, form: Any, ligne: Mapping[str, Any]) -> Any:
        choix = {"territoires": self.lieux}
        return show_champs(form, PERSONNE.showing("formulaire"), ligne, choix)


def show_invitation(ecran: EcranPersonnes) -> None:
    """To who follows the link of an invitation: what it gives, and how to accept it."""
    lieu = st.context.ip_address
    if wait := FAUSSES_INVITATIONS.wait(lieu, 0):
        st.warning(ATTENDRE.format(math.ceil(wait)))
        return
    try:
        ligne = ecran.store.personnes.invited(ecran.etat.invitation)
    except ErreurSuivi as erreur:
        FAUSSES_INVITATIONS.wait(lieu)
        st.warning(escape(str(erreur)), icon=":material/link_off:")
        return
    identite = current_identite()
    profil = PROFIL[ligne["role"]].lower()
    st.markdown(f"{escape(ligne['nom'])}, vous êtes invité à entrer avec le profil {profil}.")
    if identite is None:
        st.info("Connectez-vous, dans le menu : vous reviendrez ici accepter l’invitation.")
        return
    st.markdown(f"Vous êtes connecté comme {escape(identite.adresse)}.")
    show_geste(
        "Accepter l’invitation",
        lambda: ecran.store.personnes.accept(identite, ecran.etat.invitation),
        "Invitation acceptée : cette adresse est désormais la vôtre ici.",
        icone="check",
        type="primary",
    )


def show_personnes(ecran: EcranPersonnes) -> None:
    """The list, its files, and what may be done of it."""
    if not administers():
        st.info("Seule une personne qui administre lit cette liste.", icon=":material/lock:")
        return
    if current_voie() in ("local", "lecture"):
        st.info(
            f"L’accès qui vaut ici est « {VOIES[current_voie()]} ». Cette liste servira quand on "
            "se connectera : le réglage CONCERTATION_ACCES en décide.",
            icon=":material/info:",
        )
    frame = ecran.personnes
    with heading(plural(len(frame), "personne")):
        show_exports_suivi(ecran, frame[list(CHAMPS)], titre="Personnes", filtres="",
                           fichier="personnes", objet="personne")  # fmt: skip
    if not frame.empty:
        show_table(
            pd.DataFrame([_told(ecran, p) for p in frame.to_dict("records")]), alt="Personnes"
        )
    _show_one(ecran)
    with st.expander("Inviter une personne", icon=":material/person_add:"):
        show_creation(
            "personne", PERSONNE.champs, lambda form: ecran.show_fields(form, {}),
            lambda lue: ecran.store.personnes.create(ecran.acteur, **lue), "Inviter",
            lambda lue: f"{lue['nom']} peut entrer.", border=False,
            apres=lambda ligne: _invite(ecran, ligne),
        )  # fmt: skip
    with st.expander("Reprendre une liste", icon=":material/upload_file:"):
        _show_file(ecran)
    retirees = ecran.store.personnes.list(ecran.acteur, retires=True)
    ecran.show_retires("personne", retirees, "personne retirée", name=lambda p: p["nom"])


def _told(ecran: EcranPersonnes, ligne: Mapping[Any, Any]) -> dict[str, str]:
    bornes = (("à partir du", ligne["debut"]), ("jusqu’au", ligne["fin"]))
    jours = [f"{mot} {format_date(jour)}" for mot, jour in bornes if not pd.isna(jour)]
    vu = ligne["vu_le"]
    return {
        "Nom": ligne["nom"],
        "Adresse": ligne["adresse"],
        "Profil": PROFIL.mot(ligne["role"]),
        "Territoires": ", ".join(map(ecran.lieu, split_liste(ligne["territoires"]))) or "–",
        "Période": ", ".join(jours) or "sans limite",
        "Dernière activité": format_moment(pd.Timestamp(vu)) if vu else "jamais venue",
    }


def _show_one(ecran: EcranPersonnes) -> None:
    """One person: their row, their link, their way out."""
    frame = ecran.personnes
    noms = dict(zip(frame["id"].astype("str"), frame["nom"], strict=True))
    choisie = str(ecran.etat.personne) if str(ecran.etat.personne) in noms else ""
    show_select(
        "Modifier", "w-personne", noms, choisie, lambda cle: ecran.go(personne=int(cle or 0)),
        "Choisissez une personne", width=420,
    )  # fmt: skip
    _show_link()
    if not choisie:
        return
    lue = frame[frame["id"] == ecran.etat.personne].iloc[0].to_dict()
    ligne: Saisie = {str(nom): valeur for nom, valeur in lue.items()}
    verbes, cle = ecran.store.personnes, int(ligne["id"])
    show_edition(
        f"personne-{cle}", PERSONNE.champs, ligne, ecran.show_fields,
        lambda version, lue: verbes.update(ecran.acteur, cle, version, **lue),
        lambda lue: f"{lue['nom']} : les droits sont à jour.", quoi="cette personne",
    )  # fmt: skip
    with st.container(horizontal=True):
        st.button("Nouveau lien d’invitation", icon=":material/link:",
                  on_click=_invite, args=(ecran, ligne))  # fmt: skip
        show_geste(
            "Déconnecter partout", partial(verbes.close, ecran.acteur, cle),
            "Cette personne devra se reconnecter.", icone="devices_off",
        )  # fmt: skip
        show_geste(
            "Retirer", partial(verbes.withdraw, ecran.acteur, cle, int(ligne["version"])),
            "Cette personne n’entre plus.", icone="person_off",
        )  # fmt: skip


def _invite(ecran: EcranPersonnes, ligne: Mapping[str, Any]) -> None:
    secret = attempt(lambda: ecran.store.personnes.invite(ecran.acteur, int(ligne["id"])))
    if secret:
        st.session_state[_LIEN] = (ligne["nom"], reach(f"personnes?invitation={secret}")[0])


def _show_link() -> None:
    """The link of the last invitation, once: the database keeps its digest alone."""
    if dit := st.session_state.pop(_LIEN, None):
        nom, lien = dit
        st.success(
            f"Transmettez ce lien à {escape(nom)} : il vaut sept jours et sert une fois. Il ne "
            "sera plus montré.",
            icon=":material/link:",
        )
        st.code(lien, language=None, wrap_lines=True)


def _show_file(ecran: EcranPersonnes) -> None:
    """A file of people: what is wrong with it, then all of it or nothing."""
    st.markdown(f"Colonnes : {', '.join(f'`{nom}`' for nom in CHAMPS)}, comme dans l’export.")
    recu = show_champ_lu("Liste de personnes (CSV, XLSX ou ODS)", TYPES, cle=_RECU,
                         read=read_personnes, maximum=2 * MO)  # fmt: skip
    if recu is None:
        return
    nom, (lignes, fautes) = recu
    for faute in fautes:
        st.warning(escape(str(faute)), icon=":material/report:")
    if lignes:
        st.button(f"Reprendre {plural(len(lignes), 'personne')} de {escape(nom)}",
                  icon=":material/upload:", on_click=_merge, args=(ecran, lignes))  # fmt: skip


def _merge(ecran: EcranPersonnes, lignes: list[dict[str, Any]]) -> None:
    succes = "La liste est reprise."
    if attempt(lambda: ecran.store.personnes.merge(ecran.acteur, lignes), succes) is not None:
        forget_fichier(_RECU)
