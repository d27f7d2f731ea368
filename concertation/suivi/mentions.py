"""What is said of a follow-up wherever it is shown."""

FICTIVES = "Données fictives"
