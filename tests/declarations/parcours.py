"""Every place where a declared field shows, each as a function that finds what was recorded there.

`record(store)` writes a row of each kind, where every field says something of its own; each
`in_…` gives the texts of a place. A test walks them for every field, another one for a new field.
"""

import datetime as dt
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl

from concertation.analyse.mots.formats import format_date
from concertation.declarations import OBJETS
from concertation.declarations.champ import Champ, Objet
from concertation.donnees import Donnees
from concertation.interface.suivi.noms import differences
from concertation.recits.blocs import Liste, Section, Tableau, Texte
from concertation.recits.champs import value_words
from concertation.recits.contexte import Contexte
from concertation.restitution.classeur.exports import Cachet
from concertation.restitution.classeur.lisible import to_readable
from concertation.restitution.classeur.plan.ecriture import to_plan_xlsx
from concertation.restitution.classeur.plan.lecture import read_plan
from concertation.restitution.classeur.plan.modele import plan_of_store
from concertation.restitution.classeur.plan.reprise import apply_plan
from concertation.restitution.documents import DOCUMENTS, ENGAGEMENT, RELEVE, TERRITOIRE
from concertation.suivi import Acteur, Store
from concertation.suivi.sauvegarde import restore_backup, write_backup

JOUR = dt.date(2026, 11, 22)
ADMIN = Acteur("Ada", "administrateur")
LECTEUR = Acteur("", "lecteur")
Rows = dict[str, dict[str, Any]]
# What the rules between fields, or the files of the consultation, ask for.
IMPOSEES: dict[tuple[str, str], Any] = {
    ("lien", "origine_type"): "proposition", ("lien", "origine"): "ACC-L-01",
    ("lien", "cible_type"): "engagement", ("lien", "cible"): "E2",
    ("diaporama", "cle"): "bilan", ("diaporama", "fige_le"): None,
    ("personne", "adresse"): "lea@exemple.fr", ("personne", "vu_le"): "2026-03-02T18:05:00Z",
    ("personne", "territoires"): "D61",
    ("seance", "heure"): "18:30", ("seance", "visio"): "https://exemple.fr/salle",
    ("point", "lie"): "ACC-L-01", ("avis", "lie"): "ACC-L-01", ("vote", "lie"): "ACC-L-01",
    ("avis", "adresse"): "avis@exemple.fr", ("vote", "points"): '{"ACC-L-01":4}',
    ("seance", "etat"): "ouverte", ("transmission", "etat"): "reponse_recue",
}  # fmt: skip
POINTEURS = {
    "engagement": "E1", "composante": "", "territoire": "D61", "action": "ACT-01",
    "proposition_locale": "ACC-L-01",
    "propositions": ["ACC-L-02"], "pages": "[]", "json": '{"diapos":[]}',
}  # fmt: skip


def say(objet: Objet, champ: Champ, rang: int) -> Any:
    """What a row says in a field: nothing else says the same."""
    if (objet.nom, champ.nom) in IMPOSEES:
        return IMPOSEES[objet.nom, champ.nom]
    if champ.genre in POINTEURS:
        return POINTEURS[champ.genre]
    if champ.liste is not None:
        return champ.liste.saisies[-1]
    numero = 100 * list(OBJETS).index(objet.nom) + rang
    if champ.genre == "date":
        return dt.date(2022, 1, 1) + dt.timedelta(days=numero)
    if champ.genre in ("nombre", "montant"):
        return 70_000 + numero
    return f"Dit {objet.nom} {champ.nom}"


def values_of(objet: Objet, **parents: Any) -> dict[str, Any]:
    return {
        c.nom: say(objet, c, rang) for rang, c in enumerate(objet.champs) if c.nom not in parents
    } | parents


def record(store: Store, donnees: Donnees) -> Rows:
    """A row of each kind, made in a session."""
    nationale = donnees.table("propositions").query("portee == 'nationale'")["id"].iloc[0]
    rows: Rows = {"seance": store.seances.create(ADMIN, **values_of(OBJETS["seance"]))}
    seance = {"seance_id": rows["seance"]["id"]}
    for nom in ("point_etape", "action", "indicateur", "transmission"):
        lignes = store.lignes[nom]
        parents = {"proposition": nationale} if nom == "transmission" else {}
        ecrire = lignes.add if nom == "point_etape" else lignes.create
        rows[nom] = ecrire(ADMIN, **values_of(OBJETS[nom], **parents), **seance)
    for nom, parent in (("financement", "action"), ("mesure", "indicateur"),
                        ("contestation", "mesure")):  # fmt: skip
        lignes = store.lignes[nom]
        ecrire = lignes.add if OBJETS[nom].ajout_seul else lignes.create
        valeurs = values_of(OBJETS[nom], **{f"{parent}_id": rows[parent]["id"]})
        rows[nom] = ecrire(ADMIN, **valeurs, **seance)
    decision = values_of(OBJETS["instruction"])
    propositions = [decision.pop("proposition")]
    rows["instruction"] = store.instructions.decide(
        ADMIN, propositions=propositions, **decision, **seance
    )[0]
    for nom in ("point", "presence", "vote"):
        rows[nom] = store.lignes[nom].create(ADMIN, **values_of(OBJETS[nom], **seance))
    demande = values_of(OBJETS["avis"], point_id=rows["point"]["id"])
    rows["avis"] = store.avis.create(ADMIN, **demande, **seance)
    for nom in ("lien", "diaporama", "personne"):
        rows[nom] = store.lignes[nom].create(ADMIN, **values_of(OBJETS[nom]))
    return rows


