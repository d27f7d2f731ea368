"""The smallest Streamlit application that filters a chart: what ours is measured against."""

import plotly.graph_objects as go
import streamlit as st

PARTS = {"a": (1, 3, 2), "b": (2, 1, 3), "c": (3, 2, 1)}

lettre = st.selectbox("Lettre", list(PARTS), key="lettre")
st.plotly_chart(go.Figure(go.Bar(x=["x", "y", "z"], y=PARTS[lettre])), key="figure")
