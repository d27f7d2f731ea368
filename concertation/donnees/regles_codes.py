"""The rule of the code lists that a consultation brings."""

from collections.abc import Iterator

from concertation.declarations import LISTES
from concertation.donnees import phrases
from concertation.donnees.anomalies import Anomalie
from concertation.donnees.phrases import ESPACE, quote
from concertation.donnees.vue import Vue, split_liste


def check_listes(vue: Vue) -> Iterator[Anomalie]:
    """Codes that come twice in a list, or play a part that the application doesn't know."""
    vus: dict[tuple[str, str], int] = {}
    for ligne in vue.lignes["codes"]:
        if ligne("liste") not in LISTES:
            continue
        cle = (ligne("liste"), ligne("code"))
        if cle in vus:
            yield vue.tell("codes", ligne, "code", phrases.duplicate_value(cle[1], vus[cle]))
        vus.setdefault(cle, ligne.numero)
        connus = LISTES[cle[0]].roles
        for part in split_liste(ligne("roles")):
            if part not in connus:
                admis = phrases.enumerate_values(sorted(connus)) or "aucun"
                yield vue.tell(
                    "codes", ligne, "roles",
                    f"{quote(part)} n'est pas un rôle de la liste {quote(cle[0])}"
                    f"{ESPACE}; rôles connus{ESPACE}: {admis}.",
                )  # fmt: skip
