"""What is said of a follow-up wherever it is shown."""

FICTIVES = "Données fictives"
SANS_SUIVI = "Aucun suivi n’est enregistré ici : seuls les faits publiés sont montrés."
