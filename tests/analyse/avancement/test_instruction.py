"""What territories decide on proposals, against naive counts."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concertation.analyse.avancement.instruction import (
    instruction_progress,
    untouched,
    with_decisions,
)
from concertation.declarations.instruction import DECISION
from tests.aides.epreuves import times
from tests.aides.lignes_suivi import instructions_of

# Instruction of the proposals

PROPOSITIONS = pd.DataFrame(
    [(f"P{i}", "acces" if i < 4 else "soin", "locale") for i in range(6)]
    + [("N1", "acces", "nationale"), ("N2", "dehors", "nationale")],
    columns=["id", "theme", "portee"],
).astype("str")
decisions_st = st.dictionaries(
    st.tuples(st.sampled_from(list(PROPOSITIONS["id"][:6])), st.sampled_from(["D1", "D2"])),
    st.sampled_from(DECISION.saisies),
)


@settings(max_examples=times(8), deadline=None)
@given(decisions_st)
def test_instruction_agrees_with_a_naive_count(dites: dict[tuple[str, str], str]) -> None:
    instructions = instructions_of(*[(*cle, d, "m", "haute", "n") for cle, d in dites.items()])
    themes = instruction_progress(PROPOSITIONS, instructions, "D1")
    assert list(themes["theme"]) == ["acces", "soin"]
    for theme in themes.to_dict("records"):
        ids = PROPOSITIONS.loc[
            (PROPOSITIONS["theme"] == theme["theme"]) & (PROPOSITIONS["portee"] == "locale"), "id"
        ]
        codes = [dites.get((p, "D1"), "a_instruire") for p in ids]
        for decision in DECISION.saisies:
            assert theme[decision] == codes.count(decision)
        assert theme["total"] == len(codes)
        assert theme["instruites"] == len(codes) - codes.count("a_instruire")
        assert theme["part"] == pytest.approx(100 * theme["instruites"] / theme["total"])
    restantes = untouched(PROPOSITIONS, instructions)
    attendues = {}
    for p in PROPOSITIONS["id"][:6]:
        codes = [dites.get((p, t), "a_instruire") for t in ("D1", "D2")]
        if not {"retenue", "deja_engagee"} & set(codes):
            attendues[p] = sum(code != "a_instruire" for code in codes)
    assert dict(zip(restantes["id"], restantes["nb_decisions"], strict=True)) == attendues
    lues = with_decisions(PROPOSITIONS, instructions, "D2")
    assert list(lues["id"]) == list(PROPOSITIONS["id"][:6])
    assert list(lues["version"].isna()) == [(p, "D2") not in dites for p in lues["id"]]
