"""What territories decide on local proposals: progress, what nobody took up."""

from collections import Counter

import pandas as pd

from concertation.declarations.instruction import A_INSTRUIRE, DECISION, INSTRUCTION
from concertation.declarations.portee import PORTEE


def local_propositions(propositions: pd.DataFrame) -> pd.DataFrame:
    """The proposals that territories decide on; national ones are transmitted instead."""
    return propositions[propositions["portee"].isin(PORTEE.which("instruite"))]


def with_decisions(
    propositions: pd.DataFrame, instructions: pd.DataFrame, territoire: str
) -> pd.DataFrame:
    """Local proposals with what the territory says of each.

    Adds the fields of an instruction (`a_instruire` where nothing was said), and
    `instruction_id`, `version` (NA where nothing was said).
    """
    dites = instructions[instructions["territoire"] == territoire].set_index("proposition")
    dites = dites.rename(columns={"id": "instruction_id"})[["instruction_id", "version", *_DITS]]
    frame = local_propositions(propositions).join(dites, on="id")
    vides = {nom: champ.vide for nom, champ in _DITS.items() if champ.vide is not None}
    return frame.fillna(vides).astype({"instruction_id": "Int64", "version": "Int64"})


_DITS = {c.nom: c for c in INSTRUCTION.champs if c.nom not in INSTRUCTION.figes}


def instruction_progress(
    propositions: pd.DataFrame, instructions: pd.DataFrame, territoire: str
) -> pd.DataFrame:
    """One row per theme that has local proposals, in the order of the proposals.

    Columns: `theme`, one count per code of `DECISION`, `total`, `instruites` (all but
    `a_instruire`), `part` (hundredths of `total`).
    """
    lignes = with_decisions(propositions, instructions, territoire)
    nombres = Counter(zip(lignes["theme"], lignes["decision"], strict=True))
    themes = list(dict.fromkeys(lignes["theme"]))
    comptes = {code: [nombres[theme, code] for theme in themes] for code in DECISION}
    frame = pd.DataFrame({"theme": pd.array(themes, dtype="str"), **comptes})
    frame = frame.astype(dict.fromkeys(DECISION, "int64"))
    total = frame[list(DECISION)].sum(axis=1)
    instruites = total - frame[A_INSTRUIRE]
    return frame.assign(total=total, instruites=instruites, part=100.0 * instruites / total)


def untouched(propositions: pd.DataFrame, instructions: pd.DataFrame) -> pd.DataFrame:
    """Local proposals that no territory has taken up (`retenue` or `deja_engagee`).

    Adds `nb_decisions`, the number of territories that decided something else on it (0: nobody
    has looked at it yet).
    """
    decidees = instructions[instructions["decision"] != A_INSTRUIRE]
    reprises = decidees.loc[decidees["decision"].isin(DECISION.which("repris")), "proposition"]
    locales = local_propositions(propositions)
    restantes = locales[~locales["id"].isin(reprises)]
    nombres = restantes["id"].map(decidees["proposition"].value_counts())
    return restantes.assign(nb_decisions=nombres.fillna(0).astype("int64"))
