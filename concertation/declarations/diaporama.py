"""A deck of slides that people make, and the pages of the day it was frozen on."""

from concertation.declarations.champ import Champ, Objet

DIAPORAMA = Objet(
    "diaporama", "Diaporama",
    (
        Champ("cle", "Identifiant", requis=True),
        Champ("titre", "Titre", requis=True),
        Champ("territoire", "Territoire", "territoire", sauf=("demo",)),
        Champ("contenu", "Diapositives", "json", True),
        Champ("fige_le", "Figé au", "date", sauf=("demo",)),
        Champ("pages", "Pages figées, édition publique", "pages", sauf=("classeur", "demo")),
        Champ("pages_completes", "Pages figées, édition complète", "pages",
              sauf=("classeur", "demo")),
    ),
    publiable=False,
    vues=("classeur", "journal", "demo"),
)  # fmt: skip
