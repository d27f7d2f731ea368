"""`python -m concertation administrateur`: the first one, and one who comes back."""

from contextlib import closing
from pathlib import Path

import pytest

from concertation.__main__ import main
from concertation.commandes.base import OPERATEUR
from concertation.suivi import Store


def test_an_address_administers_whatever_it_was_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path / 'suivi.sqlite'}"

    def administrators() -> list[tuple[str, str, bool]]:
        with closing(Store.open(url)) as store:
            frame = store.personnes.list(OPERATEUR, retires=None)
        return list(zip(frame["nom"], frame["role"], frame["retire"], strict=True))

    assert main(["administrateur", "Anne@Agence.fr", "--nom", "Anne", "--base", url]) == 0
    assert "anne@agence.fr administre" in capsys.readouterr().out
    assert administrators() == [("Anne", "administrateur", False)]
    with closing(Store.open(url)) as store:
        autre = store.personnes.create(
            OPERATEUR, adresse="b@agence.fr", nom="Bea", role="direction", fin="2020-01-01"
        )
        store.personnes.withdraw(OPERATEUR, autre["id"], 1)
    assert main(["administrateur", "b@agence.fr", "--base", url]) == 0
    assert administrators()[1] == ("Bea", "administrateur", False)
    assert main(["administrateur", "personne", "--base", url]) == 1
    assert "nom@domaine.fr" in capsys.readouterr().err
