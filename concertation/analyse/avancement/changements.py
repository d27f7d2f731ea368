"""« Ce qui a changé depuis »: what moved between two moments, in words."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import INSECABLE, format_date, format_nombre, is_empty
from concertation.declarations.action import NATURE, STATUT
from concertation.declarations.codes import CodeListe
from concertation.declarations.instruction import DECISION
from concertation.declarations.point_etape import METEO, NON_RENSEIGNE
from concertation.declarations.seance import ETAT_SEANCE
from concertation.declarations.transmission import ETAT_TRANSMISSION

COLONNES_CHANGEMENTS = {
    "nature": "str", "engagement": "str", "territoire": "str", "date": "datetime64[us]",
    "objet": "str", "objet_id": "int64", "phrase": "str", "cle": "str",
}  # fmt: skip
# Bookkeeping of the row, and publication, which is another subject than what moved.
_SANS_OBJET = ("version", "modifie_le", "cree_le", "auteur", "publie")
# What is said of a proposal, when it is withdrawn.
_DECIDES = {"instruction": "décision sur la ", "transmission": "transmission de la "}
Recit = tuple[str, str] | None
"""A nature and a text, when there is something to say."""
Fiches = Mapping[str, Mapping[int, dict[str, Any]]]
"""The rows of each object by id."""
Rangee = tuple[Any, ...]
"""In the order of `COLONNES_CHANGEMENTS`."""
# Characters of a proposal's wording that tell which one it is.
TITRE = 80
_CREATIONS = ("creer", "ajouter", "decider", "contester")


@dataclass
class Mouvement:
    """What several journal entries did to one object, all together."""

    objet: str
    objet_id: int
    territoire: str
    quand: pd.Timestamp
    cree: bool
    avant: dict[str, Any] = field(default_factory=dict)
    apres: dict[str, Any] = field(default_factory=dict)

    def moved(self, nom: str) -> bool:
        """Whether the field ends otherwise than it began."""
        return nom in self.apres and self.avant.get(nom) != self.apres[nom]


def net_movements(journal: pd.DataFrame) -> list[Mouvement]:
    """The journal's entries, object by object, in the order of their last entry.

    An object that ends as it began (created then withdrawn, changed then undone) is left out.
    """
    return _gather(list_records(journal.sort_values("id")))


def _gather(entrees: Iterable[Mapping[str, Any]]) -> list[Mouvement]:
    objets: dict[tuple[str, int], Mouvement] = {}
    for entree in entrees:
        cle = (entree["objet"], int(entree["objet_id"]))
        avant, apres = entree["avant"], entree["apres"] or {}
        mouvement = objets.pop(cle, None) or Mouvement(
            *cle, entree["territoire"], entree["quand"],
            cree=avant is None and entree["verbe"] in _CREATIONS,
        )  # fmt: skip
        mouvement.territoire, mouvement.quand = entree["territoire"], entree["quand"]
        for nom, valeur in apres.items():
            if nom not in _SANS_OBJET:
                mouvement.avant.setdefault(nom, (avant or {}).get(nom))
                mouvement.apres[nom] = valeur
        objets[cle] = mouvement  # put back at the end
    return [
        m
        for m in objets.values()
        if (not m.apres.get("retire") if m.cree else any(map(m.moved, m.apres)))
    ]


def index_rows(**frames: pd.DataFrame) -> Fiches:
    """The rows of each object, to name what moved; money is told with its action, a measure with
    its indicator."""
    fiches = {
        objet: {ligne["id"]: ligne for ligne in list_records(frame)}
        for objet, frame in frames.items()
    }
    actions = fiches.get("action", {})
    for ligne in fiches.get("financement", {}).values():
        action = actions.get(ligne["action_id"], {})
        ligne |= {nom: action[nom] for nom in ("engagement", "intitule") if nom in action}
    return {**fiches, "mesure": fiches.get("indicateur", {})}


def changes_since(
    points_avant: pd.DataFrame,
    points_apres: pd.DataFrame,
    journal: pd.DataFrame,
    noms: Mapping[str, str],
    fiches: Fiches,
) -> pd.DataFrame:
    """What moved, one sentence a row: météos first, then the rest, newest first.

    `points_avant` and `points_apres` are the latest words at the two moments, `journal` the
    entries between them, `noms` the names of territories and proposals; `fiches` (`index_rows`) are
    the rows as they are now, to name what moved. Columns: `COLONNES_CHANGEMENTS`; `nature` is a key
    of `veille.CHANGEMENT`, `date` the day that the entry speaks of, else the day of recording,
    `cle` the id of the sheet that shows it.
    """
    lignes = list(_meteo_rows(points_avant, points_apres, noms))
    for mouvement in reversed(net_movements(journal)):
        if mouvement.objet in fiches:
            lignes += _tell(mouvement, fiches[mouvement.objet], noms)
    return pd.DataFrame(lignes, columns=list(COLONNES_CHANGEMENTS)).astype(COLONNES_CHANGEMENTS)


def tell_entry(entree: Mapping[str, Any], noms: Mapping[str, str], fiches: Fiches) -> str:
    """The sentence of one entry of the journal; "" for what is told of no change."""
    return next(
        (
            str(rangee[6])
            for mouvement in _gather([entree])
            if mouvement.objet in fiches
            for rangee in _tell(mouvement, fiches[mouvement.objet], noms)
        ),
        "",
    )


def _tell(
    mouvement: Mouvement, fiches: Mapping[int, dict[str, Any]], noms: Mapping[str, str]
) -> Iterator[Rangee]:
    cle = mouvement.objet_id
    if mouvement.objet == "mesure":  # told with the words of its indicator
        cle = mouvement.apres.get("indicateur_id", 0)
    # A row withdrawn since is no longer in the frames: the entries say what they can.
    fiche = {**mouvement.apres, **fiches.get(cle, {})}
    engagement = fiche.get("engagement", "")
    nom = _name(mouvement, fiche, noms)
    if not mouvement.cree and mouvement.moved("retire"):
        accord = "" if mouvement.objet in ("indicateur", "financement") else "e"
        participe = "retiré" if mouvement.apres["retire"] else "rétabli"
        texte = f"{_DECIDES.get(mouvement.objet, '')}{nom} {participe}{accord}"
        natures = {"instruction": "decision", "financement": "argent"}
        recit: Recit = (natures.get(mouvement.objet, mouvement.objet), texte)
    else:
        recit = _recit(mouvement, fiche, nom)
    if recit is not None:
        nature, texte = recit
        ou, objet = (engagement, mouvement.territoire), (mouvement.objet, mouvement.objet_id)
        jour, phrase = _day(mouvement, fiche), _sentence(*ou, texte, noms)
        yield nature, *ou, jour, *objet, phrase, _sheet(mouvement, fiche)


def _sheet(mouvement: Mouvement, fiche: Mapping[str, Any]) -> str:
    """The id of the sheet that shows an object: its own, or that of what it is a part of."""
    parent = {"mesure": "indicateur_id", "financement": "action_id"}.get(mouvement.objet)
    if mouvement.objet in _DECIDES:
        return str(fiche.get("proposition", ""))
    return str(fiche.get(parent, "") if parent else mouvement.objet_id)


def _sentence(engagement: str, territoire: str, texte: str, noms: Mapping[str, str]) -> str:
    """« E3 · Orne : … », or the text alone, with a capital, for what is of no territory."""
    lieux = [mot for mot in (engagement, noms.get(territoire, territoire)) if mot]
    if not lieux:
        return texte[:1].upper() + texte[1:]
    return f"{' · '.join(lieux)}{INSECABLE}: {texte}"


def _day(mouvement: Mouvement, fiche: Mapping[str, Any]) -> pd.Timestamp:
    dite: dict[str, Any] = {"mesure": mouvement.apres.get("date"), "seance": fiche.get("date")}
    jour: Any = dite.get(mouvement.objet)
    if is_empty(jour):
        return mouvement.quand.tz_localize(None).normalize()
    return pd.Timestamp(jour)


def _name(mouvement: Mouvement, fiche: Mapping[str, Any], noms: Mapping[str, str]) -> str:
    """« action « Ouvrir » », « mesure n° 3 », « proposition ACC-L-01 », « séance du 01/02/2026 »"""
    objet = mouvement.objet
    if objet in _DECIDES:
        cle = fiche.get("proposition", "")
        court = textwrap.shorten(noms.get(cle, ""), TITRE, placeholder="…")
        return f"proposition {cle} {_quoted(court) if court else ''}".strip()
    if objet == "seance":
        return f"séance du {format_date(fiche['date'], 'courte')}" if "date" in fiche else "séance"
    if objet == "financement":
        action = _quoted(fiche["intitule"]) if "intitule" in fiche else "une action"
        par = fiche.get("financeur")
        return f"financement pour {action}" + (f" ({par})" if par else "")
    titre = None if objet == "mesure" else fiche.get("intitule", fiche.get("libelle"))
    return f"{objet} " + (f"n°{INSECABLE}{mouvement.objet_id}" if titre is None else _quoted(titre))


def _quoted(texte: str) -> str:
    return f"«{INSECABLE}{texte}{INSECABLE}»"


def _meteo_rows(
    avant: pd.DataFrame, apres: pd.DataFrame, noms: Mapping[str, str]
) -> Iterator[Rangee]:
    cle = ["engagement", "territoire"]
    colonnes = [*cle, "id", "date", "meteo"]
    paires = avant[colonnes].merge(apres[colonnes], on=cle, how="outer", suffixes=("_1", "_2"))
    bouge = paires["id_1"].fillna(0) != paires["id_2"].fillna(0)
    # A word that was withdrawn leaves the day of the one before it.
    paires["date"] = paires["date_2"].fillna(paires["date_1"])
    tries = paires[bouge].sort_values("date", ascending=False, kind="stable")
    for paire in tries.to_dict("records"):
        codes = ["" if is_empty(paire[nom]) else paire[nom] for nom in ("meteo_1", "meteo_2")]
        mots = [METEO.mot(code or NON_RENSEIGNE) for code in codes]
        jour = format_date(paire["date"], "courte")
        texte = f"toujours {mots[1]}" if mots[0] == mots[1] else " → ".join(mots)
        texte += "" if is_empty(paire["id_2"]) else f" ({jour})"
        nature = "point" if mots[0] == mots[1] else "meteo"
        ou = (paire["engagement"], paire["territoire"])
        point = int(paire["id_1"] if is_empty(paire["id_2"]) else paire["id_2"])
        yield nature, *ou, paire["date"], "point_etape", point, _sentence(*ou, texte, noms), ""


def _steps(mouvement: Mouvement, champ: str, liste: CodeListe) -> str:
    """« À venir → En cours »; "" when it did not move."""
    avant, apres = mouvement.avant.get(champ) or liste.depart, mouvement.apres.get(champ)
    return f"{liste.mot(avant)} → {liste.mot(apres)}" if apres and apres != avant else ""


def _recit(mouvement: Mouvement, fiche: Mapping[str, Any], nom: str) -> Recit:
    objet, apres, mots = mouvement.objet, mouvement.apres, ""
    if objet == "action":
        return _recit_action(mouvement, nom)
    if objet == "indicateur":
        return objet, f"nouvel {nom}" if mouvement.cree else f"{nom} modifié"
    if objet == "mesure":
        valeur = format_nombre(apres["valeur"])
        valeur += f" {fiche['unite']}" if fiche.get("unite") else ""
        jour = format_date(apres["date"], "courte")
        titre = _quoted(fiche["libelle"]) if "libelle" in fiche else "un indicateur"
        return objet, f"{titre} mesuré à {valeur} ({jour})"
    if objet == "seance":
        etat = ETAT_SEANCE.mot(apres["etat"]).lower() if mouvement.moved("etat") else ""
        return (objet, f"{nom} {etat}") if etat else None
    if objet == "financement":
        return "argent", f"{nom}{INSECABLE}: {_money(mouvement, fiche)}"
    if objet == "instruction":
        objet, mots = "decision", _steps(mouvement, "decision", DECISION)
        mots += f" ({apres['motif']})" if mots and apres.get("motif") else ""
    elif mouvement.cree:
        mots = ETAT_TRANSMISSION.mot(apres["etat"]).lower()
    else:
        mots = _steps(mouvement, "etat", ETAT_TRANSMISSION)
    return (objet, f"{nom}{INSECABLE}: {mots}") if mots else None


def _money(mouvement: Mouvement, fiche: Mapping[str, Any]) -> str:
    """« 20 000 € → 25 000 € (prévu) »."""
    montants = [fiche.get("montant")]
    if not mouvement.cree and mouvement.moved("montant"):
        montants = [mouvement.avant.get("montant"), mouvement.apres["montant"]]
    dits = " → ".join(f"{format_nombre(montant)}{INSECABLE}€" for montant in montants)
    return f"{dits} ({NATURE.mot(fiche.get('nature', NATURE.depart)).lower()})"


def _recit_action(mouvement: Mouvement, nom: str) -> Recit:
    statut = mouvement.apres.get("statut", "")
    if mouvement.cree:
        suite = "" if statut == STATUT.depart else f" ({STATUT.mot(statut).lower()})"
        return "action_creee", f"nouvelle {nom}{suite}"
    if mots := _steps(mouvement, "statut", STATUT):
        nature = "action_close" if statut in STATUT.which("fini") else "action"
        return nature, f"{nom}{INSECABLE}: {mots}"
    if mouvement.moved("fin"):
        fin = format_date(mouvement.apres["fin"], "courte", vide="sans date de fin")
        return "action", f"{nom}{INSECABLE}: nouvelle échéance, {fin}"
    return "action", f"{nom} modifiée"
