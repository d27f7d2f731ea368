"""Rules that cross files, as small functions in one list, `REGLES`.

Each takes a `Vue` and yields anomalies. A view leaves out the cells that were already found at
fault, and says which files can't be trusted, so that one fault is told once.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from concertation.declarations.portee import COTES
from concertation.donnees import phrases
from concertation.donnees.anomalies import Anomalie
from concertation.donnees.codes import codes_with_role
from concertation.donnees.geographie import (
    check_codes,
    check_contours,
    check_hierarchie,
    check_points,
    check_territoire,
)
from concertation.donnees.lecture import read_date, read_entier, read_nombre
from concertation.donnees.phrases import ESPACE, quote
from concertation.donnees.regles_chaine import check_elements, check_liens, check_rattachements
from concertation.donnees.regles_codes import check_listes
from concertation.donnees.regles_details import check_details
from concertation.donnees.schemas import PAQUET, load_schemas
from concertation.donnees.vue import Vue, split_liste

# In which list the rank `ordre` is unique: rows that share these columns. A file whose schema
# already says `unique` needs no line here.
LISTES: dict[str, tuple[str, ...]] = {
    "propositions": ("theme", "portee"),
    "composantes": ("engagement",),
    "participation": (),
    "reperes": (),
    "feuilles": (),
    "priorites": ("feuille",),
    "chantiers": ("priorite",),
    "actions": ("chantier",),
    "financements": ("action",),
    "indicateurs": (),
    "perspectives": ("action",),
    "dispositifs": (),
    "zones_prioritaires": (),
    "comparaison": ("region",),
    "comparaison_chiffres": (),
}
# (table, lower bound, upper bound, reader, how to say that they are the wrong way round)
ORDRES: tuple[tuple[str, str, str, Callable[[str], Any], str], ...] = (
    ("reperes", "valeur", "valeur_max", read_nombre, "est inférieur à"),
    ("reperes", "date", "date_fin", read_date, "précède"),
    ("actions", "debut", "fin", read_date, "précède"),
    ("mesures", "valeur", "valeur_max", read_nombre, "est inférieur à"),
    ("mesures", "date", "date_fin", read_date, "précède"),
    ("faits", "date", "date_fin", read_date, "précède"),
    ("comparaison_chiffres", "valeur", "valeur_max", read_nombre, "est inférieur à"),
)
# Half a point: parts rounded to one decimal pass, a mistake of one point does not.
TOLERANCE_PARTS = 0.5


def check_references(vue: Vue) -> Iterator[Anomalie]:
    """Identifiers exist in the file that the schema names (`reference`)."""
    for nom, schema in load_schemas().items():
        for champ in schema.champs:
            cible, _, cle = champ.get("reference", "").partition(".")
            if not cible or (vue.is_given(cible) and not vue.is_sure(cible, cle)):
                continue
            ids = [ligne(cle) for ligne in vue.lignes[cible]] if vue.is_given(cible) else None
            connus = frozenset(ids or ())
            for ligne in vue.lignes[nom]:
                cellule = ligne(champ["name"])
                for valeur in split_liste(cellule) if "liste" in champ else [cellule]:
                    if valeur and valeur not in connus:
                        message = phrases.unknown_id(valeur, f"{cible}.csv", ids)
                        yield Anomalie(schema.fichier, ligne.numero, champ["name"], valeur, message)


def check_cibles(vue: Vue) -> Iterator[Anomalie]:
    """A reservation points at a file, a row (`fichier:id`) or a column (`fichier.colonne`)."""
    schemas = load_schemas()
    for ligne in vue.lignes["reserves"]:
        for cible in split_liste(ligne("cibles")):
            avant, deux_points, identifiant = cible.partition(":")
            nom, point, colonne = (avant, "", "") if deux_points else avant.partition(".")
            message = ""
            if nom not in schemas:
                connus = ", ".join(schemas)
                message = (
                    f"{quote(cible)} ne vise aucun fichier{ESPACE}; noms admis{ESPACE}: {connus}."
                )
            elif point and colonne not in schemas[nom].colonnes:
                connues = ", ".join(schemas[nom].colonnes)
                message = (
                    f"{quote(cible)} ne vise aucune colonne connue dans {nom}.csv{ESPACE}; "
                    f"colonnes admises{ESPACE}: {connues}."
                )
            elif deux_points and not vue.is_given(nom):
                message = phrases.unknown_id(identifiant, f"{nom}.csv", None)
            elif deux_points and vue.is_sure(nom, schemas[nom].cle):
                ids = [autre(schemas[nom].cle) for autre in vue.lignes[nom]]
                if identifiant not in ids:
                    message = phrases.unknown_id(identifiant, f"{nom}.csv", ids)
            if message:
                yield Anomalie("reserves.csv", ligne.numero, "cibles", cible, message)


def _count_gaps(vue: Vue) -> Iterator[Anomalie]:
    """Themes whose propositions are not as many as they announce."""
    if not (
        vue.is_sure("propositions", "theme", "portee")
        and vue.is_sure("themes", "id")
        and {p("theme") for p in vue.lignes["propositions"]}
        <= {t("id") for t in vue.lignes["themes"]}
    ):
        return
    comptes = Counter((p("theme"), p("portee")) for p in vue.lignes["propositions"])
    for theme in vue.lignes["themes"]:
        for colonne, cote in (("nb_locales", "locale"), ("nb_nationales", "nationale")):
            siennes = codes_with_role(vue.donnees.codes, "portee", COTES[cote])
            annonce = read_entier(theme(colonne))
            trouve = sum(comptes[theme("id"), portee] for portee in siennes)
            if annonce is not None and annonce != trouve:
                compte = phrases.tell_count(trouve, "proposition")
                message = (
                    f"propositions.csv {compte} de portée {quote(cote)} pour le thème "
                    f"{quote(theme('id'))}, et non {annonce}{ESPACE}: corrigez ce nombre "
                    "ou la liste."
                )
                yield vue.tell("themes", theme, colonne, message)


def check_comptes(vue: Vue) -> Iterator[Anomalie]:
    """Counts that the themes and datapackage.json announce."""
    ecarts = list(_count_gaps(vue))
    yield from ecarts
    for nom in load_schemas():
        attendu = vue.paquet.expected_rows(f"{nom}.csv")
        # A theme's gap says the same thing, and where.
        if attendu is None or not vue.is_sure(nom) or (nom == "propositions" and ecarts):
            continue
        trouve = len(vue.lignes[nom])
        if trouve != attendu:
            message = (
                f"le fichier {phrases.tell_count(trouve, 'ligne')} de données, mais {PAQUET} en "
                f"annonce {attendu} ({quote('lignes')})."
            )
            yield Anomalie(f"{nom}.csv", None, None, str(trouve), message)


def check_ordre(vue: Vue) -> Iterator[Anomalie]:
    """A rank comes once in its list."""
    for nom, groupe in LISTES.items():
        vus: dict[tuple[Any, ...], int] = {}
        for ligne in vue.lignes[nom]:
            ordre, liste = read_entier(ligne("ordre")), tuple(ligne(c) for c in groupe)
            if ordre is None or not all(liste):
                continue
            premiere = vus.setdefault((*liste, ordre), ligne.numero)
            if premiere != ligne.numero:
                ou = " de cette liste" if groupe else ""
                message = (
                    f"le rang {quote(ligne('ordre'))} est déjà à la ligne {premiere}{ou}{ESPACE}: "
                    "donnez à chaque ligne un rang unique."
                )
                yield vue.tell(nom, ligne, "ordre", message)


def check_parts(vue: Vue) -> Iterator[Anomalie]:
    """The parts of the participants add up to 100."""
    parts = [read_nombre(ligne("part")) for ligne in vue.lignes["participation"]]
    connues = [part for part in parts if part is not None]
    if not vue.is_sure("participation", "part") or not connues or len(connues) < len(parts):
        return
    total = sum(connues)
    if abs(total - 100) > TOLERANCE_PARTS:
        message = f"le total des parts est {total:g}{ESPACE}: il doit être 100."
        yield Anomalie("participation.csv", None, "part", f"{total:g}", message)


def check_dates(vue: Vue) -> Iterator[Anomalie]:
    """A workshop is held during the consultation, which ends after it begins."""
    objet = vue.paquet.concertation
    debut, fin = read_date(objet.get("debut", "")), read_date(objet.get("fin", ""))
    if debut is None or fin is None:
        return
    if fin < debut:
        message = f"la fin, {quote(fin)}, précède le début, {quote(debut)}."
        yield vue.paquet.locate("fin", str(fin), message)
        return
    for ligne in vue.lignes["ateliers"]:
        jour = read_date(ligne("date"))
        if jour is not None and not debut <= jour <= fin:
            message = (
                f"{quote(jour)} est hors de la période de la concertation{ESPACE}: elle va de "
                f"{quote(debut)} à {quote(fin)} ({PAQUET})."
            )
            yield vue.tell("ateliers", ligne, "date", message)


def check_bornes(vue: Vue) -> Iterator[Anomalie]:
    """The end of a range doesn't come before its beginning."""
    for nom, bas, haut, lecteur, verbe in ORDRES:
        for ligne in vue.lignes[nom]:
            debut, fin = lecteur(ligne(bas)), lecteur(ligne(haut))
            if debut is not None and fin is not None and fin < debut:
                message = (
                    f"{quote(ligne(haut))} {verbe} {quote(ligne(bas))}{ESPACE}: corrigez "
                    f"{quote(bas)} ou {quote(haut)}."
                )
                yield vue.tell(nom, ligne, haut, message)


REGLES: tuple[Callable[[Vue], Iterator[Anomalie]], ...] = (
    check_references,
    check_cibles,
    check_listes,
    check_comptes,
    check_ordre,
    check_parts,
    check_dates,
    check_bornes,
    check_liens,
    check_elements,
    check_rattachements,
    check_details,
    check_territoire,
    check_hierarchie,
    check_codes,
    check_contours,
    check_points,
)
