"""The minutes of a committee's session (« relevé de décisions »), told once for every form."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

import pandas as pd

from concertation.analyse.lignes import list_records
from concertation.analyse.mots.absences import tell_absence
from concertation.analyse.mots.formats import (
    INSECABLE,
    format_date,
    format_nombre,
    is_empty,
    plural,
)
from concertation.declarations.action import ACTION, FINANCEMENT, NATURE, SANS_FINANCEUR, STATUT
from concertation.declarations.indicateur import INDICATEUR, MESURE
from concertation.declarations.instruction import DECISION, INSTRUCTION, PRIORITE
from concertation.declarations.point_etape import METEO, POINT_ETAPE
from concertation.declarations.seance import SEANCE
from concertation.declarations.transmission import ETAT_TRANSMISSION, TRANSMISSION
from concertation.recits.avis import table_avis
from concertation.recits.blocs import Bloc, Liste, Puce, Section, Texte, list_section, tabulate
from concertation.recits.champs import count_codes, join_lines, tell_fields, value_words
from concertation.recits.contexte import Contexte
from concertation.recits.seance import count_seats, tell_people, tell_points, tell_signature
from concertation.suivi.socle.textes import clean_text

# Frames of the store by the name of what they hold: the entries of a session, and nothing else.
Entrees = Mapping[str, pd.DataFrame]
Ligne = Mapping[str, Any]
TOUT = 2**31 - 1  # entries of the journal
SCEAU = 16  # characters of a digest that paper says
# The fields that the minutes lay out themselves; each other one has a section of its own.
RANGES = (
    "territoire", "date", "quorum", "lieu", "etat", "presents", "ordre_du_jour",
    "decisions", "prochaine_date", "signe_par", "signe_le", "empreinte",
)  # fmt: skip
# The fields that each table lays out itself; it tells the others under their name.
INSTRUITS = ("proposition", "territoire", "decision", "motif", "priorite")
AGIS = ("intitule", "engagement", "territoire", "statut", "debut", "fin", "porteur")
FINANCES = ("action_id", "financeur", "montant", "periode", "nature")
DITS = ("engagement", "territoire", "date", "meteo", "synthese")
INDIQUES = ("libelle", "engagement", "territoire", "unite")
MESURES = ("indicateur_id", "valeur", "date", "source")
TRANSMIS = ("proposition", "etat", "destinataire", "date", "reponse", "date_reponse")

_MARQUES = ("-", "–", "•", "*")


def load_entrees(contexte: Contexte, seance: Ligne) -> Entrees:
    """The entries of a session's row as this person may read them.

    An entry belongs to the session when it was made in it, or changed in it (the journal says so;
    a reader, who has no journal, only gets the first). Money comes with its action, measures with
    the indicators that they may name.
    """
    store, acteur, cle = contexte.need_store(), contexte.acteur, int(seance["id"])
    journal = store.journal.list(acteur, {"seance_id": cle}, TOUT)
    ailleurs = set(journal["territoire"]) - {""}
    lieux = set(store.references.descendants([str(seance["territoire"])])) | ailleurs

    def touched(objet: str) -> set[int]:
        return set(journal.loc[journal["objet"] == objet, "objet_id"])

    def bound(frame: pd.DataFrame, objet: str, plus: Iterable[int] = ()) -> pd.DataFrame:
        changes = frame["id"].isin(touched(objet) | set(plus))
        return frame[(frame["seance_id"] == cle).fillna(False) | changes]

    argent = store.financements.list(acteur, territoire=lieux)
    # Money that moved brings its action along, with all of its money.
    payees = argent.loc[argent["id"].isin(touched("financement")), "action_id"]
    dites = store.instructions.list(acteur, territoire=lieux)
    recouvertes = store.instructions.set_aside(acteur, lieux)
    decisions = dites if recouvertes.empty else pd.concat([dites, recouvertes])
    actions = bound(store.actions.list(acteur, territoire=lieux), "action", payees)
    return {
        "points": store.points_etape.list(acteur, seance_id=cle),
        "instructions": bound(decisions, "instruction"),
        "actions": actions,
        "financements": argent[argent["action_id"].isin(actions["id"])],
        "transmissions": bound(store.transmissions.list(acteur), "transmission"),
        # A measure is never changed: those made in the session.
        "mesures": bound(store.mesures.list(acteur, territoire=lieux), ""),
        "indicateurs": store.indicateurs.list(acteur, territoire=lieux),
        "ordre": store.points.list(acteur, seance_id=cle),
        "presences": store.presences.list(acteur, seance_id=cle),
        "avis": bound(store.avis.list(acteur, territoire=lieux), "avis"),
        "corrections": _corrections(contexte, cle, journal),
    }


def _corrections(contexte: Contexte, cle: int, journal: pd.DataFrame) -> pd.DataFrame:
    """What the journal says of a session, its items and its people since it was signed."""
    store, acteur = contexte.need_store(), contexte.acteur
    sienne = store.journal.list(acteur, {"objet": "seance", "objet_id": cle}, TOUT)
    signee = [e["id"] for e in list_records(sienne) if (e["apres"] or {}).get("signe_le")]
    toutes = pd.concat([sienne, journal[journal["objet"].isin(["point", "presence"])]])
    toutes = toutes[~toutes["verbe"].isin(["publier", "depublier"])].sort_values("id")
    return toutes[toutes["id"] > max(signee)] if signee else toutes.head(0)


def tell_releve(
    contexte: Contexte,
    seance: Ligne,
    entrees: Entrees,
    signees: tuple[Section, ...] = (),
    scelle: bool = True,
) -> tuple[Section, ...]:
    """The minutes from a session's row and its entries, or as they were signed, and under which
    seal; a public reader gets nobody's name."""
    corps = signees or tell_corps(contexte, seance, entrees)
    gardees = (seance["empreinte"][:SCEAU] if scelle else "") if signees else None
    return (*corps, *tell_signature(seance, _corrected(entrees), gardees))


