"""How the documents write a number: in figures, with spaces, millions or letters."""

import re

EN_LETTRES = {
    "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
    "dix": 10, "onze": 11, "douze": 12, "dizaine": 10, "douzaine": 12, "quinzaine": 15,
    "vingtaine": 20, "trentaine": 30, "quarantaine": 40, "cinquantaine": 50, "centaine": 100,
    "doublement": 2,
}  # fmt: skip
# Hours, telephone and years of a range are one number each; ranks (« première ») are told apart.
NUMBER = re.compile(
    r"\d\d \d\d\.\d\d\.\d\d\.\d\d|\d+h\d+|\d+h\b|\b(?:19|20)\d\d ?[-–] ?20\d\d\b"
    r"|(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,]\d+)?)(?: millions| ?M€| ?K€)?"
    rf"|\b(?:{'|'.join(EN_LETTRES)})\b|\b(?:premi[èe]re?s?|second|milles|trio|double|un an)\b",
    re.IGNORECASE,
)


def read_value(written: str) -> float | None:
    """The number that some words write; None for a rank, an hour, a telephone, a range."""
    if written.lower() in EN_LETTRES:
        return float(EN_LETTRES[written.lower()])
    facteur = 1_000_000 if re.search(r"millions|M€", written) else 1_000 if "K€" in written else 1
    nu = re.sub(r"[\s\u00a0\u202f]|millions|[MK]€", "", written).replace(",", ".")
    return float(nu) * facteur if re.fullmatch(r"\d+(\.\d+)?", nu) else None
