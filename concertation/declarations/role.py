"""What a published measure says of the action that it belongs to: a need, a means, a result…"""

from concertation.declarations.codes import Code, CodeListe, Signe

ROLE = CodeListe(
    "role", "Nature d’une mesure",
    Code("besoin", "Besoin", Signe("circle-open"), "help_center"),
    Code("contexte", "Contexte", Signe("square-open"), "info"),
    Code("moyen", "Moyen", Signe("diamond-open"), "construction"),
    Code("realisation", "Réalisation", Signe("triangle-right", "bleu"), "task_alt",
         roles=frozenset({"aboutit"})),
    Code("resultat", "Résultat", Signe("circle", "vert"), "verified",
         roles=frozenset({"aboutit"})),
)  # fmt: skip
"""`aboutit`: what may end a chain or count as an echo; a need or a means never does."""
