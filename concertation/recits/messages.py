"""What a slide concludes, computed from its figures: never more than they say.

Each is the title that a slide has until somebody writes another.
"""

import pandas as pd

from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import format_nombre, format_pourcent, plural
from concertation.analyse.provenance import format_repere
from concertation.analyse.selection.propositions import count_theme_portee
from concertation.declarations.point_etape import METEO
from concertation.donnees import Donnees
from concertation.graphiques.dessins.propositions import count_words
from concertation.recits.reperes import play_roles

NOMBRES = ["un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"]
TOLERANCE = 0.1  # of a part: further from it, a percentage is said as it is
JUSTE = 0.5  # a point: what documents round to


def tell_part(part: float, quoi: str = "") -> str:
    """« près d'un participant sur deux » for 47, « un sur sept » for 14, « 38 % » where no simple
    part is near."""
    rang = min(range(2, 11), key=lambda n: abs(part - 100 / n))
    ecart, mots = part - 100 / rang, f"{f'un {quoi}'.strip()} sur {NOMBRES[rang - 1]}"
    if abs(ecart) > TOLERANCE * 100 / rang:
        return format_pourcent(part)
    if abs(ecart) <= JUSTE:
        return mots
    return f"près d’{mots}" if ecart < 0 else f"plus d’{mots}"


def say_venus(donnees: Donnees) -> str:
    """« Près de 1 250 participants, 18 ateliers », as far as the files say it."""
    dits = ", ".join(map(format_repere, play_roles(donnees, "participants", "ateliers")))
    return dits[:1].upper() + dits[1:] or "La concertation en chiffres"


def say_lieux(donnees: Donnees) -> str:
    """In how many départements, and how many workshops in each of them."""
    ateliers = donnees.table("ateliers")
    comptes = ateliers.loc[ateliers["departement"] != "", "departement"].value_counts()
    if len(ateliers) < 2 or len(comptes) < 2:
        return f"Où s’est tenu {'l’atelier' if len(ateliers) < 2 else 'chaque atelier'}"
    bas, haut = int(comptes.min()), int(comptes.max())
    chacun = f"{bas} à {haut}" if bas < haut else f"{bas}"
    dans = plural(len(comptes), "département")
    return f"{len(ateliers)} ateliers dans {dans}, {chacun} dans chacun"


def say_participants(donnees: Donnees) -> str:
    """The largest part of who came, and the smallest."""
    parts = donnees.table("participation").sort_values("part", ascending=False, kind="stable")
    if len(parts) < 2 or parts["part"].isna().any():
        return "Qui a participé, sur 100 participants"
    dites = [
        " ".join(
            mot
            for mot in (f"{p['categorie']} :", p["qualificatif"], tell_part(float(p["part"]), quoi))
            if mot
        )
        for p, quoi in zip(list_records(parts.iloc[[0, -1]]), ("participant", ""), strict=True)
    ]
    return f"{dites[0][:1].upper()}{dites[0][1:]} ; {dites[-1]}"


def say_propositions(donnees: Donnees, theme: str = "") -> str:
    """« Accès aux soins : 15 propositions locales, 12 nationales », or those of every theme."""
    comptes = count_theme_portee(donnees.table("propositions"), donnees.table("themes"))
    siens = comptes[comptes["theme"] == theme] if theme else comptes
    locales, nationales = int(siens["locale"].sum()), int(siens["nationale"].sum())
    debut = f"{siens['nom_court'].iloc[0]} : " if theme else ""
    suite = f", {format_nombre(nationales)} nationales" if nationales > 1 else ""
    suite = suite or (f", {count_words(nationales, 'nationale')}" if nationales else "")
    dit = f"{debut}{count_words(locales, 'locale')}{suite}"
    return f"{dit[:1].upper()}{dit[1:]}"


def say_engagements(donnees: Donnees) -> str:
    """How many, and when they are for, if the document says the same of all."""
    engagements = donnees.table("engagements")
    echeances = set(engagements["echeance"])
    quand = f", {echeances.pop()}" if len(echeances) == 1 else ""
    return plural(len(engagements), "engagement") + quand.rstrip(", ")


def say_revue(cellules: pd.DataFrame) -> str:
    """« 9 météos favorables sur 22 »: nothing is said of who said nothing."""
    dites = cellules.loc[cellules["meteo"] != "", "meteo"]
    favorables = int(dites.isin(METEO.which("favorable")).sum())
    return f"{plural(favorables, 'météo favorable', 'météos favorables')} sur {len(dites)}"
