"""A process in which actions have one more field: its declaration, its column, and nothing else.

`python -m tests.declarations.nouveau_champ FOLDER`. The declaration is written before anything
reads it, and the column is what its migration would add; then the field must be everywhere.
"""

import datetime as dt
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest import mock

import sqlalchemy as sa
from streamlit.runtime.context import ContextProxy

from concertation import declarations
from concertation.declarations import action
from concertation.declarations.champ import Champ
from tests.aides.connexion import AT_THE_MACHINE

MENTION = Champ("mention_essai", "Mention d’essai")
EFFET = Champ("effet_essai", "Effet d’essai", "long")
ECHEANCE = Champ("date_essai", "Date d’essai", "date")
NOUVEAUX = (MENTION, EFFET, ECHEANCE)
COLONNES = ("mention_essai TEXT NOT NULL DEFAULT ''", "effet_essai TEXT NOT NULL DEFAULT ''",
            "date_essai DATE")  # fmt: skip


def declare() -> None:
    """As if the three lines stood in `declarations/action.py`."""
    nouvelle = replace(action.ACTION, champs=(*action.ACTION.champs, *NOUVEAUX))
    action.ACTION = nouvelle
    objets: Any = declarations.OBJETS
    objets["action"] = nouvelle


def migrate(url: str) -> None:
    """As the migrations of these columns would."""
    from concertation.suivi import Store

    Store.open(url).close()
    moteur = sa.create_engine(url)
    with moteur.begin() as connection:
        for colonne in COLONNES:
            connection.exec_driver_sql(f"ALTER TABLE action ADD COLUMN {colonne}")
    moteur.dispose()


def main(dossier: Path) -> None:
    """Raises where a place lacks one of the fields; prints how many it looked at."""
    declare()
    url = f"sqlite:///{dossier / 'suivi.sqlite'}"
    os.environ["CONCERTATION_VAR"] = str(dossier)
    os.environ.pop("DATABASE_URL", None)
    migrate(url)
    from concertation.declarations import OBJETS
    from concertation.donnees import load_donnees
    from concertation.suivi import References, Store
    from concertation.suivi.demo.scene import PLUS_TARD
    from tests.aides.ecrans_suivi import DIRECTION, PLAN, click, field, open_as
    from tests.declarations import parcours

    donnees = load_donnees(Path("data"))
    store = Store.open(url, References.of_donnees(donnees))
    rows = parcours.record(store, donnees)
    row, objet = rows["action"], OBJETS["action"]
    assert {c.nom for c in NOUVEAUX} <= set(row)
    journal = parcours.in_journal(store, objet, row)
    export = parcours.in_export(store, objet)
    releve = parcours.in_minutes(store, donnees, rows["seance"]["id"])
    papiers = parcours.in_papers(store, donnees)
    fictive = store.actions.declaration.imagine(1, PLUS_TARD)
    fiche = open_as(DIRECTION, PLAN, territoire="D61", action=str(row["id"]))
    colonnes = parcours.columns_of_editor(open_as(DIRECTION, PLAN, territoire="D61"))
    for champ in NOUVEAUX:
        dits = parcours.told(champ, row[champ.nom])
        assert journal[champ.libelle] in dits
        assert parcours.told(champ, export[champ.libelle])[0] == dits[0]
        assert any(f"{champ.libelle}\u00a0: {dit}" in releve for dit in dits)
        assert any(f"{champ.libelle}\u00a0: {dit}" in papiers for dit in dits)
        assert colonnes[champ.nom] == champ.libelle
        assert champ.nom in fictive
    assert fictive[MENTION.nom]
    # The form writes it.
    field(fiche.text_input, MENTION.libelle).set_value("Les aidants")
    field(fiche.text_area, EFFET.libelle).set_value("Moins d’attente")
    field(fiche.date_input, ECHEANCE.libelle).set_value(dt.date(2027, 3, 1))
    click(fiche, "Enregistrer l’action")
    lue = store.actions.get(DIRECTION, row["id"])
    assert (lue[MENTION.nom], lue[EFFET.nom]) == ("Les aidants", "Moins d’attente")
    assert lue[ECHEANCE.nom].date() == dt.date(2027, 3, 1)
    # The workbook takes it out and in.
    assert parcours.through_workbook(store, lue, MENTION, "Les jeunes") == "Les jeunes"
    # Published, then changed: the public reads it as it was.
    store.publications.publish(DIRECTION, "action", row["id"])
    store.actions.update(DIRECTION, row["id"], 3, mention_essai="Brouillon")
    publie = store.actions.get(parcours.LECTEUR, row["id"])
    assert publie[MENTION.nom] == "Les jeunes"
    # Undone, and carried by a backup, as any field.
    assert store.journal.undo_last(DIRECTION) == 1
    assert store.actions.get(DIRECTION, row["id"])[MENTION.nom] == "Les jeunes"
    from concertation.suivi import sauvegarde

    bilan = sauvegarde.write_backup(store, dossier / "suivi.zip", parcours.ADMIN)
    assert bilan.lignes["action"] == 1
    store.close()
    print(f"{len(NOUVEAUX)} fields found everywhere")  # noqa: T201


if __name__ == "__main__":
    with mock.patch.object(ContextProxy, "headers", AT_THE_MACHINE):
        main(Path(sys.argv[1]))
