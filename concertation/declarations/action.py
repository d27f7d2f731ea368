"""An action, what a territory does for an engagement, by whom and when; and its money."""

from concertation.declarations.champ import Champ, Objet
from concertation.declarations.codes import Code, CodeListe, Signe

EN_RETARD = "En retard"
"""Computed, never typed: an action whose end is past and whose status is not `fini`."""

STATUT = CodeListe(
    "statut", "Statut",
    Code("a_venir", "À venir", Signe("circle-open", plein=False), "schedule"),
    Code("en_cours", "En cours", Signe("triangle-right", "bleu"), "play_arrow"),
    Code("en_pause", "En pause", Signe("square", "ambre", "|"), "pause"),
    Code("bloquee", "Bloquée", Signe("x", "rouge", "x"), "block", roles=frozenset({"bloque"})),
    Code("realisee", "Réalisée", Signe("circle", "vert"), "check", roles=frozenset({"fini"})),
    Code("abandonnee", "Abandonnée", Signe("diamond-open", "", "."), "close",
         roles=frozenset({"fini"})),
    depart="a_venir",
)  # fmt: skip

ACTION = Objet(
    "action", "Action",
    (
        Champ("intitule", "Intitulé", requis=True, court="Action", pleine=True, largeur=330),
        Champ("engagement", "Engagement", "engagement", True, court="Eng.", largeur=50),
        Champ("composante", "Composante", "composante", sauf=("tableau", "releve", "fiche")),
        Champ("territoire", "Territoire", "territoire", True),
        Champ("statut", "Statut", "choix", True, STATUT, largeur=100),
        Champ("debut", "Début", "date", largeur=100),
        Champ("fin", "Fin", "date", largeur=100),
        Champ("porteur", "Porteur", personne=True, finalite="savoir qui mène l’action"),
        Champ("partenaires", "Partenaires", sauf=("fiche",)),
        Champ("description", "Description", "long", sauf=("tableau", "releve"), hauteur=120),
        Champ("propositions", "Propositions", "propositions", sauf=("tableau", "fiche")),
    ),
)  # fmt: skip

NATURE = CodeListe(
    "nature", "Nature du financement",
    Code("prevu", "Prévu", Signe("square-open", "bleu", plein=False), "savings"),
    Code("depense", "Dépensé", Signe("square", "vert"), "payments"),
    depart="prevu",
)  # fmt: skip

FINANCEMENT = Objet(
    "financement", "Financement",
    (
        Champ("action_id", "Action", "identifiant", True),
        Champ("financeur", "Financeur", requis=True),
        Champ("montant", "Montant en euros", "montant", True, court="Montant",
              exemple="12 500,50"),
        Champ("periode", "Période", exemple="2026, 2026-2027…"),
        Champ("nature", "Nature", "choix", True, NATURE),
    ),
    (ACTION,),
    figes=("action_id",),
    vues=("formulaire", "classeur", "journal", "releve", "fiche", "demo"),
)  # fmt: skip