def tell_corps(contexte: Contexte, seance: Ligne, entrees: Entrees) -> tuple[Section, ...]:
    """What is signed of the minutes."""
    publie, ici = contexte.acteur.reads_public_only, str(seance["territoire"])
    presences = list_records(entrees["presences"])
    points = list_records(entrees["ordre"].sort_values(["rang", "id"])
                          if len(entrees["ordre"]) else entrees["ordre"])  # fmt: skip
    parties = (
        ("Décisions sur les propositions", _propositions),
        ("Actions décidées ou modifiées", _actions),
        ("Points d’étape", _points),
        ("Mesures relevées", _mesures),
        ("Propositions nationales transmises", _transmissions),
        ("Avis et décisions demandés", lambda c, e, _ici: table_avis(c, list_records(e["avis"]))),
    )
    saisies = [Section(t, blocs) for t, tell in parties if (blocs := tell(contexte, entrees, ici))]
    dites, agenda = tuple(_items(seance["decisions"])), tell_agenda(seance["ordre_du_jour"])
    return (
        tell_people(seance, presences, publie),
        *(tell_points(contexte, points, count_seats(presences)) if points else ()),
        *([agenda] if agenda.blocs or not points else ()),
        *([list_section("Décisions de la séance", dites)] if dites or not points else ()),
        *(saisies or [Section("Saisies de la séance", vide=tell_absence("saisies", publie))]),
        *(
            list_section(champ.libelle, _items(value_words(champ, seance[champ.nom])))
            for champ in SEANCE.showing("releve", RANGES)
        ),
        _next(contexte, seance),
    )


def _corrected(entrees: Entrees) -> Iterator[tuple[Ligne, Ligne]]:
    """Each correction with the row that it touched, as it is now."""
    fiches = {
        (objet, ligne["id"]): ligne
        for objet, nom in (("point", "ordre"), ("presence", "presences"))
        for ligne in list_records(entrees[nom])
    }
    for entree in list_records(entrees["corrections"]):
        yield entree, fiches.get((entree["objet"], entree["objet_id"]), {})


