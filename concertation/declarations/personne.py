"""A person who signs in: who they are, what they may do, where and until when."""

from concertation.declarations.champ import Champ, Objet
from concertation.declarations.codes import declared_codes

PROFIL = declared_codes("profil")

# What each does here, said where one chooses.
METIER = {
    "lecteur": "lit ce qui est publié, le présente devant une salle",
    "comite": "décide, saisit et tient les séances pour ses territoires",
    "direction": "passe en revue, saisit et publie pour toute la région",
    "administrateur": "fait de même, et tient les personnes, leurs droits et la base",
}

PERSONNE = Objet(
    "personne", "Personne",
    (
        Champ("adresse", "Adresse électronique", requis=True, personne=True,
              finalite="ouvrir l’application à qui est invité"),
        Champ("nom", "Nom", requis=True, personne=True, finalite="signer ses saisies",
              aide="celui que porteront ses saisies, à nul autre"),
        Champ("role", "Rôle", "choix", True, PROFIL),
        Champ("territoires", "Territoires", "territoires", aide="pour un comité seulement"),
        Champ("debut", "Début", "date", aide="premier jour, sans date dès maintenant"),
        Champ("fin", "Fin", "date", aide="dernier jour, sans date sans limite"),
        # Written by what the person does, at most once a minute.
        Champ("vu_le", "Dernière activité", sauf=("formulaire", "tableau", "classeur", "journal")),
    ),
    publiable=False,
    reservee=True,
    vues=("formulaire", "classeur", "journal"),
)  # fmt: skip
