"""An action, what a territory does for an engagement, by whom and when; and its money."""

from concertation.declarations.champ import Champ, Objet
from concertation.declarations.codes import declared_codes

EN_RETARD = "En retard"
"""Computed, never typed: an action whose end is past and whose status is not `fini`."""

STATUT = declared_codes("statut")

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
        Champ("reprise", "Action publiée reprise", "action",
              sauf=("formulaire", "tableau", "demo")),
    ),
)  # fmt: skip

NATURE = declared_codes("nature")
SANS_FINANCEUR = "financeur non renseigné"

FINANCEMENT = Objet(
    "financement", "Financement",
    (
        Champ("action_id", "Action", "identifiant", True),
        Champ("financeur", "Financeur", aide="vide s’il n’est pas connu"),
        Champ("montant", "Montant en euros", "montant", True, court="Montant",
              exemple="12 500,50"),
        Champ("periode", "Période", exemple="2026, 2026-2027…"),
        Champ("nature", "Nature", "choix", True, NATURE),
    ),
    (ACTION,),
    figes=("action_id",),
    vues=("formulaire", "classeur", "journal", "releve", "fiche", "demo"),
)  # fmt: skip
