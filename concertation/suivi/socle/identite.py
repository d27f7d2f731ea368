"""Who somebody is to the provider, or the proxy, that vouches for them."""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True)
class Identite:
    """What a provider, or a trusted proxy, says of who is there.

    `cle` names this sign-in, `emise_le` is when the provider made it; a proxy may tell neither.
    """

    adresse: str
    cle: str = ""
    emise_le: datetime.datetime | None = None
