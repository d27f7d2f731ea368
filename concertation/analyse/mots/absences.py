"""What is not there, in words: to who reads every entry, and to who reads what is published only.

The base may hold newer entries that nobody published yet. Whatever is said of an absence, of a
last word or of the time since then says « publié » to who can't read these.
"""

import tomllib
from pathlib import Path

from concertation.declarations.veille import MOTIF_ATTENTION

ABSENCES: dict[str, list[str]] = tomllib.loads(
    Path(__file__).with_name("absences.toml").read_text(encoding="utf-8")
)


def motifs_attention(partiel: bool) -> dict[str, str]:
    """`MOTIF_ATTENTION`, in the words of who reads."""
    return {
        **MOTIF_ATTENTION,
        "silence": tell_absence("sans_point", partiel),
        "sans_indicateur": tell_absence("sans_indicateur", partiel),
    }


def tell_absence(quoi: str, partiel: bool, **valeurs: str) -> str:
    """The words of `ABSENCES`; `partiel`: to who may not read what is not published."""
    return ABSENCES[quoi][partiel].format(**valeurs)
