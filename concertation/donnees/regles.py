"""Rules that cross files, as small functions in one list, `REGLES`.

Each takes a `Vue` and yields anomalies. A view leaves out the cells that were already found at
fault, and says which files can't be trusted, so that one fault is told once.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

from concertation.declarations import LISTES
from concertation.declarations.portee import COTES, PORTEE
from concertation.donnees import geographie, phrases
from concertation.donnees.anomalies import Anomalie
from concertation.donnees.lecture import read_date, read_entier, read_nombre
from concertation.donnees.phrases import enumerate_values, say
from concertation.donnees.regles_details import check_details
from concertation.donnees.schemas import PAQUET, load_schemas
from concertation.donnees.vue import Vue, split_liste

# Lower bound and upper bound, how they are read, and how to say that they are the wrong way round.
BORNES: tuple[tuple[str, str, Callable[[str], Any], str], ...] = (
    ("valeur", "valeur_max", read_nombre, "est inférieur à"),
    ("date", "date_fin", read_date, "précède"),
    ("debut", "fin", read_date, "précède"),
)
# Half a point: parts rounded to one decimal pass, a mistake of one point does not.
TOLERANCE_PARTS = 0.5


def check_references(vue: Vue) -> Iterator[Anomalie]:
    """Identifiers exist in the file that the schema names (`reference`)."""
    for nom, schema in load_schemas().items():
        for champ in schema.champs:
            cible = champ.get("reference", "").removesuffix(".id")
            for ligne in vue.lignes[nom] if cible else ():
                cellule = ligne(champ["name"])
                for valeur in split_liste(cellule) if "liste" in champ else [cellule]:
                    message = vue.explain_unknown(valeur, cible) if valeur else ""
                    if message:
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
                phrase = "{0!q} ne vise aucun fichier ; noms admis : {1!j}."
                message = say(phrase, cible, schemas)
            elif point and colonne not in schemas[nom].colonnes:
                phrase = (
                    "{0!q} ne vise aucune colonne connue dans {1}.csv ; colonnes admises : {2!j}."
                )
                message = say(phrase, cible, nom, schemas[nom].colonnes)
            elif deux_points:
                message = vue.explain_unknown(identifiant, nom)
            if message:
                yield Anomalie("reserves.csv", ligne.numero, "cibles", cible, message)


def check_listes(vue: Vue) -> Iterator[Anomalie]:
    """Codes that come twice in a list, or play a part that the application doesn't know."""
    vus: dict[tuple[str, str], int] = {}
    for ligne in vue.lignes["codes"]:
        liste, code = ligne("liste"), ligne("code")
        if liste not in LISTES:
            continue
        premiere = vus.setdefault((liste, code), ligne.numero)
        if premiere != ligne.numero:
            yield vue.tell("codes", ligne, "code", phrases.duplicate_value(code, premiere))
        connus = sorted(LISTES[liste].roles)
        for part in split_liste(ligne("roles")):
            if part not in connus:
                phrase = "{0!q} n’est pas un rôle de la liste {1!q} ; rôles connus : {2}."
                admis = enumerate_values(connus) or "aucun"
                yield vue.tell("codes", ligne, "roles", phrase, part, liste, admis)