def _items(texte: Any) -> Iterator[Puce]:
    return map(Puce, split_lines(texte))


def split_lines(texte: Any) -> tuple[str, ...]:
    """One item a line, without the marks that people type in front."""
    morceaux = clean_text(str(texte)).split("\n")
    nus = (morceau.strip().lstrip("".join(_MARQUES)).strip() for morceau in morceaux)
    return tuple(nu for nu in nus if nu)


def tell_agenda(texte: Any) -> Section:
    """Where some lines are marked as items, those that are not stand above them."""
    brutes = [ligne for ligne in clean_text(str(texte)).split("\n") if split_lines(ligne)]
    marquees = [ligne.strip().startswith(_MARQUES) for ligne in brutes]
    lignes = zip(split_lines(texte), marquees, strict=True)
    blocs: list[Bloc] = []
    for est_puce, suite in groupby(lignes, lambda paire: paire[1] or not any(marquees)):
        mots = tuple(mot for mot, _ in suite)
        blocs.append(Liste(tuple(map(Puce, mots))) if est_puce else Texte(mots, "fort"))
    return Section("Ordre du jour", tuple(blocs))


def _propositions(contexte: Contexte, entrees: Entrees, ici: str) -> tuple[Bloc, ...]:
    rangs = {cle: rang for rang, cle in enumerate(contexte.propositions)}
    lignes = sorted(
        list_records(entrees["instructions"]),
        key=lambda ligne: (rangs.get(ligne["proposition"], len(rangs)), ligne["id"]),
    )
    detail = ", ".join(count_codes((ligne["decision"] for ligne in lignes), DECISION)).lower()
    nombre = plural(len(lignes), "proposition examinée", "propositions examinées")
    tableau = tabulate(
        lignes,
        ("N°", 12, lambda i: i["proposition"]),
        ("Proposition", 38, lambda i: _intitule(contexte, i) + contexte.elsewhere(i, ici)),
        ("Décision", 14, lambda i: DECISION.mot(i["decision"])),
        ("Motif et note", 24, lambda i: join_lines(
            i["motif"], *tell_fields(INSTRUCTION, "releve", i, INSTRUITS)) or "–"),
        ("Priorité", 12, lambda i: PRIORITE.get(i["priorite"], "") if i["priorite"] else "–"),
    )  # fmt: skip
    return (Texte((f"{nombre} ({detail}).",)), tableau) if lignes else ()


def _intitule(contexte: Contexte, ligne: Ligne) -> str:
    return contexte.propositions.get(ligne["proposition"], "Libellé non publié")


def tell_money(financements: pd.DataFrame) -> dict[int, str]:
    """Money by action, a line each: « Agence : 1 250,50 €, 2026 (prévu) ».

    Lines are never added up: periods differ.
    """
    argent: dict[int, list[str]] = defaultdict(list)
    for f in list_records(financements):
        decimales = 0 if float(f["montant"]).is_integer() else 2
        montant = f"{format_nombre(f['montant'], decimales)}{INSECABLE}€"
        periode = f", {f['periode'].strip()}" if f["periode"].strip() else ""
        nature = NATURE.mot(f["nature"]).lower()
        suite = "".join(f", {mots}" for mots in tell_fields(FINANCEMENT, "releve", f, FINANCES))
        qui = f["financeur"].strip() or SANS_FINANCEUR
        dit = f"{qui}{INSECABLE}: {montant}{periode} ({nature}){suite}"
        argent[int(f["action_id"])].append(dit)
    return {action: "\n".join(lignes) for action, lignes in argent.items()}


def _actions(contexte: Contexte, entrees: Entrees, ici: str) -> tuple[Bloc, ...]:
    argent = tell_money(entrees["financements"])
    personne = "Non publié" if contexte.acteur.reads_public_only else "À désigner"
    return tabulate(
        list_records(entrees["actions"]),
        ("Action", 33, lambda a: "\n".join(
            [a["intitule"], contexte.name_engagement(a, ici),
             *tell_fields(ACTION, "releve", a, AGIS)])),
        ("Porteur", 15, lambda a: a["porteur"].strip() or personne),
        ("Calendrier", 17, lambda a: tell_period(a["debut"], a["fin"])),
        ("Statut", 12, lambda a: STATUT.mot(a["statut"])),
        ("Financement", 23, lambda a: argent.get(int(a["id"]), "Non renseigné")),
        accent=True,
    ).blocs  # fmt: skip


