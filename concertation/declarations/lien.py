"""A link that the direction makes between what was said and what is done, with its reason; or what
it says of a published one."""

from concertation.declarations.champ import Champ, Objet
from concertation.declarations.codes import declared_codes

FORCE = declared_codes("force")
AVIS = declared_codes("avis")
RANGS_LIEN = {
    "proposition": 0, "engagement": 1, "composante": 1, "priorite": 2, "action": 3, "dispositif": 3,
}  # fmt: skip
"""What a link may join: it goes from a lower rank to a higher one."""

BOUT = declared_codes("bout")

LIEN = Objet(
    "lien", "Rapprochement éditorial",
    (
        Champ("origine_type", "Nature de l’origine", "choix", True, BOUT),
        Champ("origine", "Origine", requis=True),
        Champ("cible_type", "Nature de la cible", "choix", True, BOUT),
        Champ("cible", "Cible", requis=True),
        Champ("justification", "Justification", "long", True),
        Champ("force", "Force", "choix", True, FORCE),
        Champ("lien_publie", "Rapprochement publié visé", sauf=("demo",)),
        Champ("avis", "Avis de la direction", "choix", liste=AVIS),
        Champ("motif", "Motif de l’avis", "long", aide="obligatoire pour contester ou retirer"),
    ),
    vues=("formulaire", "classeur", "journal", "demo"),
    figes=("origine_type", "origine", "cible_type", "cible", "lien_publie"),
)  # fmt: skip
