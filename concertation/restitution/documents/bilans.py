"""What was done: the note of a review, the minutes of a session, the balance of a roadmap."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import Any

import pandas as pd

from concertation.analyse.avancement.tendances import compare_meteos
from concertation.analyse.avancement.trajectoire import tell_methode
from concertation.analyse.chiffre import Cible
from concertation.analyse.feuille_route.chiffres import warn_sums
from concertation.analyse.feuille_route.lecture import list_actions, list_priorites
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.absences import motifs_attention
from concertation.analyse.mots.formats import format_date, format_nombre, plural
from concertation.analyse.territoires.noms import name_comite, the_territoire
from concertation.declarations.seance import ETAT_SEANCE
from concertation.declarations.veille import CHANGEMENT
from concertation.recits import feuille as recits
from concertation.recits import revue, suivi
from concertation.recits.blocs import (
    Bloc,
    Liste,
    Puce,
    Section,
    Tableau,
    Texte,
    list_section,
    tabulate,
)
from concertation.recits.champs import count_codes
from concertation.recits.contexte import Contexte, DiapoImpossible
from concertation.recits.releve import load_entrees, tell_corps, tell_releve
from concertation.recits.seance import tell_heure
from concertation.restitution.diapos.lecture import read_sections
from concertation.restitution.diapos.modele import to_plain
from concertation.restitution.documents.fiches import RESTE
from concertation.restitution.documents.modele import Document, build_document, name_edition
from concertation.suivi.socle.textes import clean_text

PUBLIEE = "dernier jour d’avant où des points d’étape ont été publiés, ce qui achève une revue"
TITRE_RELEVE = "Relevé de décisions"
FICTIF = "rien n’y est réel, ce document sert à la formation"


def build_revue(contexte: Contexte, parametres: Mapping[str, Any]) -> Document:
    """The review (`niveau`, `depuis` an ISO day, `territoire` with those in it).

    Raises DiapoImpossible without follow-up, ErreurSuivi when it can't be read.
    """
    territoire = contexte.choose(parametres, "territoire", requis=False)
    niveau = str(parametres.get("niveau") or "") or suivi.level_of(contexte, territoire)
    contexte.require(suivi.NIVEAUX, niveau, "Le niveau")
    cellules = contexte.revue(niveau).cellules
    lieux = suivi.inside(contexte, territoire) if territoire else set(contexte.territoires)
    cellules = cellules[cellules["territoire"].isin(lieux)]
    if cellules.empty:
        raise DiapoImpossible("Aucun engagement n’est suivi pour ces territoires.")
    depuis = str(parametres.get("depuis") or "")
    changements, jour = suivi.read_changements(contexte, depuis, territoire)
    points = suivi.read_attention(contexte, niveau, territoire)
    ou = (
        contexte.territoires[territoire]
        if territoire
        else suivi.review_levels(contexte.donnees)[niveau]
    )
    quand = f"depuis le {format_date(jour)}"
    dits = contexte.revue(niveau).points
    dits = dits[dits["territoire"].isin(lieux)]
    tous = tuple(suivi.tell_changements(changements))
    meteos = [c for c, nature in zip(tous, changements["nature"], strict=True) if nature == "meteo"]
    rien = f"{contexte.absence('changement', territoire)}."
    compte = Puce(" ; ".join(count_codes(changements["nature"], CHANGEMENT)) or rien)
    jour_de = "sa dernière séance" if territoire else PUBLIEE
    pourquoi = "jour choisi" if depuis else f"{jour_de} ; à défaut, trente jours"
    notes = Texte((f"{quand[0].upper()}{quand[1:]} : {pourquoi}.", tell_methode()), "discret")
    motifs, calme = motifs_attention(contexte.reads_partly()), contexte.absence("attention")
    alertes = [
        replace(dite, fort=f"{p['engagement']}, {contexte.name_place(p, 'lieu')} – {dite.fort}")
        for p, dite in zip(list_records(points), suivi.tell_points(points, motifs), strict=True)
    ]
    appuis = revue.tell_appuis(contexte, dits)
    debut = suivi.first_moment(contexte, jour)
    avant = contexte.need_store().points_etape.latest(contexte.acteur, recorded_before=debut)
    sens = compare_meteos(avant, dits)
    etats = Liste(tuple(revue.tell_syntheses(contexte, cellules, sens)))
    grille = revue.table_grid(contexte, cellules, sens, "Depuis")
    regle = suivi.remontee_blocs(contexte, cellules["territoire"])
    annexe = [
        replace(list_section(f"Annexe – Ce qui a changé {quand}", tous, rien), annexe=True),
        list_section("Annexe – Ce qui demande attention", alertes, f"{calme}."),
        list_section("Annexe – Décisions demandées", appuis, "Aucune."),
        *_cells(contexte, cellules),
    ]
    return build_document(
        contexte,
        "Note de revue",
        "Revue des engagements" + (f" – {ou}" if territoire else ""),
        [
            Section("Où en est chaque engagement",
                    (grille, etats, *regle)),
            _three("Alertes", alertes, f"{calme}."),
            _three("Décisions demandées", appuis, "Aucun appui n’est demandé ici."),
            Section(f"Ce qui a changé {quand}", (Liste((compte, *meteos[:5])), notes)),
            *(annexe if parametres.get("annexe") else ()),
        ],
        sous_titre=f"Au {format_date(contexte.jour)}",
        filtres=f"{ou}, changements {quand}",
        cibles=[("territoires", None)],
        dense=True,
    )  # fmt: skip


def _three(quoi: str, puces: Sequence[Puce], vide: str) -> Section:
    """The first three, « Alertes (3 sur 12) »; the others are in the annex, or on the screens."""
    return list_section(f"{quoi} ({min(3, len(puces))} sur {len(puces)})", puces[:3], vide)


def _cells(contexte: Contexte, cellules: pd.DataFrame) -> Iterator[Section]:
    """All of them with their words, one table an engagement."""
    for engagement, siennes in cellules.groupby("engagement", sort=False):
        titre = contexte.name_engagement({"engagement": engagement})
        tableau = suivi.table_cells(contexte, siennes, {"territoire": 16} | RESTE)
        yield Section(f"Annexe – {titre}", (tableau,), niveau=2)


def build_releve(contexte: Contexte, parametres: Mapping[str, Any]) -> Document:
    """The minutes of `seance` (an id), else of the last session held in `territoire`.

    Raises DiapoImpossible or an ErreurSuivi, French sentences.
    """
    seances = contexte.need_store().seances
    seance = seances.get(contexte.acteur, find_seance(contexte, parametres))
    entrees, (garde, scelle) = (
        load_entrees(contexte, seance), seances.signed(contexte.acteur, seance)
    )  # fmt: skip
    tete, *signees = read_sections(garde) if garde else [Section(tell_quand(seance))]
    sections = tell_releve(contexte, seance, entrees, tuple(signees), scelle)
    comite = clean_text(name_comite(contexte.donnees, str(seance["territoire"])))
    sous_titre = tete.titre
    cachet = (
        (contexte.mention, FICTIF),
        ("Filtres", f"{comite[:1].lower()}{comite[1:]}, {sous_titre.lower()}"),
        ("Concertation", contexte.nom),
        ("Document édité le", format_date(contexte.jour)),
        ("Source", "Saisies du comité de suivi pendant la séance"),
        ("Édition", name_edition(contexte.acteur)),
    )
    return Document(
        TITRE_RELEVE,
        comite,
        contexte.jour,
        tuple((nom, texte) for nom, texte in cachet if nom),
        sections,
        sous_titre,
        contexte.nom,
        contexte.mention,
        edition="édition publique"
        if contexte.acteur.reads_public_only
        else "édition complète, diffusion restreinte",
    )


def tell_quand(seance: Mapping[str, Any]) -> str:
    """Its day and hour, its state, its place."""
    etat = ETAT_SEANCE.get(str(seance["etat"]), str(seance["etat"])).lower()
    lieu = clean_text(str(seance["lieu"])).strip()
    quand = format_date(seance["date"]) + (f" à {heure}" if (heure := tell_heure(seance)) else "")
    return f"Séance du {quand} ({etat})" + (f", {lieu}" if lieu else "")


def sign_releve(contexte: Contexte, seance: Mapping[str, Any], **signature: Any) -> Any:
    """Close a session, and keep its minutes as they are signed."""
    store, acteur, cle = contexte.need_store(), contexte.acteur, int(seance["id"])
    with store.atomic():
        store.frappes.gather(acteur, str(seance["territoire"]), lambda _: True)
        close = {**seance, "etat": "close"}
        corps = tell_corps(contexte, close, load_entrees(contexte, seance))
        contenu = json.dumps(to_plain((Section(tell_quand(close)), *corps)), ensure_ascii=False)
        return store.seances.sign(acteur, cle, int(seance["version"]), contenu, **signature)


def find_seance(contexte: Contexte, parametres: Mapping[str, Any]) -> int:
    """The id of the session whose minutes are asked for, if this reader may open it; raises as
    `build_releve` does."""
    verbes = contexte.need_store().seances
    if seance := str(parametres.get("seance") or ""):
        if not seance.isdecimal():
            raise DiapoImpossible(f"« {seance} » n’est pas le numéro d’une séance.")
        return int(verbes.get(contexte.acteur, int(seance))["id"])
    seances = verbes.list(contexte.acteur)
    territoire = contexte.choose(parametres, "territoire", requis=False)
    if territoire:
        seances = seances[seances["territoire"] == territoire]
    tenues = suivi.held(seances, contexte.jour)
    if tenues.empty:
        ou = f" pour {the_territoire(contexte.donnees, territoire)}" if territoire else ""
        raise DiapoImpossible(f"Aucune séance tenue n’est lisible{ou}.")
    return int(tenues.sort_values(["date", "id"])["id"].iloc[-1])


def build_feuille(contexte: Contexte, parametres: Mapping[str, Any]) -> Document:
    """The balance of a roadmap (`feuille`, else that of `territoire`, else the first one):
    priorities, then each action with its money and its results."""
    feuille = recits.choose_feuille(contexte, parametres)
    cle = str(feuille["id"])
    actions = list_records(list_actions(contexte.donnees, cle))
    cibles: list[Cible] = [("feuilles", cle), ("priorites", None)]
    texte = recits.paragraphs(feuille["introduction"])
    introduction = (Texte(texte),) if texte else ()
    tableau = recits.table_priorites(contexte.donnees, cle)
    recits_ = [recits.tell_action(contexte.donnees, cle, str(a["id"])) for a in actions]
    sections = [
        Section("En une page", _sum_up(tableau, recits_)),
        Section("Ses priorités", (*introduction, tableau)),
    ]
    priorites = {p["id"]: p for p in list_records(list_priorites(contexte.donnees, cle))}
    for de, siennes in groupby(actions, itemgetter("priorite")):
        priorite = priorites[de]
        intitule = Texte((str(priorite["intitule"]),), "discret")
        sections.append(Section(f"{priorite['ordre']}. {recits.title_of(priorite)}", (intitule,)))
        for action in siennes:
            recit = recits.tell_action(contexte.donnees, cle, str(action["id"]))
            sections += _action(recit)
            cibles += recit.cibles
    if annonces := recits.tell_annonces(contexte.donnees, cle):
        sections.append(Section("Ce que la feuille annonce aussi", annonces))
    return build_document(
        contexte,
        "Bilan de la feuille de route",
        str(feuille["nom"]),
        sections,
        sous_titre=recits.frame_of(feuille),
        filtres=f"feuille de route « {feuille['nom']} »"
        + (f", bilan {feuille['bilan']}" if feuille["bilan"] else ""),
        sources=[feuille["source"], *(a["source"] for a in actions)],
        cibles=cibles,
        suivi=False,
    )


def _sum_up(priorites: Tableau, actions: Sequence[recits.RecitAction]) -> tuple[Bloc, ...]:
    """How much the roadmap says, then an action a row: its money as written, its first result."""
    payees = sum(any(signe.isdigit() for p in a.argent.puces for signe in p.dit) for a in actions)
    menees = sum(bool(a.resultats.puces) for a in actions)
    nombre = plural(len(actions), "action publiée", "actions publiées")
    bref = (
        f"{plural(len(priorites.lignes), 'priorité')}, {nombre} : {format_nombre(menees)} avec un "
        f"résultat, {format_nombre(payees)} avec un montant écrit, dont la somme ne dirait rien"
    )
    tableau = tabulate(
        actions,
        ("Action", 21, lambda a: a.titre),
        ("Son financement, tel qu’il est écrit", 37, lambda a: _first(a.argent, "non publié")),
        ("Un de ses résultats", 42, lambda a: _first(a.resultats, recits.SANS_RESULTAT)),
    )
    return (Liste((Puce(bref),)), *tableau.blocs)


def _first(liste: Liste, vide: str) -> str:
    """Its first item, and how many others there are."""
    if not liste.puces:
        return vide
    autres = len(liste.puces) - 1
    suite = f" (et {plural(autres, 'autre')})" if autres else ""
    return liste.puces[0].dit + suite


def _action(recit: recits.RecitAction) -> Iterator[Section]:
    """Need, who, where, what was done; then money as written, figures, and what comes next."""
    remarque = (Texte((f"Remarque : {recit.remarque}",), "discret"),) if recit.remarque else ()
    tete = (Texte((recit.intitule,)), recit.reperes, *remarque)
    yield Section(recit.titre, tete, niveau=2)
    for titre, texte in recit.textes:
        yield Section(titre, (texte,), niveau=3)
    somme = (Texte(recit.somme, "discret"),) if recit.somme else ()
    yield Section(recit.argent.titre, (_bare(recit.argent), *somme), niveau=3)
    sans_somme = warn_sums(recit.chiffres)
    avis = (Texte(sans_somme, "discret"),) if sans_somme else ()
    resultats = (_bare(recit.resultats), *avis) if recit.resultats.puces else ()
    yield Section(recit.resultats.titre, resultats, recits.SANS_RESULTAT, 3)
    if recit.precisions.puces:
        yield Section(recit.precisions.titre, (_bare(recit.precisions),), niveau=3)
    yield Section(recit.suites.titre, (_bare(recit.suites),), niveau=3)


def _bare(liste: Liste) -> Liste:
    """Without its title, which its section says."""
    return replace(liste, titre="")
