"""French sentences about faults, each written once and shared by the reader and the checker."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

LONGUEUR_CITEE = 60
ESPACE = "\u00a0"


def quote(valeur: object) -> str:
    """« valeur », cut when long so that a sentence stays a sentence."""
    texte = str(valeur)
    if len(texte) > LONGUEUR_CITEE:
        texte = texte[: LONGUEUR_CITEE - 1] + "…"
    return f"«{ESPACE}{texte}{ESPACE}»"


def show_number(nombre: int) -> str:
    """« 20 000 »."""
    return f"{nombre:,}".replace(",", "\u202f")


def enumerate_values(valeurs: Iterable[object]) -> str:
    """« a », « b » ou « c »."""
    cites = [quote(valeur) for valeur in valeurs]
    if len(cites) < 2:
        return "".join(cites)
    return f"{', '.join(cites[:-1])} ou {cites[-1]}"


# A whole file


def missing_file(obligatoire: bool) -> str:
    """The file isn't in the folder."""
    if obligatoire:
        return f"le fichier manque, alors qu'il est obligatoire{ESPACE}: ajoutez-le au dossier."
    return (
        f"le fichier manque, alors que datapackage.json l'annonce{ESPACE}: ajoutez-le au dossier, "
        "ou retirez-le de datapackage.json."
    )


def not_given() -> str:
    """An optional file that the region doesn't publish."""
    return "le fichier n'est pas publié pour cette concertation."


def unknown_file(connus: Iterable[str]) -> str:
    """No table of the contract has this name."""
    return (
        f"le nom du fichier est inconnu{ESPACE}: retirez-le ou renommez-le{ESPACE}; noms connus"
        f"{ESPACE}: {', '.join(connus)}."
    )


def unreadable_file() -> str:
    """The system refuses to open it."""
    return f"le fichier ne peut pas être ouvert{ESPACE}: vérifiez ses droits d'accès."


def empty_file() -> str:
    """No header line."""
    return f"le fichier est vide{ESPACE}: la première ligne doit donner le nom des colonnes."


def no_row() -> str:
    """A header and nothing else, in a file that a region can't do without."""
    return (
        f"le fichier n'a que sa ligne d'en-tête{ESPACE}: il doit compter au moins une ligne "
        "de données."
    )


def wrong_encoding(encodage: str = "") -> str:
    """The bytes are no UTF-8."""
    constat = f"le texte est en {encodage}" if encodage else "le texte n'est pas en UTF-8"
    return f"{constat}{ESPACE}: enregistrez le fichier en UTF-8."


def wrong_delimiter(separateur: str) -> str:
    """Columns separated by something else than a comma."""
    nom = {";": "le point-virgule", "\t": "la tabulation", "|": "la barre verticale"}[separateur]
    return (
        f"les colonnes sont séparées par {nom}{ESPACE}: enregistrez le fichier en CSV "
        "avec la virgule pour séparateur."
    )


def broken_quotes() -> str:
    """The text can't be cut into cells."""
    return (
        f"un guillemet droit (\") est mal placé ou n'est pas refermé{ESPACE}: entourez la cellule "
        "de guillemets droits et doublez ceux qu'elle contient."
    )


def broken_json(caractere: int | None) -> str:
    """The text is no JSON."""
    place = f" au caractère {caractere} de la ligne" if caractere else ""
    return (
        f"le JSON ne peut pas être lu{place}{ESPACE}: cherchez une virgule, un guillemet "
        "ou une accolade en trop ou manquants."
    )


def more_faults(nombre: int, montrees: int) -> str:
    """Faults of a file beyond those that are kept."""
    autres = "une autre" if nombre == 1 else f"{show_number(nombre)} autres"
    return (
        f"{show_number(montrees)} anomalies sont données ici, ce fichier en a au moins {autres}"
        f"{ESPACE}: corrigez celles-ci, puis vérifiez de nouveau."
    )


# Header and rows


def missing_column(nom: str) -> str:
    """The schema asks for it."""
    return f"la colonne {quote(nom)} manque{ESPACE}: ajoutez-la à la ligne d'en-tête."


def misspelt_column(label: str, nom: str) -> str:
    """A column is missing and an unknown one looks like it."""
    return f"la colonne {quote(nom)} manque{ESPACE}: renommez {quote(label)} en {quote(nom)}."


def extra_column(label: str, colonnes: Iterable[str]) -> str:
    """The schema does not know it."""
    return (
        f"la colonne {quote(label)} est inconnue{ESPACE}: retirez-la, les colonnes admises sont "
        f"{', '.join(colonnes)}."
    )


def duplicate_column(label: str) -> str:
    """Which of the two is right?"""
    return f"la colonne {quote(label)} est présente deux fois{ESPACE}: n'en gardez qu'une."


def blank_columns(rangs: list[int]) -> str:
    """Cells under no name."""
    if len(rangs) == 1:
        return (
            f"la colonne {rangs[0]} n'a pas de nom dans l'en-tête{ESPACE}: donnez-lui un nom "
            "ou videz-la."
        )
    liste = ", ".join(map(str, rangs))
    return (
        f"les colonnes {liste} n'ont pas de nom dans l'en-tête{ESPACE}: donnez-leur un nom "
        "ou videz-les."
    )


