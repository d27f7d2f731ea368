"""Command line: `python -m concertation COMMAND`."""

import argparse
import importlib
import sys
from collections.abc import Sequence

from concertation import read_version

COMMANDES = ("verifier", "propositions", "sauvegarder", "restaurer", "demo", "exporter")


def build_parser() -> argparse.ArgumentParser:
    """Each command module adds its own arguments with `configure(parser)`."""
    parser = argparse.ArgumentParser(
        prog="python -m concertation",
        description="Ce qu'une concertation a dit, et ce qu'il en est advenu.",
    )
    parser.add_argument(
        "--version", action="version", version=read_version(), help="Dit la version, et s'arrête."
    )
    commandes = parser.add_subparsers(dest="commande", required=True, metavar="COMMANDE")
    for nom in COMMANDES:
        module = importlib.import_module(f"concertation.commandes.{nom}")
        sous = commandes.add_parser(nom, help=module.AIDE, description=module.AIDE)
        module.configure(sous)
        sous.set_defaults(run=module.run)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the value is the exit status of the process."""
    arguments = build_parser().parse_args(argv)
    return int(arguments.run(arguments))


if __name__ == "__main__":
    sys.exit(main())
