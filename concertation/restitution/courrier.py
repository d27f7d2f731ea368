"""Messages and feeds: the same texts by mail, to copy, in an Atom feed, as each reader may read."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pandas as pd

from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import format_date
from concertation.analyse.territoires.noms import name_comite
from concertation.declarations.seance import ISSUE
from concertation.recits.a_faire import tell_comite, tell_direction
from concertation.recits.avis import tell_demande
from concertation.recits.blocs import Typeset
from concertation.recits.champs import join_lines
from concertation.recits.contexte import Contexte
from concertation.recits.seance import tell_heure
from concertation.recits.suivi import read_attention
from concertation.restitution.calendrier import seance_ics
from concertation.restitution.documents.bilans import build_releve
from concertation.restitution.docx import to_docx

INVITATION, RELEVE, AVIS, RAPPEL, LUNDI = "invitation", "releve", "avis", "rappel", "lundi"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SEANCES, _INSTANT = 12, "%Y-%m-%dT%H:%M:%SZ"
Ligne = Mapping[str, Any]


@dataclass(frozen=True)
class Courriel(Typeset):
    """A message; `pieces` are a name, a MIME type, and what makes the file."""

    sujet: str
    texte: str
    pieces: tuple[tuple[str, str, Callable[[], bytes]], ...] = ()


def compose(contexte: Contexte, genre: str, objet: int, racine: str) -> Courriel:
    """The message of a kind about a row, as its reader (`contexte.acteur`) may read it; `racine` is
    the address of the application, of the secret link for an opinion.

    Raises `Introuvable` for what is not theirs to read, or no more.
    """
    return _GENRES[genre](contexte, objet, racine)


def session_ics(contexte: Contexte, seance: Ligne) -> tuple[str, str, Callable[[], bytes]]:
    """The session for a diary: the name of its file, its type, what makes it."""
    store, meta = contexte.need_store(), contexte.donnees.metadonnees
    points = list_records(store.points.list(contexte.acteur, seance_id=int(seance["id"])))
    noms = name_comite(contexte.donnees, str(seance["territoire"])), str(meta.get("nom") or "")
    zone, maintenant = contexte.donnees.fuseau, dt.datetime.now(dt.UTC)
    return _file_of("seance", seance, "ics"), "text/calendar", lambda: seance_ics(
        seance, points, *noms, maintenant, zone, fictif=store.fictif
    )  # fmt: skip


def _file_of(mot: str, seance: Ligne, suffixe: str) -> str:
    jour = pd.Timestamp(seance["date"])
    return f"{mot}-{seance['territoire'].lower()}-{jour:%Y-%m-%d}.{suffixe}"


def _tell_seance(contexte: Contexte, cle: int, racine: str, releve: bool = False) -> Courriel:
    """The invitation, or the minutes in short, with their document."""
    store, acteur = contexte.need_store(), contexte.acteur
    seance = store.seances.get(acteur, cle)
    comite = name_comite(contexte.donnees, str(seance["territoire"]))
    quand = " à ".join(filter(None, (format_date(seance["date"]), tell_heure(seance))))
    points = list_records(store.points.list(acteur, seance_id=cle))
    dits = [f"{rang}. {p['titre']}" + (f" – {ISSUE.mot(p['issue'])}" if p["issue"] else "")
            for rang, p in enumerate(points, 1)]  # fmt: skip
    lieu = {"territoire": seance["territoire"], "seance": cle}
    mots = [quand, seance["lieu"], seance["visio"], *dits, _link(racine, "comite", **lieu)]
    titre, piece = "Annulation" if seance["retire"] else "Invitation", session_ics(contexte, seance)
    if releve:
        document = build_releve(contexte, {"seance": str(cle)})
        titre, mots = document.nature, [*mots[:-1], document.edition, mots[-1] + "&vue=releve"]
        piece = _file_of("releve", seance, "docx"), DOCX, lambda: to_docx(document)
    return Courriel(f"{titre} – {comite}, {quand}", join_lines(*mots), (piece,))


def _tell_avis(contexte: Contexte, cle: int, lien: str) -> Courriel:
    avis = contexte.need_store().avis.read(cle)
    titre = f"Avis demandé – {name_comite(contexte.donnees, str(avis['territoire']))}"
    dits = *tell_demande(contexte, avis), avis["question"], f"Pour répondre : {lien}"
    return Courriel(titre, join_lines(*dits))


def _tell_rappel(contexte: Contexte, cle: int, racine: str) -> Courriel:
    action = contexte.need_store().actions.get(contexte.acteur, cle)
    fin, lien = f"Échéance : {format_date(action['fin'])}", _link(racine, "plan_action", action=cle)
    mots = join_lines(action["intitule"], contexte.name_engagement(action), fin, lien)
    return Courriel(f"Action à mener – {action['intitule']}", mots)


def _tell_lundi(contexte: Contexte, _: int, racine: str) -> Courriel:
    mots = []
    for lieu in sorted(contexte.acteur.territoires) or [""]:
        niveau = contexte.niveaux.get(lieu, "departement")
        attention = read_attention(contexte, niveau, lieu)
        mots.append(name_comite(contexte.donnees, lieu) if lieu else "Pour la direction")
        tell = (
            tell_comite(contexte, lieu, attention) if lieu else tell_direction(contexte, attention)
        )
        mots += [f"- {tache.titre} : {tache.detail}\n  {_link(racine, tache.ecran, **tache.params)}"
                 for tache in tell]  # fmt: skip
    return Courriel(f"À faire, semaine du {format_date(contexte.jour)}", "\n".join(mots))


def _link(racine: str, ecran: str, **params: Any) -> str:
    return f"{racine}/{ecran}?{urlencode(params, doseq=True)}"


_GENRES: Mapping[str, Callable[[Contexte, int, str], Courriel]] = {
    INVITATION: _tell_seance, RELEVE: partial(_tell_seance, releve=True),
    AVIS: _tell_avis, RAPPEL: _tell_rappel, LUNDI: _tell_lundi,
}  # fmt: skip


def build_feed(contexte: Contexte, lieu: str, racine: str) -> bytes:
    """The sessions of a committee, the newest first, as Atom (RFC 4287)."""
    seances = contexte.need_store().seances
    dernieres = seances.list(contexte.acteur, territoire=lieu, limit=SEANCES)
    fil = ET.Element("feed", xmlns="http://www.w3.org/2005/Atom")

    def say(ou: ET.Element, nom: str, texte: str = "", **attributs: str) -> ET.Element:
        (element := ET.SubElement(ou, nom, attributs)).text = texte
        return element

    def tell(ou: ET.Element, titre: str, adresse: str, quand: Any) -> None:
        for nom, texte in (("title", titre), ("id", adresse), ("updated", f"{quand:{_INSTANT}}")):
            say(ou, nom, texte)
        say(ou, "link", href=adresse)

    ecrit = dernieres["modifie_le"].max() if len(dernieres) else dt.datetime(2000, 1, 1)
    comite = name_comite(contexte.donnees, lieu)
    tell(fil, comite, _link(racine, "comite", territoire=lieu), ecrit)
    say(say(fil, "author"), "name", comite)
    for seance in reversed(list_records(dernieres)):
        genre, cle = INVITATION if seance["etat"] == "preparee" else RELEVE, int(seance["id"])
        dit, entree = compose(contexte, genre, cle, racine), say(fil, "entry")
        adresse = _link(racine, "comite", territoire=lieu, seance=cle)
        tell(entree, dit.sujet, adresse, seance["modifie_le"])
        say(entree, "content", dit.texte, type="text")
    return ET.tostring(fil, "utf-8", xml_declaration=True)
