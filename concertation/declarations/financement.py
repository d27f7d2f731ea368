"""Money of an action: who pays, how much, when, planned or spent."""

from concertation.declarations.action import ACTION
from concertation.declarations.champ import Champ, Objet
from concertation.declarations.codes import Code, CodeListe, Signe

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
