"""The style sheet of the fragments that `html` makes."""

from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def scene_css() -> str:
    """`diapo.css`, for a scene or for the flow of a telephone."""
    return Path(__file__).with_name("diapo.css").read_text(encoding="utf-8")