def _points(contexte: Contexte, entrees: Entrees, ici: str) -> tuple[Bloc, ...]:
    return tabulate(
        list_records(entrees["points"]),
        ("Engagement", 28, lambda p: contexte.name_engagement(p, ici)),
        ("Météo", 20, lambda p: METEO.mot(p["meteo"])),
        ("Synthèse", 52, lambda p: join_lines(
            p["synthese"], *tell_fields(POINT_ETAPE, "releve", p, DITS))),
    ).blocs  # fmt: skip


def _mesures(contexte: Contexte, entrees: Entrees, ici: str) -> tuple[Bloc, ...]:
    connus = {int(i["id"]): i for i in list_records(entrees["indicateurs"])}
    lignes = [m | {"de": connus.get(int(m["indicateur_id"]), {})}
              for m in list_records(entrees["mesures"])]  # fmt: skip
    return tabulate(
        lignes,
        ("Indicateur", 40, lambda m: join_lines(
            str(m["de"].get("libelle", "")) + contexte.elsewhere(m["de"], ici),
            *tell_fields(INDICATEUR, "releve", m["de"], INDIQUES))),
        ("Valeur", 18, lambda m: INSECABLE.join(
            mot for mot in (format_nombre(m["valeur"]), str(m["de"].get("unite", "")).strip())
            if mot)),
        ("Date", 14, lambda m: format_date(m["date"], "courte")),
        ("Source", 28, lambda m: join_lines(
            m["source"], *tell_fields(MESURE, "releve", m, MESURES))),
    ).blocs  # fmt: skip


def _transmissions(contexte: Contexte, entrees: Entrees, _ici: str) -> tuple[Bloc, ...]:
    return tabulate(
        list_records(entrees["transmissions"]),
        ("N°", 12, lambda t: t["proposition"]),
        ("Proposition", 34, lambda t: _intitule(contexte, t)),
        ("Destinataire (transmission)", 17, lambda t: _dated(
            t["destinataire"].strip() or "À désigner", t["date"])),
        ("État", 15, lambda t: ETAT_TRANSMISSION.mot(t["etat"])),
        ("Réponse", 22, lambda t: join_lines(
            _dated(t["reponse"].strip(), t["date_reponse"]),
            *tell_fields(TRANSMISSION, "releve", t, TRANSMIS)) or "–"),
    ).blocs  # fmt: skip


def _next(contexte: Contexte, seance: Ligne) -> Section:
    """The day that the session said, else that of the next one there is."""
    jour = seance["prochaine_date"]
    if is_empty(jour) and contexte.store is not None:
        toutes = contexte.store.seances.list(contexte.acteur, territoire=seance["territoire"])
        jour = toutes.loc[toutes["date"] > pd.Timestamp(seance["date"]), "date"].min()
    if is_empty(jour):
        return Section("Prochaine séance", vide="Date non renseignée.")
    phrase = f"Le comité se réunira de nouveau le {format_date(jour)}."
    return Section("Prochaine séance", (Texte((phrase,)),))


def tell_period(debut: Any, fin: Any) -> str:
    """« Du 02/03/2026 au 30/06/2026 », as far as its two days are known."""
    premier, dernier = (format_date(jour, "courte", vide="") for jour in (debut, fin))
    if premier and dernier:
        return f"Du {premier} au {dernier}"
    if premier:
        return f"À partir du {premier}"
    return f"Jusqu’au {dernier}" if dernier else "Dates à fixer"


def _dated(texte: str, jour: Any) -> str:
    if is_empty(jour):
        return texte
    court = format_date(jour, "courte")
    return f"{texte} ({court})" if texte else court
