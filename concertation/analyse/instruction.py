"""What territories decide on local proposals: progress, comparison, what nobody took up."""

import pandas as pd

from concertation.analyse.libelles_suivi import A_INSTRUIRE, DECISION, DECISION_REPRISE


def local_propositions(propositions: pd.DataFrame) -> pd.DataFrame:
    """The proposals that territories decide on; national ones are transmitted instead."""
    return propositions[propositions["portee"] == "locale"]


def with_decisions(
    propositions: pd.DataFrame, instructions: pd.DataFrame, territoire: str
) -> pd.DataFrame:
    """Local proposals with what the territory says of each.

    Adds `decision` (`a_instruire` where nothing was said), `motif`, `priorite`, `note`, and
    `instruction_id`, `version` (NA where nothing was said).
    """
    ajoutees = ["decision", "motif", "priorite", "note", "instruction_id", "version"]
    siennes = instructions[instructions["territoire"] == territoire]
    siennes = siennes.rename(columns={"id": "instruction_id"}).set_index("proposition")[ajoutees]
    frame = local_propositions(propositions).join(siennes, on="id")
    textes = {"motif": "", "priorite": "", "note": "", "decision": A_INSTRUIRE}
    return frame.fillna(textes).astype(
        dict.fromkeys(textes, "str") | {"instruction_id": "Int64", "version": "Int64"}
    )


def instruction_progress(
    propositions: pd.DataFrame, instructions: pd.DataFrame, territoire: str
) -> pd.DataFrame:
    """One row per theme that has local proposals, in the order of the proposals.

    Columns: `theme`, one count per code of `DECISION`, `total`, `instruites` (all but
    `a_instruire`), `part` (hundredths of `total`).
    """
    lignes = with_decisions(propositions, instructions, territoire)
    comptes = pd.crosstab(lignes["theme"], lignes["decision"])
    comptes = comptes.reindex(
        index=lignes["theme"].drop_duplicates(), columns=list(DECISION), fill_value=0
    )
    comptes = comptes.rename_axis(index="theme", columns=None).astype("int64")
    total = comptes.sum(axis=1)
    instruites = total - comptes[A_INSTRUIRE]
    return comptes.assign(
        total=total, instruites=instruites, part=100.0 * instruites / total
    ).reset_index()


def untouched(propositions: pd.DataFrame, instructions: pd.DataFrame) -> pd.DataFrame:
    """Local proposals that no territory has taken up (`retenue` or `deja_engagee`).

    Adds `nb_decisions`, the number of territories that decided something else on it (0: nobody
    has looked at it yet).
    """
    decidees = instructions[instructions["decision"] != A_INSTRUIRE]
    reprises = decidees.loc[decidees["decision"].isin(DECISION_REPRISE), "proposition"]
    locales = local_propositions(propositions)
    restantes = locales[~locales["id"].isin(reprises)]
    nombres = restantes["id"].map(decidees["proposition"].value_counts())
    return restantes.assign(nb_decisions=nombres.fillna(0).astype("int64"))


def compare_territoires(
    proposition: str, instructions: pd.DataFrame, territoires: pd.DataFrame
) -> pd.DataFrame:
    """What each of these territories says of one proposal, in their order.

    Columns: `territoire, nom, decision, motif, priorite, note, modifie_le` (`a_instruire`, ""
    and NaT where nothing was said). A territory is not answerable for those inside it.
    """
    colonnes = ["decision", "motif", "priorite", "note", "modifie_le"]
    dites = instructions[instructions["proposition"] == proposition]
    frame = territoires[["id", "nom"]].rename(columns={"id": "territoire"})
    frame = frame.join(dites.set_index("territoire")[colonnes], on="territoire")
    textes = {"decision": A_INSTRUIRE, "motif": "", "priorite": "", "note": ""}
    return frame.fillna(textes).astype(dict.fromkeys(textes, "str")).reset_index(drop=True)
