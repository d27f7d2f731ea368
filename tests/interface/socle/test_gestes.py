"""A session read key by key says what Streamlit says of all of it."""

import pytest
from streamlit.runtime.state import SafeSessionState
from streamlit.testing.v1 import AppTest

from concertation.interface.socle.gestes import Session

CHAMPS = """
import streamlit as st
st.session_state.setdefault("autre", 1)
if st.session_state["autre"] == 2:
    st.session_state.update(un=None, deux=None)
st.text_input("Un", "départ", key="un")
st.selectbox("Deux", ["a", "b"], key="deux")
lue = st.session_state.to_dict()
dite = ", ".join(f"{cle} {lue[cle]}" for cle in sorted(lue))
st.text(f"{dite} ; {len(st.session_state)} ; {'trois' in lue}")
"""


def test_a_field_says_what_its_session_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SafeSessionState, "filtered_state", property(Session))
    at = AppTest.from_string(CHAMPS).run()
    assert (at.text_input[0].value, at.selectbox[0].value) == ("départ", "a")
    assert at.text[0].value == "autre 1, deux a, un départ ; 3 ; False"
    # What a session empties is empty: the field does not begin again.
    at.session_state["autre"] = 2
    at.run()
    assert (at.text_input[0].value, at.selectbox[0].value) == (None, None)