def _count_gaps(vue: Vue) -> Iterator[Anomalie]:
    """Themes whose propositions are not as many as they announce."""
    if not (
        vue.is_sure("propositions", "theme", "portee")
        and vue.is_sure("themes", "id")
        and not any(vue.explain_unknown(p("theme"), "themes") for p in vue.lignes["propositions"])
    ):
        return
    comptes = Counter((p("theme"), p("portee")) for p in vue.lignes["propositions"])
    for theme in vue.lignes["themes"]:
        for colonne, cote in (("nb_locales", "locale"), ("nb_nationales", "nationale")):
            codes = vue.donnees.codes.get("portee") or PORTEE.declares
            siennes = [code.cle for code in codes if COTES[cote] in code.roles]
            annonce = read_entier(theme(colonne))
            trouve = sum(comptes[theme("id"), portee] for portee in siennes)
            if annonce is not None and annonce != trouve:
                phrase = (
                    "propositions.csv {0} de portée {1!q} pour le thème {2!q}, et non {3} : "
                    "corrigez ce nombre ou la liste."
                )
                compte = phrases.tell_count(trouve, "proposition")
                yield vue.tell("themes", theme, colonne, phrase, compte, cote, theme("id"), annonce)


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
            message = say(
                "le fichier {0} de données, mais {1} en annonce {2} (« lignes »).",
                phrases.tell_count(trouve, "ligne"), PAQUET, attendu,
            )  # fmt: skip
            yield Anomalie(f"{nom}.csv", None, None, str(trouve), message)


def check_ordre(vue: Vue) -> Iterator[Anomalie]:
    """A rank comes once in its list, the rows that share other columns (`uniqueKeys`)."""
    for nom, schema in load_schemas().items():
        for *groupe, rang in schema.descripteur.get("uniqueKeys", ()):
            vus: dict[tuple[Any, ...], int] = {}
            phrase = (
                "le rang {0!q} est déjà à la ligne {1}{2} : donnez à chaque ligne un rang unique."
            )
            ou = " de cette liste" if groupe else ""
            for ligne in vue.lignes[nom]:
                ordre, liste = read_entier(ligne(rang)), tuple(ligne(c) for c in groupe)
                if ordre is None or not all(liste):
                    continue
                premiere = vus.setdefault((*liste, ordre), ligne.numero)
                if premiere != ligne.numero:
                    yield vue.tell(nom, ligne, rang, phrase, ligne(rang), premiere, ou)


def check_parts(vue: Vue) -> Iterator[Anomalie]:
    """The parts of the participants add up to 100."""
    parts = [read_nombre(ligne("part")) for ligne in vue.lignes["participation"]]
    connues = [part for part in parts if part is not None]
    if not vue.is_sure("participation", "part") or not connues or len(connues) < len(parts):
        return
    total = f"{sum(connues):g}"
    if abs(sum(connues) - 100) > TOLERANCE_PARTS:
        message = say("le total des parts est {0} : il doit être 100.", total)
        yield Anomalie("participation.csv", None, "part", total, message)


def check_dates(vue: Vue) -> Iterator[Anomalie]:
    """A workshop is held during the consultation, which ends after it begins."""
    objet = vue.paquet.concertation
    debut, fin = read_date(objet.get("debut", "")), read_date(objet.get("fin", ""))
    if debut is None or fin is None:
        return
    if fin < debut:
        message = say("la fin, {0!q}, précède le début, {1!q}.", fin, debut)
        yield vue.paquet.locate("fin", str(fin), message)
        return
    phrase = (
        "{0!q} est hors de la période de la concertation : elle va de {1!q} à {2!q} "
        "(datapackage.json)."
    )
    for ligne in vue.lignes["ateliers"]:
        jour = read_date(ligne("date"))
        if jour is not None and not debut <= jour <= fin:
            yield vue.tell("ateliers", ligne, "date", phrase, jour, debut, fin)


def check_bornes(vue: Vue) -> Iterator[Anomalie]:
    """The end of a range doesn't come before its beginning, in any file that has both."""
    phrase = "{0!q} {1} {2!q} : corrigez {3!q} ou {4!q}."
    for nom, lignes in vue.lignes.items():
        for ligne, (bas, haut, lecteur, verbe) in product(lignes, BORNES):
            debut, fin = lecteur(ligne(bas)), lecteur(ligne(haut))
            if debut is not None and fin is not None and fin < debut:
                yield vue.tell(nom, ligne, haut, phrase, ligne(haut), verbe, ligne(bas), bas, haut)


