"""The declaration of accessibility."""

import streamlit as st

from concertation.donnees import Donnees
from concertation.interface.socle.textes import escape


def show_declaration(donnees: Donnees) -> None:
    """State of conformity, known gaps, what was tried, whom to tell."""
    nom = escape(str(donnees.metadonnees.get("nom") or "cette concertation"))
    st.title("Accessibilité : non conforme", anchor=False)
    st.markdown(
        f"""
Le tableau de bord « {nom} » est **non conforme** avec le référentiel général d’amélioration de
l’accessibilité (RGAA 4.1) : **aucun audit de conformité n’a été réalisé**. L’article 47 de la loi
n° 2005-102 du 11 février 2005 demande de le dire.
"""
    )
    st.header("Ce qui est vérifié à chaque version", anchor=False)
    st.markdown(
        """
- Chaque écran passe l’outil automatique axe-core sans violation. Un outil automatique ne voit
  qu’une partie des défauts.
- La langue de la page est déclarée ; le nombre de résultats est annoncé aux lecteurs d’écran.
- Chaque graphique a un texte de remplacement, et son tableau à un geste.
- Aucune information ne passe par la couleur seule : mots, côtés, motifs et icônes la doublent.
- Les écrans s’utilisent au clavier et tiennent dans 390 pixels de large sans défilement horizontal.
"""
    )
    st.header("Ce qui manque, à notre connaissance", anchor=False)
    st.markdown(
        """
- Les points des cartes et les barres des graphiques ne s’activent qu’à la souris ou au doigt : les
  cases de filtre, les listes et les boutons font la même chose au clavier.
- En présentation, les diapositives ont toujours un fond blanc, celui des fichiers qu’on en tire.
- Les essais avec des lecteurs d’écran et avec des personnes concernées restent à faire.
"""
    )
    st.header("Signaler une difficulté", anchor=False)
    contact = str(donnees.metadonnees.get("contact") or "")
    ou = f"à {escape(contact)}" if contact else "au service qui vous a donné l’adresse de ce site"
    st.markdown(
        f"""
Écrivez {ou}, en disant l’écran et ce qui vous arrête. Sans réponse satisfaisante, vous
pouvez saisir le [Défenseur des droits](https://www.defenseurdesdroits.fr).
"""
    )