def too_many_columns(nombre: int, admis: int) -> str:
    """No table has so many."""
    return (
        f"l'en-tête compte {show_number(nombre)} colonnes{ESPACE}: il en faut au plus "
        f"{show_number(admis)}."
    )


def blank_row() -> str:
    """Nothing on this line."""
    return f"la ligne est vide{ESPACE}: supprimez-la."


def wrong_cell_count(trouve: int, attendu: int) -> str:
    """Cells are shifted."""
    cellules = "cellule" if trouve == 1 else "cellules"
    conseil = (
        "entourez de guillemets droits la cellule qui contient une virgule"
        if trouve > attendu
        else "ajoutez la virgule qui manque, une cellule vide garde la sienne"
    )
    return f"la ligne compte {trouve} {cellules} au lieu de {attendu}{ESPACE}: {conseil}."


# Cells


def wrong_type(valeur: str, type_: str) -> str:
    """A typed cell that can't be read."""
    debut = f"{quote(valeur)} n'est pas "
    if type_ == "integer":
        return f"{debut}un nombre entier{ESPACE}: écrivez des chiffres seuls, sans espace."
    if type_ == "number":
        return (
            f"{debut}un nombre{ESPACE}: écrivez des chiffres, avec un point pour les décimales "
            "et sans espace."
        )
    if type_ == "date":
        return f"{debut}une date{ESPACE}: écrivez-la AAAA-MM-JJ, par exemple {quote('2022-01-31')}."
    return f"{debut}une valeur du type attendu ({type_})."


def duplicate_value(valeur: str, ligne: int, feuille: str = "") -> str:
    """A value that must be unique; `feuille` is the other sheet that has it."""
    place = f"ligne {ligne} de la feuille {quote(feuille)}" if feuille else f"ligne {ligne}"
    return f"{quote(valeur)} est déjà à la {place}{ESPACE}: la valeur doit être unique."


def broken_constraint(contrainte: str, valeur: str, champ: Mapping[str, Any]) -> str:
    """A Table Schema constraint of `champ` (a field descriptor) that `valeur` does not hold."""
    limite = champ.get("constraints", {}).get(contrainte)
    if contrainte == "required":
        return f"la cellule est vide{ESPACE}: une valeur est obligatoire."
    if contrainte == "enum":
        verbe = "valeur admise" if len(limite) == 1 else "valeurs admises"
        return (
            f"{quote(valeur)} n'est pas une valeur admise{ESPACE}; {verbe}{ESPACE}: "
            f"{enumerate_values(limite)}."
        )
    if contrainte == "pattern":
        exemple = (
            f"exemple{ESPACE}: {quote(champ['example'])}{ESPACE}; " if "example" in champ else ""
        )
        return (
            f"{quote(valeur)} n'a pas la forme attendue{ESPACE}; {exemple}motif{ESPACE}: {limite}."
        )
    bornes = {
        "minimum": "est trop petit{e}: la valeur doit être au moins {l}.",
        "maximum": "est trop grand{e}: la valeur doit être au plus {l}.",
        "exclusiveMinimum": "est trop petit{e}: la valeur doit dépasser {l}.",
        "exclusiveMaximum": "est trop grand{e}: la valeur doit rester sous {l}.",
        "minLength": "est trop court{e}: il faut au moins {l} caractères.",
        "maxLength": "est trop long{e}: il faut au plus {l} caractères.",
    }
    if contrainte in bornes:
        return f"{quote(valeur)} {bornes[contrainte].format(e=ESPACE, l=limite)}"
    return f"{quote(valeur)} ne respecte pas la contrainte {quote(contrainte)} ({limite})."


# References


def describe_ids(ids: Iterable[str], fichier: str, limite: int = 8) -> str:
    """Which ids are allowed: all of them when few, the first and the last otherwise."""
    connus = ids if isinstance(ids, Sequence) else list(ids)
    if not connus:
        return f"{fichier} n'en contient aucun"
    if len(connus) <= limite:
        return f"identifiants admis{ESPACE}: {enumerate_values(connus)}"
    return (
        f"{fichier} compte {len(connus)} identifiants, de {quote(connus[0])} à {quote(connus[-1])}"
    )


def unknown_id(valeur: str, fichier: str, ids: Iterable[str] | None) -> str:
    """An id that the target file does not hold; `ids` is None when that file isn't there."""
    if ids is None:
        return f"{quote(valeur)} renvoie à {fichier}, qui n'est pas fourni."
    return f"{quote(valeur)} n'existe pas dans {fichier}{ESPACE}; {describe_ids(ids, fichier)}."


def tell_count(nombre: int, nom: str) -> str:
    """« ne compte aucune ligne », « compte 1 ligne », « compte 3 lignes »."""
    if nombre == 0:
        return f"ne compte aucune {nom}"
    return f"compte {nombre}{ESPACE}{nom}" + ("s" if nombre > 1 else "")
