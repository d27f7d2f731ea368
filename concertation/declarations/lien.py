"""A link that the direction makes between what was said and what is done, with its reason; or what
it says of a published one."""

from concertation.declarations.champ import Champ, Objet
from concertation.declarations.codes import Code, CodeListe, Signe

FORCE = CodeListe(
    "force", "Force d’un rapprochement",
    Code("faible", "Faible\u00a0: même objet ou même public", Signe("circle-open"), "trending_flat",
         "Faible"),
    Code("forte", "Forte\u00a0: même objet, mêmes moyens", Signe("circle", "bleu"), "link",
         "Forte"),
    Code("intitule", "Intitulé\u00a0: titre d’une priorité sans élément publié",
         Signe("square-open"), "title", "Intitulé"),
    depart="faible",
)  # fmt: skip
AVIS = CodeListe(
    "avis", "Avis de la direction",
    Code("", "Sans avis", Signe("circle-open"), "remove"),
    Code("accepte", "Accepté", Signe("circle", "vert"), "check_circle"),
    Code("conteste", "Contesté", Signe("x", "ambre"), "report", roles=frozenset({"motive"})),
    Code("retire", "Retiré", Signe("square", "rouge"), "block", roles=frozenset({"motive"})),
)  # fmt: skip
RANGS_LIEN = {
    "proposition": 0, "engagement": 1, "composante": 1, "priorite": 2, "action": 3, "dispositif": 3,
}  # fmt: skip
"""What a link may join: it goes from a lower rank to a higher one."""

BOUT = CodeListe(
    "bout", "Bout d’un rapprochement",
    Code("proposition", "Proposition", Signe("circle-open"), "format_list_bulleted"),
    Code("engagement", "Engagement", Signe("square-open"), "flag"),
    Code("composante", "Composante", Signe("diamond-open"), "segment"),
    Code("priorite", "Priorité", Signe("triangle-up-open"), "priority_high"),
    Code("action", "Action", Signe("triangle-right"), "task"),
    Code("dispositif", "Dispositif", Signe("square"), "hub"),
)  # fmt: skip

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
