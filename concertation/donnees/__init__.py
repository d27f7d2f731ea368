"""Read and check the published files.

`load_donnees` is what screens use: quick, tolerant, one broken file never takes the others along.
`check_dossier` and `check_fichiers` are what an editor uses: slower, exhaustive.
"""

from concertation.donnees.anomalies import Anomalie, DonneeIndisponible
from concertation.donnees.controle import RapportFichiers, check_dossier, check_fichiers
from concertation.donnees.dossier import (
    Donnees,
    compute_empreinte,
    dossier_courant,
    load_donnees,
    open_donnees,
    soft_geo,
    soft_table,
)
from concertation.donnees.paquet import FUSEAU
