"""Both engines for the walk of the store."""

from tests.aides.bases import (  # noqa: F401 (fixtures)
    modele_postgresql,
    modele_sqlite,
    nouvelle_base,
    serveur_postgresql,
)
