"""What a session says of itself: who was there, what came out of each item, what was voted."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from concertation.analyse.mots.formats import (
    INSECABLE,
    format_date,
    format_nombre,
    is_empty,
    plural_s,
)
from concertation.analyse.seances import holds_seat, is_adopted, is_vote, read_heure, split_names
from concertation.declarations import OBJETS
from concertation.declarations.champ import Champ
from concertation.declarations.seance import ETAT_PRESENCE, ISSUE, POINT, REGLE_VOTE, VOIX
from concertation.recits.blocs import (
    Bloc,
    Liste,
    Puce,
    Section,
    Texte,
    list_section,
    tabulate,
)
from concertation.recits.champs import join_lines, tell_fields, value_words
from concertation.recits.contexte import Contexte

Ligne = Mapping[str, Any]
PRESENCES = "Personnes présentes"
NOMS_TUS = "Les noms des personnes ne sont pas publiés."
# What the minutes of an item lay out themselves.
_RANGES = ("titre", "issue", "texte", "suite", "regle", *VOIX)


def tell_heure(seance: Ligne) -> str:
    """« 18 h 30 », "" when it is not known."""
    lue = read_heure(str(seance.get("heure") or ""))
    return f"{lue[0]}{INSECABLE}h{INSECABLE}{lue[1]:02}" if lue else ""


def count_seats(presences: Iterable[Ligne]) -> int:
    """How many sit, themselves or by a proxy."""
    return sum(map(holds_seat, presences))


def tell_attendance(seance: Ligne, presences: list[dict[str, Any]]) -> str:
    """« 7 présentes, 1 excusée (8 présentes ou représentées ; quorum de 5 atteint) »."""
    comptes = Counter(str(p["etat"]) for p in presences)
    etats = ", ".join(
        f"{comptes[etat]} {mot.lower()}{plural_s(comptes[etat])}"
        for etat, mot in ETAT_PRESENCE.items()
        if comptes[etat]
    )
    sieges, quorum = count_seats(presences), seance["quorum"]
    dits = [f"{sieges} présente{plural_s(sieges)} ou représentée{plural_s(sieges)}"]
    if not is_empty(quorum):
        atteint = "atteint" if sieges >= quorum else "non atteint"
        dits.append(f"quorum de {format_nombre(quorum)} {atteint}")
    return f"{etats} ({' ; '.join(dits)})" if etats else ""


def tell_people(seance: Ligne, presences: list[dict[str, Any]], publie: bool) -> Section:
    """The people of a session by state, without their names to a public reader."""
    compte = (Texte((f"{tell_attendance(seance, presences)}.",)),) if presences else ()
    if publie:
        return Section(PRESENCES, (*compte, Texte((NOMS_TUS,))) if compte else (), vide=NOMS_TUS)
    noms = tuple(map(Puce, split_names(str(seance["presents"]))))
    if not presences:
        return list_section(PRESENCES, noms)
    rangs = {etat: rang for rang, etat in enumerate(("presente", *ETAT_PRESENCE))}
    tableau = tabulate(
        sorted(presences, key=lambda p: rangs.get(p["etat"], len(rangs))),
        ("Nom", 30, lambda p: p["nom"]),
        ("Organisme", 22, lambda p: p["organisme"]),
        ("Qualité", 22, lambda p: p["qualite"]),
        ("Présence", 26, lambda p: ETAT_PRESENCE.mot(p["etat"])
            + (f", représentée par {p['mandataire']}" if p["mandataire"].strip() else "")),
    )  # fmt: skip
    return Section("Présences", (*compte, tableau, *([Liste(noms)] if noms else ())))


def tell_vote(point: Ligne, membres: int) -> str:
    """« Vote (majorité des voix exprimées) : 7 pour, 1 contre : adopté. »; "" without a vote."""
    if not is_vote(point):
        return ""
    mots = ("pour", "contre", "abstention", "ne prenant pas part")
    voix = ", ".join(
        f"{format_nombre(point[nom])} {mot}"
        for nom, mot in zip(VOIX, mots, strict=True)
        if not is_empty(point[nom])
    )
    regle = f" ({REGLE_VOTE.mot(point['regle']).lower()})" if point["regle"] else ""
    adopte = is_adopted(point, membres)
    suite = "" if adopte is None else f"{INSECABLE}: {'adopté' if adopte else 'non adopté'}"
    return f"Vote{regle}{INSECABLE}: {voix}{suite}."


def tell_signature(
    seance: Ligne, corrections: Iterable[tuple[Ligne, Ligne]], sceau: str | None = None
) -> Iterator[Section]:
    """Who signed and when, under which seal what was signed is kept ("" once it was rewritten),
    with what was corrected since; before, where to sign."""
    if is_empty(seance["signe_le"]):
        lignes = ("Présidence de séance", "Secrétariat de séance")
        colonnes = (("Qualité", 30, str), ("Nom", 30, lambda _: ""),
                    ("Date et signature", 40, lambda _: ""))  # fmt: skip
        yield Section("Signatures", tabulate(lignes, *colonnes).blocs)
        return
    par = f" par {seance['signe_par'].strip()}" if seance["signe_par"].strip() else ""
    dits = [f"Relevé signé{par} le {format_date(seance['signe_le'])}."]
    if sceau is not None:
        suite = f"empreinte {sceau}" if sceau else "mais pour un nom, effacé depuis"
        dits.append(f"Ce qui précède est gardé tel qu’il a été signé, {suite}.")
    yield Section("Signatures", (Texte(tuple(dits)),))
    puces = [
        Puce(
            f"{INSECABLE}: «\u00a0{_word(champ, entree['avant'])}\u00a0» devient "
            f"«\u00a0{_word(champ, entree['apres'])}\u00a0» ({entree['qui']})",
            fort=f"{format_date(entree['quand'], 'courte')}, {quoi}, {champ.libelle}",
        )
        for entree, ligne in corrections
        for quoi in (str(ligne.get("titre") or ligne.get("nom") or "séance"),)
        for champ in OBJETS[entree["objet"]].champs
        if champ.nom in (entree["apres"] or {}) and champ.nom != "rang"
    ]
    if puces:
        yield Section("Corrections depuis la signature", (Liste(tuple(puces)),))


def _word(champ: Champ, ligne: Ligne | None) -> str:
    return value_words(champ, (ligne or {}).get(champ.nom)) or "vide"


def tell_point(contexte: Contexte, point: Ligne, membres: int, rang: int, decision: int) -> Section:
    """An item: its outcome, after which its planned kind says nothing, its minutes, its vote, who
    leaves with what."""
    issue = ISSUE.mot(point["issue"]) + (f" n°{INSECABLE}{decision}" if decision else "")
    suite = f"Suites{INSECABLE}: {point['suite'].strip()}" if point["suite"].strip() else ""
    textes = join_lines(point["texte"], tell_vote(point, membres), suite).split("\n")
    dit = {**point, "lie": contexte.name_lies(point["lie"])}
    dit |= {"genre": ""} if point["issue"] else {}
    faits = " · ".join(tell_fields(POINT, "releve", dit, _RANGES))
    blocs: list[Bloc] = [Texte((issue,), "fort")]
    blocs += [Texte(tuple(mot for mot in textes if mot))] if any(textes) else []
    blocs += [Texte((faits,), "discret")] if faits else []
    return Section(f"{rang}. {point['titre']}", tuple(blocs), niveau=2)


def tell_points(
    contexte: Contexte, points: list[dict[str, Any]], membres: int
) -> Iterator[Section]:
    """The decisions, numbered, then each item of the agenda with what came out of it."""
    decisions = [p for p in points if p["issue"] in ISSUE.which("decide")]
    numeros = {p["id"]: n for n, p in enumerate(decisions, 1)}
    if decisions:
        puces = tuple(
            Puce(
                f"{INSECABLE}: {p['texte'].strip()}" if p["texte"].strip() else "",
                fort=f"Décision n°{INSECABLE}{numeros[p['id']]} – {p['titre'].strip()}",
            )
            for p in decisions
        )
        yield Section("Décisions de la séance", (Liste(puces),))
    yield Section("Ordre du jour", (Texte((f"Points{INSECABLE}: {len(points)}.",)),))
    for rang, point in enumerate(points, 1):
        yield tell_point(contexte, point, membres, rang, numeros.get(point["id"], 0))
