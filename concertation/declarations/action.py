"""An action, what a territory does for an engagement, by whom and when; and its money."""

from concertation.declarations.champ import Champ, Objet
from concertation.declarations.codes import declared_codes

EN_RETARD = "En retard"
"""Computed, never typed: an action whose end is past and whose status is not `fini`."""

STATUT = declared_codes("statut")

ACTION = Objet(
    "action", "Action",
    (
        Champ("intitule", "Intitulé", requis=True, court="Action", pleine=True, largeur=330,
              aussi=("titre de l’action", "titre", "nom de l’action", "libellé")),
        Champ("engagement", "Engagement", "engagement", True, court="Eng.", largeur=50),
        Champ("composante", "Composante", "composante", sauf=("tableau", "releve", "fiche")),
        Champ("territoire", "Territoire", "territoire", True),
        Champ("statut", "Statut", "choix", True, STATUT, largeur=100,
              aussi=("état", "avancement", "état d’avancement")),
        Champ("debut", "Début", "date", largeur=100,
              aussi=("date de début", "démarrage", "date de démarrage")),
        Champ("fin", "Fin", "date", largeur=100, aussi=("date de fin", "échéance")),
        Champ("porteur", "Porteur", personne=True, finalite="savoir qui mène l’action",
              aussi=("structure pilote", "pilote", "responsable", "structure porteuse")),
        Champ("partenaires", "Partenaires", sauf=("fiche",)),
        Champ("description", "Description", "long", sauf=("tableau", "releve"), hauteur=120,
              aussi=("descriptif", "description de l’action", "contenu")),
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
        Champ("financeur", "Financeur", aide="vide s’il n’est pas connu",
              aussi=("source de financement",)),
        Champ("montant", "Montant en euros", "montant", True, court="Montant",
              exemple="12 500,50", aussi=("coût", "budget")),
        Champ("periode", "Période", exemple="2026, 2026-2027…"),
        Champ("nature", "Nature", "choix", True, NATURE),
    ),
    (ACTION,),
    figes=("action_id",),
    vues=("formulaire", "classeur", "journal", "releve", "fiche", "demo"),
)  # fmt: skip
