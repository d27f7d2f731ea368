"""The parts of the Aide screen."""

from functools import lru_cache

import pandas as pd
import streamlit as st

from concertation.analyse.lignes import find_row, list_records
from concertation.analyse.mots.formats import plural
from concertation.analyse.mots.glossaire import search_glossaire
from concertation.donnees import Donnees
from concertation.interface.elements.figures import show_rows
from concertation.interface.elements.provenance import show_reserves
from concertation.interface.socle.champs import show_search
from concertation.interface.socle.registre import every_ecran
from concertation.interface.socle.session import read_params, write_params
from concertation.interface.socle.textes import escape, link_sigle
from concertation.suivi.socle.droits import MATRICE, OU, ROLES


def show_glossaire(donnees: Donnees, terme: str) -> None:
    """One entry when the address names it, then the whole glossary with its search."""
    glossaire = donnees.table("glossaire")
    st.header("Glossaire", anchor=False)
    if glossaire.empty:
        st.markdown("Glossaire : non publié.")
        return
    if terme:
        _show_terme(glossaire, terme)
    cherche = (read_params().get("q") or [""])[0]
    show_search(
        "Chercher un sigle ou un mot", "w-glossaire", cherche,
        lambda texte: write_params({"q": [texte]} if texte else {}), exemple="CPTS, ALD, équipe…",
    )  # fmt: skip
    trouves = _entries(donnees, cherche)
    st.info(f"{plural(len(trouves), 'entrée')} sur {len(glossaire)}", icon=":material/filter_list:")
    if trouves.empty:
        st.markdown("Aucune entrée ne contient ces lettres : essayez-en moins.")
        return
    show_rows(trouves, alt="Glossaire", markdown=trouves.columns)
    st.caption(
        "Les définitions sont une aide à la lecture ; le fichier glossaire.csv dit quelles "
        "significations sont écrites dans les documents."
    )
    show_reserves(donnees, [("glossaire", None)])


@lru_cache(maxsize=64)
def _entries(donnees: Donnees, cherche: str) -> pd.DataFrame:
    """Found entries, ready to be shown."""
    trouves = search_glossaire(donnees.table("glossaire"), cherche)
    return pd.DataFrame(
        {
            "Terme": [
                f"**{link_sigle(entree['terme'], entree)}**" for entree in list_records(trouves)
            ],
            "Signification": [escape(mots) or "–" for mots in trouves["expansion"].tolist()],
            "En une ligne": [escape(mots) or "–" for mots in trouves["definition"].tolist()],
            "On dit aussi": [
                escape(mots.replace(" | ", ", ")) or "–" for mots in trouves["synonymes"].tolist()
            ],
        },
        dtype=object,
    )


def _show_terme(glossaire: pd.DataFrame, terme: str) -> None:
    ligne = find_row(glossaire, terme)
    if ligne is None:
        st.warning(
            f"Le terme « {escape(terme)} » n’est pas dans le glossaire ; cherchez-le ci-dessous.",
            icon=":material/link_off:",
        )
        return
    dans = "écrite dans un document" if ligne["origine"] == "document" else "d’usage courant"
    with st.container(border=True):
        st.markdown(f"## {escape(ligne['terme'])}")
        if ligne["expansion"]:
            st.markdown(f"**{escape(ligne['expansion'])}**")
        st.markdown(escape(ligne["definition"]))
        if ligne["expansion"]:
            st.caption(f"Signification {dans}.")


def show_lecture() -> None:
    st.header("Lire les chiffres", anchor=False)
    st.markdown(
        """
- Chaque chiffre garde le **qualificatif** de sa source : « près de », « environ », « compté »…
- **« non publié »** : aucune source ne donne l’information. Ce n’est pas zéro.
- Le symbole :material/info: ou :material/help: ouvre la **réserve** : ce que les documents disent
  mal, deux fois, ou pas du tout.
- Une proposition **locale** est à construire sur le territoire, une proposition **nationale**
  alimente les travaux nationaux : sur les graphiques, locale à gauche, nationale à droite avec des
  hachures.
- Une **proximité** entre propositions est un calcul sur les mots ; les documents ne font pas ce
  lien.
- Cliquer sur un point, un département ou une barre **filtre** ; cliquer à nouveau revient en
  arrière.
- L’**adresse** de la page contient tout l’état de l’écran : copiez-la pour la partager.
"""
    )


def show_ecrans() -> None:
    st.header("Les écrans", anchor=False)
    ecrans = {f"**{ecran.titre}**": ecran.aide for ecran in every_ecran() if not ecran.reserve}
    st.table(ecrans, border="horizontal", alt="Ce que fait chaque écran")


def show_clavier() -> None:
    st.header("Au clavier", anchor=False)
    st.table(
        {
            "Tab, Maj + Tab": "aller à l’élément suivant, précédent",
            "Entrée ou Espace": "activer un bouton, une pastille, un lien",
            "Ctrl + K": "chercher partout",
            "← →": "fiche précédente, fiche suivante (ateliers et propositions)",
            "Alt + ←": "revenir à l’état précédent de l’écran",
            "Ctrl + P": "imprimer l’écran",
            "→ ← Espace, Début, Fin, chiffres": "en présentation : avancer, reculer, aller à",
            "F, N, B, O, S, Q": "en présentation : plein écran, notes, noir, fenêtre de l’orateur, "
            "code de la salle, écran derrière la diapositive (Q pour revenir)",
        },
        border="horizontal",
        alt="Touches du clavier",
    )


def show_droits() -> None:
    """The matrix of rights, as the store reads it."""
    st.header("Qui peut faire quoi", anchor=False)
    st.table(
        [
            {
                "Droit": droit.mots[:1].upper() + droit.mots[1:],
                "Sur ce qui est": droit.etat,
                # One column: five would have to be scrolled sideways on a telephone.
                "Qui": "\u00a0; ".join(
                    mot if OU[ou] == "partout" else f"{mot} ({OU[ou]})"
                    for role, mot in ROLES.items()
                    if (ou := droit.ou.get(role, ""))
                ),
            }
            for droit in MATRICE.values()
        ],
        border="horizontal",
        alt="Qui peut faire quoi",
    )


def show_ligne_de_commande() -> None:
    st.header("Dans un terminal", anchor=False)
    st.markdown("La même recherche, et la vérification d’un dossier de données :")
    st.code(
        "python -m concertation propositions --theme prevention --portee locale --format csv\n"
        "python -m concertation verifier mon-dossier",
        language="bash",
        wrap_lines=True,
    )
