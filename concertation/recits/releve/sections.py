"""The sections of the minutes, each from the entries of a session."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from concertation.analyse.lignes import list_records
from concertation.analyse.mots.absences import tell_absence
from concertation.analyse.mots.formats import format_date, format_nombre, is_empty
from concertation.declarations.action import ACTION, STATUT
from concertation.declarations.financement import FINANCEMENT, NATURE
from concertation.declarations.indicateur import INDICATEUR
from concertation.declarations.instruction import DECISION, INSTRUCTION, PRIORITE
from concertation.declarations.mesure import MESURE
from concertation.declarations.point_etape import METEO, POINT_ETAPE
from concertation.declarations.transmission import ETAT_TRANSMISSION, TRANSMISSION
from concertation.recits.blocs import Bloc, Liste, Puce, Section, Tableau, Texte
from concertation.recits.champs import tell_fields
from concertation.recits.releve.modele import ESPACE, Entrees
from concertation.suivi.socle.textes import clean_text

# The fields that each section lays out itself; it tells the others under their name.
INSTRUITS = ("proposition", "territoire", "decision", "motif", "priorite")
AGIS = ("intitule", "engagement", "territoire", "statut", "debut", "fin", "porteur")
FINANCES = ("action_id", "financeur", "montant", "periode", "nature")
DITS = ("engagement", "territoire", "date", "meteo", "synthese")
INDIQUES = ("libelle", "engagement", "territoire", "unite")
MESURES = ("indicateur_id", "valeur", "date", "source")
TRANSMIS = ("proposition", "etat", "destinataire", "date", "reponse", "date_reponse")

_MARQUES = ("-", "–", "•", "*")


class Mots:
    """Words for ids; an id that no file knows stays as it is."""

    def __init__(self, entrees: Entrees, territoire: str) -> None:
        self._propositions = _pairs(entrees.propositions, "intitule")
        self._engagements = _pairs(entrees.engagements, "titre_court")
        self._territoires = _pairs(entrees.territoires, "nom")
        self.rangs = {identifiant: rang for rang, identifiant in enumerate(self._propositions)}
        self._ici = territoire

    def proposition(self, identifiant: str) -> str:
        return self._propositions.get(identifiant, "Libellé non publié")

    def engagement(self, ligne: Mapping[str, Any]) -> str:
        """« E1 – Exercice coordonné », and the territory when it isn't the session's."""
        titre = self._engagements.get(ligne["engagement"], "")
        texte = " – ".join(mot for mot in (ligne["engagement"], titre) if mot)
        return texte + self.elsewhere(ligne)

    def elsewhere(self, ligne: Mapping[str, Any]) -> str:
        lieu = ligne.get("territoire", "")
        if not lieu or lieu == self._ici:
            return ""
        return f" ({self._territoires.get(lieu, lieu)})"


def _pairs(frame: pd.DataFrame, colonne: str) -> dict[str, str]:
    if frame.empty:
        return {}
    return dict(zip(frame["id"], frame[colonne], strict=True))


def split_lines(texte: Any, virgules: bool = False) -> tuple[str, ...]:
    """One item a line, without the marks that people type in front; names by commas too."""
    morceaux = clean_text(str(texte)).replace(";" if virgules else "\n", "\n").split("\n")
    if virgules and len(morceaux) == 1:
        morceaux = morceaux[0].split(",")
    nus = (morceau.strip().lstrip("".join(_MARQUES)).strip() for morceau in morceaux)
    return tuple(nu for nu in nus if nu)


def tell_agenda(texte: Any) -> Section:
    """Where some lines are marked as items, those that are not stand above them."""
    brutes = [ligne for ligne in clean_text(str(texte)).split("\n") if split_lines(ligne)]
    marquees = [ligne.strip().startswith(_MARQUES) for ligne in brutes]
    blocs: list[Bloc] = []
    for mots, marquee in zip(split_lines(texte), marquees, strict=True):
        dernier = blocs[-1] if blocs else None
        if any(marquees) and not marquee:
            blocs.append(Texte((mots,), "fort"))
        elif isinstance(dernier, Liste):
            blocs[-1] = Liste((*dernier.puces, Puce(mots)))
        else:
            blocs.append(Liste((Puce(mots),)))
    return Section("Ordre du jour", tuple(blocs))


def list_section(titre: str, mots: Iterable[str]) -> Section:
    """A section of one list; without items it says so."""
    puces = tuple(Puce(mot) for mot in mots)
    return Section(titre, (Liste(puces),) if puces else ())


def _in_table(tableau: Tableau, *avant: Bloc) -> tuple[Bloc, ...]:
    """The table with what stands before it; nothing when it has no row."""
    return (*avant, tableau) if tableau.lignes else ()


def tell_propositions(entrees: Entrees, mots: Mots, noms: bool = True) -> Section:
    lignes = sorted(
        list_records(entrees.instructions),
        key=lambda ligne: (mots.rangs.get(ligne["proposition"], len(mots.rangs)), ligne["id"]),
    )
    comptes = Counter(str(ligne["decision"]) for ligne in lignes)
    detail = ", ".join(
        f"{libelle.lower()}{ESPACE}: {comptes[code]}"
        for code, libelle in DECISION.items()
        if comptes[code]
    )
    total = format_nombre(len(lignes))
    pluriel = "s" * (len(lignes) > 1)
    tableau = Tableau(
        ("N°", "Proposition", "Décision", "Motif et note", "Priorité"),
        tuple(
            (
                ligne["proposition"],
                _clean(mots.proposition(ligne["proposition"]) + mots.elsewhere(ligne)),
                DECISION.mot(ligne["decision"]),
                _lines(
                    _clean(ligne["motif"]), *tell_fields(INSTRUCTION, "releve", ligne, INSTRUITS)
                )
                or "–",
                PRIORITE.get(ligne["priorite"], "") if ligne["priorite"] else "–",
            )
            for ligne in lignes
        ),
        (12, 38, 14, 24, 12),
    )
    phrase = f"{total}{ESPACE}proposition{pluriel} examinée{pluriel} ({detail})."
    return Section(
        "Décisions sur les propositions",
        _in_table(tableau, Texte((phrase,))),
        tell_absence("seance_propositions", not noms),
    )


def tell_actions(entrees: Entrees, mots: Mots, noms: bool) -> Section:
    argent: dict[int, list[str]] = {}
    for ligne in list_records(entrees.financements):
        argent.setdefault(int(ligne["action_id"]), []).append(tell_money(ligne))
    tableau = Tableau(
        ("Action", "Porteur", "Calendrier", "Statut", "Financement"),
        tuple(
            (
                _clean(_describe(ligne, mots)),
                _clean(ligne["porteur"]).strip() or ("À désigner" if noms else "Non publié"),
                tell_period(ligne["debut"], ligne["fin"]),
                STATUT.mot(ligne["statut"]),
                "\n".join(argent.get(int(ligne["id"]), ())) or "Non renseigné",
            )
            for ligne in list_records(entrees.actions)
        ),
        (33, 15, 17, 12, 23),
        accent=True,
    )
    return Section(
        "Actions décidées ou modifiées",
        _in_table(tableau),
        tell_absence("seance_actions", not noms),
    )


def _describe(action: Mapping[str, Any], mots: Mots) -> str:
    autres = tell_fields(ACTION, "releve", action, AGIS)
    return "\n".join([action["intitule"], mots.engagement(action), *autres])


def tell_money(ligne: Mapping[str, Any]) -> str:
    """« Agence : 1 250,50 €, 2026 (prévu) ». Lines are never added up: periods differ."""
    decimales = 0 if float(ligne["montant"]).is_integer() else 2
    montant = f"{format_nombre(ligne['montant'], decimales)}{ESPACE}€"
    periode = f", {ligne['periode'].strip()}" if ligne["periode"].strip() else ""
    nature = NATURE.mot(ligne["nature"]).lower()
    suite = "".join(f", {mots}" for mots in tell_fields(FINANCEMENT, "releve", ligne, FINANCES))
    return _clean(f"{ligne['financeur'].strip()}{ESPACE}: {montant}{periode} ({nature}){suite}")


def tell_points(entrees: Entrees, mots: Mots, noms: bool = True) -> Section:
    tableau = Tableau(
        ("Engagement", "Météo", "Synthèse"),
        tuple(
            (
                _clean(mots.engagement(ligne)),
                METEO.mot(ligne["meteo"]),
                _lines(
                    _clean(ligne["synthese"]),
                    *tell_fields(POINT_ETAPE, "releve", ligne, DITS),
                ),
            )
            for ligne in list_records(entrees.points)
        ),
        (28, 20, 52),
    )
    return Section("Points d’étape", _in_table(tableau), tell_absence("seance_points", not noms))


def tell_mesures(entrees: Entrees, mots: Mots, noms: bool = True) -> Section:
    indicateurs = {int(ligne["id"]): ligne for ligne in list_records(entrees.indicateurs)}
    lignes = []
    for mesure in list_records(entrees.mesures):
        indicateur = indicateurs.get(int(mesure["indicateur_id"]), {})
        unite = str(indicateur.get("unite", "")).strip()
        valeur = format_nombre(mesure["valeur"])
        lignes.append(
            (
                _lines(
                    _clean(str(indicateur.get("libelle", "")) + mots.elsewhere(indicateur)),
                    *tell_fields(INDICATEUR, "releve", indicateur, INDIQUES),
                ),
                _clean(f"{valeur}{ESPACE}{unite}" if unite else valeur),
                format_date(mesure["date"], "courte"),
                _lines(_clean(mesure["source"]), *tell_fields(MESURE, "releve", mesure, MESURES)),
            )
        )
    tableau = Tableau(
        ("Indicateur", "Valeur", "Date", "Source"),
        tuple(lignes),
        (40, 18, 14, 28),
    )
    return Section("Mesures relevées", _in_table(tableau), tell_absence("seance_mesures", not noms))


def tell_transmissions(entrees: Entrees, mots: Mots, noms: bool = True) -> Section:
    tableau = Tableau(
        ("N°", "Proposition", "Destinataire (transmission)", "État", "Réponse"),
        tuple(
            (
                ligne["proposition"],
                _clean(mots.proposition(ligne["proposition"])),
                _clean(_dated(ligne["destinataire"].strip() or "À désigner", ligne["date"])),
                ETAT_TRANSMISSION.mot(ligne["etat"]),
                _lines(
                    _clean(_dated(ligne["reponse"].strip(), ligne["date_reponse"])),
                    *tell_fields(TRANSMISSION, "releve", ligne, TRANSMIS),
                )
                or "–",
            )
            for ligne in list_records(entrees.transmissions)
        ),
        (12, 34, 17, 15, 22),
    )
    vide = tell_absence("seance_transmissions", not noms)
    return Section("Propositions nationales transmises", _in_table(tableau), vide)


def tell_next(seance: Mapping[str, Any]) -> Section:
    if is_empty(seance["prochaine_date"]):
        return Section("Prochaine séance", vide="Date non renseignée.")
    jour = format_date(seance["prochaine_date"])
    return Section("Prochaine séance", (Texte((f"Le comité se réunira de nouveau le {jour}.",)),))


def _clean(texte: str) -> str:
    return clean_text(str(texte))


def tell_period(debut: Any, fin: Any) -> str:
    """« Du 02/03/2026 au 30/06/2026 », as far as its two days are known."""
    premier, dernier = (format_date(jour, "courte", vide="") for jour in (debut, fin))
    if premier and dernier:
        return f"Du {premier} au {dernier}"
    if premier:
        return f"À partir du {premier}"
    return f"Jusqu’au {dernier}" if dernier else "Dates à fixer"


def _lines(*textes: str) -> str:
    return "\n".join(nu for texte in textes if (nu := texte.strip()))


def _dated(texte: str, jour: Any) -> str:
    if is_empty(jour):
        return texte
    court = format_date(jour, "courte")
    return f"{texte} ({court})" if texte else court
