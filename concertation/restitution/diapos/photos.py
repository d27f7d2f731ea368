"""Pictures that people bring: encoded anew, so that nothing but pixels comes in."""

import base64
import io
from typing import Any

from concertation.restitution.diapos.modele import DiaporamaInvalide
from concertation.suivi.verbes.photos import Photo

FORMATS = ("JPEG", "PNG", "WEBP")
PIXELS, COTE_MINIMUM, ELANCEMENT = 60_000_000, 16, 10
COTE, OCTETS = 1600, 400_000  # of its longer side once here, which a slide shows on 1744 at most


def read_photo(contenu: bytes, *, plein: bool = False) -> Photo:
    """The pixels of a picture, upright, without what its file says of a place or a person.

    `plein`: on white. Raises DiaporamaInvalide. For what people bring, in a process of its own.
    """
    from PIL import Image, ImageOps  # takes a moment to load

    try:
        with Image.open(io.BytesIO(contenu), formats=FORMATS) as lue:
            court, long = sorted(lue.size)
            if court < COTE_MINIMUM or court * long > PIXELS or long > ELANCEMENT * court:
                raise DiaporamaInvalide(
                    f"Cette image fait {lue.width} × {lue.height} pixels : il en faut "
                    f"{COTE_MINIMUM} de côté au moins, {PIXELS // 1_000_000} millions en tout au "
                    f"plus, et un côté au plus {ELANCEMENT} fois l’autre."
                )
            lue.draft("RGB", (COTE, COTE))
            droite = ImageOps.exif_transpose(lue)
            droite.thumbnail((COTE, COTE))
            nue = Image.new("RGBA", droite.size, "white" if lue.format == "JPEG" else (0, 0, 0, 0))
            nue.paste(droite.convert("RGBA"))
            if plein:
                nue = Image.alpha_composite(Image.new("RGBA", nue.size, "white"), nue)
    except DiaporamaInvalide:
        raise
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, Image.DecompressionBombError):
        raise DiaporamaInvalide(
            "Ce fichier n’est pas une image JPEG, PNG ou WebP lisible : choisissez-en une autre, "
            "ou enregistrez celle-ci en PNG."
        ) from None
    return _encode(nue, sans_perte=lue.format != "JPEG")


def _encode(image: Any, sans_perte: bool) -> Photo:
    """A logo stays sharp and clear; what would be too heavy so is a JPEG, then a smaller one."""
    octets, nature = _save(image, "PNG"), "png"
    if not sans_perte or len(octets) > OCTETS:
        fond, nature = image.copy(), "jpeg"
        fond.paste("white", (0, 0, *image.size))
        fond.alpha_composite(image)
        image = fond.convert("RGB")
        while len(octets := _save(image, "JPEG", quality=85)) > OCTETS:
            image.thumbnail((image.width * 3 // 4, image.height * 3 // 4))
    largeur, hauteur = image.size
    return Photo(nature, largeur, hauteur, base64.b64encode(octets).decode())


def _save(image: Any, nature: str, **options: Any) -> bytes:
    sortie = io.BytesIO()
    image.save(sortie, nature, **options)
    return sortie.getvalue()