def told(champ: Champ, valeur: Any) -> tuple[str, ...]:
    """The words that may tell a value: a day is said long or short."""
    mots = value_words(champ, valeur)
    if champ.genre == "date":
        return mots, format_date(valeur, "courte")
    return (mots.replace("\u00a0€", ""),)


def in_journal(store: Store, objet: Objet, row: dict[str, Any]) -> dict[str, str]:
    """What the entry of the row's making says, by the name of each field."""
    entrees = store.journal.list(ADMIN, {"objet": objet.nom, "objet_id": row["id"]})
    entree = entrees.iloc[-1]
    dites = differences(objet.nom, entree["avant"], entree["apres"], {})
    return {champ: apres for champ, _, apres in dites}


def in_export(store: Store, objet: Objet) -> dict[str, str]:
    """The row as an exported table writes it, by header."""
    frame, _ = to_readable(store.lignes[objet.nom].list(ADMIN), objet=objet.nom)
    return {str(nom): valeur for nom, valeur in frame.iloc[-1].items()}


def through_workbook(store: Store, row: dict[str, Any], champ: Champ, valeur: Any) -> Any:
    """What the action holds once its cell was changed in a spreadsheet and taken in again."""
    cachet = Cachet("Plan", "", JOUR)
    contenu = to_plan_xlsx(plan_of_store(store, ADMIN), cachet)
    classeur = openpyxl.load_workbook(io.BytesIO(contenu))
    feuille = classeur["Actions"]
    colonnes = {str(c.value).strip(): c.column for c in feuille[1]}
    ecrite = feuille.cell(2, colonnes[champ.nom]).value
    assert told(champ, ecrite)[0] == told(champ, row[champ.nom])[0]
    feuille.cell(2, colonnes[champ.nom]).value = valeur
    tampon = io.BytesIO()
    classeur.save(tampon)
    plan, anomalies = read_plan(tampon.getvalue(), "plan.xlsx")
    assert not anomalies
    apply_plan(store, ADMIN, plan)
    return store.actions.get(ADMIN, int(row["id"]))[champ.nom]


def after_restoration(store: Store, autre: Store, dossier: Path) -> None:
    """Another database with the content of this one."""
    write_backup(store, dossier / "suivi.zip", ADMIN)
    restore_backup(autre, dossier / "suivi.zip", ADMIN)


def in_minutes(store: Store, donnees: Donnees, seance: int) -> str:
    contexte = Contexte(donnees, JOUR, ADMIN, store)
    releve = DOCUMENTS[RELEVE].build(contexte, {"seance": str(seance)})
    return "\n".join([releve.titre, releve.sous_titre, *_words(releve.sections)])


def in_papers(store: Store, donnees: Donnees) -> str:
    """All that the sheets of an engagement and of a territory say on A4, their annex too."""
    contexte = Contexte(donnees, JOUR, ADMIN, store)
    choix: tuple[tuple[str, dict[str, Any]], ...] = (
        (ENGAGEMENT, {"engagement": "E1", "annexe": True}),
        (TERRITOIRE, {"territoire": "D61", "annexe": True}),
    )  # fmt: skip
    documents = [DOCUMENTS[cle].build(contexte, c) for cle, c in choix]
    return "\n".join(mot for d in documents for mot in _words(d.sections))


def _words(sections: Any) -> Iterator[str]:
    section: Section
    for section in sections:
        yield section.titre
        for bloc in section.blocs:
            if isinstance(bloc, Texte):
                yield from bloc.paragraphes
            elif isinstance(bloc, Liste):
                yield from (mot for puce in bloc.puces for mot in (puce.dit, *puce.sous))
            elif isinstance(bloc, Tableau):
                yield from (mot for ligne in bloc.lignes for mot in ligne)


def columns_of_editor(at: Any) -> dict[str, str]:
    """The columns of the table edited in place, each with its heading."""
    (table,) = at.data_editor
    config = json.loads(table.proto.columns)
    return {nom: str(reglage.get("label")) for nom, reglage in config.items()}


def labels_of(at: Any) -> list[str]:
    """The names of all the widgets of a screen."""
    genres = ("text_input", "text_area", "selectbox", "date_input", "radio", "multiselect")
    return [widget.label for genre in genres for widget in getattr(at, genre)]
