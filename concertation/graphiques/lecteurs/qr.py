"""An address as a code that a telephone's camera reads."""

import io

import segno


def qr_svg(adresse: str) -> str:
    """The code of an address, dark on white."""
    sortie = io.BytesIO()
    segno.make(adresse, error="m", micro=False).save(
        sortie, kind="svg", scale=8, border=4, dark="#14161a", light="#ffffff",
        xmldecl=False, omitsize=True,
    )  # fmt: skip
    return sortie.getvalue().decode()
