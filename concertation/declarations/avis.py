"""What a body or a person is asked for, an opinion or a decision, and what they answer."""

from concertation.declarations.champ import VUES, Champ, Objet
from concertation.declarations.codes import Code, CodeListe, Signe

DEMANDE = CodeListe(
    "type_demande", "Ce qui est demandé",
    Code("avis", "Un avis", Signe("diamond", "ambre"), "forum"),
    Code("decision", "Une décision de la direction", Signe("square", "bleu"), "gavel",
         roles=frozenset({"decide"})),
    depart="avis",
)  # fmt: skip

AVIS_DEMANDE = Objet(
    "avis", "Demande d’avis",
    (
        Champ("territoire", "Territoire", "territoire", True),
        Champ("point_id", "Point de l’ordre du jour", "identifiant", sauf=VUES),
        Champ("lie", "Porte sur", aide="propositions, engagements, actions, par « | »"),
        Champ("type_demande", "Demande", "choix", True, DEMANDE),
        Champ("aupres_de", "Demandé à", aide="organisme ou personne", personne=True,
              finalite="savoir à qui un avis est demandé"),
        Champ("adresse", "Adresse électronique", personne=True, sauf=("releve",),
              finalite="demander un avis par courriel"),
        Champ("question", "Question", "long", True),
        Champ("echeance", "Réponse attendue le", "date"),
        Champ("relance", "Relance faite le", "date", sauf=("formulaire", "releve")),
        Champ("reponse", "Réponse", "long", sauf=("formulaire",)),
        Champ("repondu_par", "Réponse donnée par", personne=True, sauf=("formulaire",),
              finalite="savoir qui a donné un avis"),
        Champ("repondu_le", "Réponse reçue le", "date", sauf=("formulaire",)),
    ),
    figes=("territoire", "point_id"),
    vues=("formulaire", "journal", "releve", "demo"),
)  # fmt: skip
