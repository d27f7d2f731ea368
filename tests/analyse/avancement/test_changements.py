"""What changed between two moments, in words."""

from concertation.analyse.avancement.changements import (
    changes_since,
    index_rows,
    net_movements,
    tell_entry,
)
from concertation.analyse.lignes import list_records
from concertation.declarations.veille import CHANGEMENT
from tests.aides.lignes_suivi import (
    NOMS,
    VIDES,
    actions_of,
    frame_of,
    indicateurs_of,
    instructions_of,
    journal_of,
    points_of,
    seances_of,
)

# What changed


def test_meteos_that_moved_are_told_in_words() -> None:
    avant = points_of(
        ("E1", "D1", "2026-01-10", "atteignables"), ("E1", "D2", "2026-01-10", "appuis"),
        ("E2", "D1", "2026-01-10", "appuis"), ("E2", "C1", "2026-01-10", "compromis"),
    )  # fmt: skip
    apres = points_of(
        ("E1", "D1", "2026-03-12", "appuis"), ("E1", "D2", "2026-01-10", "appuis"),
        ("E2", "D1", "2026-03-11", "appuis"), ("E2", "D2", "2026-03-10", "securises"),
    ).assign(id=[9, 2, 10, 11])  # fmt: skip
    trouves = changes_since(avant, apres, journal_of(), NOMS, VIDES)
    phrases = list(zip(trouves["nature"], trouves["phrase"], strict=True))
    assert phrases == [
        ("meteo", "E1 · Orne : Objectifs atteignables → Appuis nécessaires (12/03/2026)"),
        ("point", "E2 · Orne : toujours Appuis nécessaires (11/03/2026)"),
        ("meteo", "E2 · Manche : Non renseigné → Objectifs sécurisés (10/03/2026)"),
        ("meteo", "E2 · Nord : Objectifs compromis → Non renseigné"),
    ]


def test_entries_of_the_journal_are_told_in_words_newest_first() -> None:
    neuve = {"intitule": "Ouvrir", "statut": "a_venir", "retire": False, "version": 1}
    journal = journal_of(
        ("creer", "action", 1, "D1", None, neuve),
        ("modifier", "action", 2, "D2", {"statut": "en_cours"}, {"statut": "realisee"}),
        ("modifier", "action", 3, "D2", {"fin": "2026-01-01"}, {"fin": "2026-05-01"}),
        ("ajouter", "mesure", 1, "D1", None,
         {"indicateur_id": 1, "valeur": 12.5, "date": "2026-02-28"}),
        ("decider", "instruction", 1, "D1", None, {"decision": "ecartee", "motif": "Déjà fait"}),
        ("decider", "instruction", 2, "D1", {"note": ""}, {"note": "Voir"}),
        ("modifier", "transmission", 1, "", {"etat": "a_transmettre"}, {"etat": "transmise"}),
        ("modifier", "seance", 1, "D1", {"etat": "ouverte"}, {"etat": "close"}),
        ("retirer", "action", 4, "D2", {"retire": False}, {"retire": True}),
        ("creer", "financement", 1, "D1", None,
         {"action_id": 1, "financeur": "ARS", "montant": 20000.0, "nature": "prevu"}),
        ("modifier", "financement", 2, "D2", {"montant": 5000.0}, {"montant": 25000.0}),
        ("publier", "action", 1, "D1", {"publie": False}, {"publie": True, "version": 1}),
    )  # fmt: skip
    trouves = changes_since(
        points_of(), points_of(), journal, {**NOMS, "P1": "Mieux former " + "les équipes " * 9},
        index_rows(action=actions_of(
            ("E1", "D1", "Ouvrir", "", None, "a_venir"),
            ("E2", "D2", "Former", "", None, "realisee"),
            ("E2", "D2", "Écrire", "", "2026-05-01", "en_cours"),
        ),
        indicateur=indicateurs_of(("E1", "D1", "Équipes", "équipes", 0, 20)),
        instruction=instructions_of(("P1", "D1", "retenue", "", "", ""),
                                     ("P2", "D1", "a_instruire", "", "", "Voir")),
        transmission=frame_of("proposition destinataire etat", [("N1", "État", "transmise")]),
        seance=seances_of(("D1", "2026-03-05", "close")),
        financement=frame_of("action_id financeur montant nature",
                             [(1, "ARS", 20000.0, "prevu"), (2, "Région", 25000.0, "depense")]),
        ),
    )  # fmt: skip
    phrases = list(trouves["phrase"])
    assert phrases == [
        "E1 · Orne : nouvelle action « Ouvrir »",
        "E2 · Manche : financement pour « Former » (Région) : 5 000 € → 25 000 € (dépensé)",
        "E1 · Orne : financement pour « Ouvrir » (ARS) : 20 000 € (prévu)",
        "Manche : action n° 4 retirée",
        "Orne : séance du 05/03/2026 close",
        "Proposition N1 : À transmettre → Transmise",
        "Orne : proposition P1 « Mieux former les équipes les équipes les équipes les équipes les "
        "équipes les… » : À instruire → Écartée (Déjà fait)",
        "E1 · Orne : « Équipes » mesuré à 12,5 équipes (28/02/2026)",
        "E2 · Manche : action « Écrire » : nouvelle échéance, 01/05/2026",
        "E2 · Manche : action « Former » : En cours → Réalisée",
    ]
    assert set(trouves["nature"]) < set(CHANGEMENT)
    assert list(trouves["date"].dt.day) == [12, 11, 10, 9, 5, 7, 5, 28, 3, 2]
    assert list(trouves["cle"]) == ["1", "2", "1", "4", "1", "N1", "P1", "1", "3", "2"]


def test_what_came_and_went_in_between_is_not_a_change() -> None:
    journal = journal_of(
        ("creer", "action", 1, "D1", None, {"intitule": "Ouvrir", "retire": False}),
        ("annuler", "action", 1, "D1", {"retire": False}, {"retire": True}),
        ("modifier", "action", 2, "D1", {"statut": "en_cours"}, {"statut": "bloquee"}),
        ("annuler", "action", 2, "D1", {"statut": "bloquee"}, {"statut": "en_cours"}),
        ("publier", "action", 2, "D1", {"publie": False}, {"publie": True, "version": 3}),
    )
    assert net_movements(journal) == []
    assert changes_since(points_of(), points_of(), journal, NOMS, VIDES).empty
    a_moitie = net_movements(journal.head(3))
    assert [(m.objet_id, m.avant, m.apres) for m in a_moitie] == [
        (2, {"statut": "en_cours"}, {"statut": "bloquee"})
    ]


def test_an_entry_of_the_journal_is_told_alone() -> None:
    apres = {"decision": "ecartee", "motif": "Déjà fait"}
    (decidee,) = list_records(
        journal_of(("modifier", "instruction", 1, "D1", {"decision": "a_instruire"}, apres))
    )
    fiches = index_rows(instruction=instructions_of(("P1", "D1", "ecartee", "", "", "")))
    assert tell_entry(decidee, NOMS, fiches) == (
        "Orne : proposition P1 : À instruire → Écartée (Déjà fait)"
    )
    assert tell_entry(decidee, NOMS, {}) == ""
