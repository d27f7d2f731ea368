"""Whose a backup is: its manifest signed with the key of `CONCERTATION_SIGNATURE`.

The manifest holds the SHA-256 of each table: whoever changes a row has to sign again.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from typing import Any

from concertation.suivi.socle.errors import ErreurSuivi, StoreIndisponible

SIGNATURE, COURTE = "signature", 16


class SignatureFausse(ErreurSuivi):
    """The backup was changed after it was written, or signed with another key."""


def sign(manifeste: Mapping[str, Any]) -> str:
    """The signature of a manifest, "" without a key."""
    cle = os.environ.get("CONCERTATION_SIGNATURE", "").strip()
    if not cle:
        return ""
    if len(cle) < COURTE:
        raise StoreIndisponible(
            f"CONCERTATION_SIGNATURE a moins de {COURTE} caractères : prenez une clé tirée au sort."
        )
    signe = {nom: valeur for nom, valeur in manifeste.items() if nom != SIGNATURE}
    texte = json.dumps(signe, sort_keys=True).encode()
    return hmac.new(cle.encode(), texte, hashlib.sha256).hexdigest()


def is_signed(manifeste: Mapping[str, Any]) -> bool:
    """Whether our key signed it; False when it, or we, have none. Raises `SignatureFausse`."""
    attendue, lue = sign(manifeste), str(manifeste.get(SIGNATURE, ""))
    if not attendue or not lue:
        return False
    if not hmac.compare_digest(attendue.encode(), lue.encode()):
        raise SignatureFausse(
            "La signature de cette sauvegarde n’est pas la vôtre : elle a été modifiée, ou signée "
            "d’une autre clé. Rien n’est restauré."
        )
    return True