def check_liens(vue: Vue) -> Iterator[Anomalie]:
    """Both ends of a link exist, it comes once, and an explicit one quotes its document."""
    vus: dict[tuple[str, ...], int] = {}
    for ligne in vue.lignes["liens"]:
        for bout in ("origine", "cible"):
            if ligne(f"{bout}_type") and ligne(bout):
                # Each type is a table of that name, in the plural.
                message = vue.explain_unknown(ligne(bout), f"{ligne(f'{bout}_type')}s")
                if message:
                    yield vue.tell("liens", ligne, bout, message)
        if ligne("force") == "explicite" and "extrait" in ligne.cellules and not ligne("extrait"):
            message = say(
                "la cellule est vide : un lien « explicite » cite les mots du document qui l’écrit."
            )
            yield vue.tell("liens", ligne, "extrait", message)
        bouts = tuple(ligne(c) for c in ("origine_type", "origine", "cible_type", "cible"))
        if not all(bouts):
            continue
        if bouts[:2] == bouts[2:]:
            phrase = "{0!q} est lié à lui-même : corrigez la cible."
            yield vue.tell("liens", ligne, "cible", phrase, ligne("cible"))
        premiere = vus.setdefault(bouts, ligne.numero)
        if premiere != ligne.numero:
            phrase = "le lien de {0!q} à {1!q} est déjà à la ligne {2} : n’en gardez qu’un."
            yield vue.tell("liens", ligne, "cible", phrase, bouts[1], bouts[3], premiere)


def check_elements(vue: Vue) -> Iterator[Anomalie]:
    """A priority has published elements when it has a chantier, and only then; a link to the mere
    title of another is of a kind of its own, which is no echo."""
    if not vue.is_sure("priorites", "id") or (
        vue.is_given("chantiers") and not vue.is_sure("chantiers", "priorite")
    ):
        return
    developpees = {ligne("priorite") for ligne in vue.lignes["chantiers"]}
    phrase = (
        "{0!q} contredit chantiers.csv, qui {1} à la priorité {2!q} : écrivez {3!q}, ou corrigez "
        "les chantiers."
    )
    for ligne in vue.lignes["priorites"]:
        dit, cle = ligne("elements_publies"), ligne("id")
        attendu = "oui" if cle in developpees else "non"
        verbe = "donne un chantier au moins" if cle in developpees else "ne donne aucun chantier"
        if dit in ("oui", "non") and dit != attendu:
            yield vue.tell("priorites", ligne, "elements_publies", phrase, dit, verbe, cle, attendu)
    phrase = (
        "{0!q} {1} une priorité sans élément publié : la force d’un lien vers un simple titre, et "
        "de nul autre, est « intitule »."
    )
    muettes = {ligne("id") for ligne in vue.lignes["priorites"]} - developpees
    for ligne in vue.lignes["liens"]:
        cible, force = ligne("cible"), ligne("force")
        vise = ligne("cible_type") == "priorite" and cible in muettes
        if cible and force not in ("", "explicite") and vise != (force == "intitule"):
            yield vue.tell("liens", ligne, "force", phrase, cible, "est" if vise else "n’est pas")


def check_rattachements(vue: Vue) -> Iterator[Anomalie]:
    """A row that may belong to an action or to a « dispositif » belongs to one of them."""
    phrase = (
        "la ligne se rattache à une action ou à un dispositif, et {0} : remplissez l’une des deux "
        "cellules."
    )
    for nom, lignes in vue.lignes.items():
        for ligne in lignes:
            if not {"action", "dispositif"} <= ligne.cellules.keys():
                continue
            if bool(ligne("action")) == bool(ligne("dispositif")):
                combien = "donne les deux" if ligne("action") else "ne donne ni l’une ni l’autre"
                yield vue.tell(nom, ligne, "action", phrase, combien)


REGLES: tuple[Callable[[Vue], Iterator[Anomalie]], ...] = (
    check_references, check_cibles, check_listes, check_comptes, check_ordre, check_parts,
    check_dates, check_bornes, check_liens, check_elements, check_rattachements, check_details,
    *geographie.REGLES,
)  # fmt: skip
