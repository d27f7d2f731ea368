"""Command line: `python -m concertation COMMAND`."""

import argparse
import io
import sys
from collections.abc import Sequence

from concertation import read_version
from concertation.commandes import base, diagnostic, exporter, personnelles, propositions, verifier
from concertation.commandes.fichier import tell
from concertation.donnees import DonneeIndisponible
from concertation.donnees.phrases import explain
from concertation.restitution.diapos.modele import DiaporamaInvalide
from concertation.restitution.fabrication.fichiers import DemandeInvalide, FabricationImpossible
from concertation.suivi import ErreurSuivi

MODULES = {
    "verifier": verifier, "propositions": propositions, "exporter": exporter,
    "diagnostic": diagnostic,
}  # fmt: skip
COMMANDES = {nom: (m.run, m.AIDE, m.ARGUMENTS) for nom, m in MODULES.items()}
COMMANDES |= base.COMMANDES | personnelles.COMMANDES
# What data, database or disk refuse, and what is asked wrongly: a sentence and a status.
INDISPONIBLE, MAL_DEMANDE, ABANDONNE = 1, 2, 130


def build_parser() -> argparse.ArgumentParser:
    """Each command has what runs it, its help, its arguments by name."""
    parser = argparse.ArgumentParser(
        prog="python -m concertation",
        description="Ce qu’une concertation a dit, et ce qu’il en est advenu.",
    )
    parser.add_argument(
        "--version", action="version", version=read_version(), help="Dit la version, et s’arrête."
    )
    commandes = parser.add_subparsers(dest="commande", required=True, metavar="COMMANDE")
    for nom, (run, aide, options) in COMMANDES.items():
        sous = commandes.add_parser(nom, help=aide, description=aide)
        for argument, option in options.items():
            sous.add_argument(argument, **option)
        sous.set_defaults(run=run)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the value is the exit status of the process."""
    for flux in (sys.stdout, sys.stderr):
        # A terminal that lacks a character shows its code instead of stopping the command.
        if isinstance(flux, io.TextIOWrapper):
            flux.reconfigure(errors="backslashreplace")
    arguments = build_parser().parse_args(argv)
    try:
        return int(arguments.run(arguments) or 0)
    except (DemandeInvalide, DiaporamaInvalide) as erreur:
        phrase, statut = str(erreur), MAL_DEMANDE
    except (DonneeIndisponible, ErreurSuivi, FabricationImpossible) as erreur:
        phrase, statut = str(erreur), INDISPONIBLE
    except OSError as erreur:
        ou = f" de « {erreur.filename} »" if erreur.filename else ""
        phrase, statut = f"Rien n’est fait{ou} : {explain(erreur)}.", INDISPONIBLE
    except KeyboardInterrupt as abandon:
        phrase, statut = str(abandon) or "Commande abandonnée.", ABANDONNE
    tell(phrase)
    return statut


if __name__ == "__main__":
    sys.exit(main())
