"""What is kept of people, why, how long; and what an administrator does when one asks."""

import json
from typing import Any

import streamlit as st

from concertation.analyse.lignes import tabulate
from concertation.analyse.mots.formats import plural
from concertation.declarations import OBJET, OBJETS
from concertation.declarations.personnelles import (
    CONSERVATION_ACCES,
    CONSERVATION_BROUILLON,
    register,
)
from concertation.donnees import Donnees
from concertation.interface.elements.figures import show_table
from concertation.interface.socle.buttons import show_download
from concertation.interface.socle.garde import guard
from concertation.interface.socle.identite import current_acteur
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.noms import field_name
from concertation.interface.suivi.partage import attempt, current_store, show_geste, show_message
from concertation.suivi import Acteur, Store
from concertation.suivi.personnelles import EFFACE, erase, find_mentions, months_kept

_MONTREES = 20
_PASSANTS = {"salle": "Salle", "brouillon": "Brouillon"}
_LIEUX = {"journal": "Journal", "publication": "Publication", **_PASSANTS}
_COLONNES = {"avant": "Avant", "apres": "Après", "qui": "Qui", "contenu": "Contenu publié"}


def show_registre(donnees: Donnees) -> None:
    """What is kept of whom, why, how long, as the declarations say it."""
    st.title("Données personnelles", anchor=False)
    st.markdown(
        """
Cette application garde le nom des personnes qui suivent la concertation, pas celui du public. Ces
noms se lisent avec un profil ; ce qui est publié, les adresses et les mesures du service n’en ont
aucun.
"""
    )
    mois = months_kept()
    durees = {
        "noms": _tell_months(mois),
        "acces": _tell_months(min(mois, CONSERVATION_ACCES)),
        "demande": "jusqu’à ce qu’on demande de l’effacer",
        "brouillon": f"{CONSERVATION_BROUILLON} jours, ou jusqu’à l’enregistrement",
    }
    table = tabulate(
        register(OBJETS.values()),
        ("Ce qui est gardé", lambda t: f"{t.ou}\u00a0: {t.quoi.lower()}"),
        ("Pourquoi", lambda t: t.finalite),
        ("Combien de temps", lambda t: durees[t.duree]),
    )
    show_table(table, alt="Registre des données personnelles")
    contact = str(donnees.metadonnees.get("contact") or "")
    ou = f"à {escape(contact)}" if contact else "au service qui vous a donné l’adresse de ce site"
    st.markdown(
        f"""
La durée court depuis la dernière saisie d’une personne, ou depuis la dernière modification de la
fiche qui la nomme. Le journal garde alors la place de chaque entrée, sans le nom : sa suite reste
prouvée.

Pour lire ce qui est gardé de vous, le corriger ou l’effacer, écrivez {ou}. Sans réponse
satisfaisante, vous pouvez saisir la [CNIL](https://www.cnil.fr).
"""
    )


def _tell_months(mois: int) -> str:
    if not mois:
        return "sans limite"
    return plural(mois // 12, "an") if mois % 12 == 0 else f"{mois} mois"


def show_personne() -> None:
    """For who administers: where a person is named, what is kept of them, and its erasure."""
    with guard():
        store, acteur = current_store(), current_acteur()
        if not store.can(acteur, "administrer", ""):
            return
        show_message(store)
        st.header("Répondre à une personne", anchor=False)
        nom = st.text_input("Prénom et nom, comme ils sont écrits", key="w-personne-nom")
        autres = st.text_input(
            "Autres façons dont elle est nommée, séparées par des points-virgules",
            key="w-personne-autres",
        )
        noms = [mot.strip() for mot in (nom, *autres.split(";")) if mot.strip()]
        if noms:
            mentions = attempt(lambda: find_mentions(store, acteur, noms))
            if mentions is not None:
                _show_mentions(mentions)
                _show_erasure(store, acteur, noms)


def _show_mentions(mentions: list[dict[str, Any]]) -> None:
    st.info(
        f"{plural(len(mentions), 'mention')} dans la base de suivi.", icon=":material/filter_list:"
    )
    if not mentions:
        return
    ou = {**_LIEUX, **OBJET}
    table = tabulate(
        mentions[:_MONTREES],
        ("Où", lambda m: f"{ou.get(m['table'], m['table'])} n° {m['fiche'] or '–'}"),
        ("Champ", lambda m: _COLONNES.get(m["champ"]) or field_name(m["table"], m["champ"])),
        ("Texte", lambda m: m["texte"]),
    )
    show_table(table, alt="Où la personne est nommée")
    if len(mentions) > _MONTREES:
        st.caption(f"Les {_MONTREES} premières ; toutes sont dans le fichier.")
    contenu = json.dumps(mentions, ensure_ascii=False, indent=1)
    show_download("Ce qui est gardé d’elle (JSON)", contenu, "personne.json", "application/json")


def _show_erasure(store: Store, acteur: Acteur, noms: list[str]) -> None:
    with st.popover("Effacer ces noms…", icon=":material/person_off:"):
        st.markdown(
            "Les noms sont remplacés partout, journal compris, et ne se retrouvent pas. Les "
            "sauvegardes faites avant les gardent : remplacez-les."
        )
        par = st.text_input("Remplacer par", EFFACE, key="w-personne-par")
        show_geste(
            "Effacer ces noms",
            lambda: erase(store, acteur, noms, par),
            "Ces noms sont effacés.",
            cle="w-personne-effacer",
        )
