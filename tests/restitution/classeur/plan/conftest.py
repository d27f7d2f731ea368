"""A store that holds nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from concertation.suivi import Store
from tests.aides.bases import new_sqlite
from tests.restitution.classeur.plan.plans import REFERENCES


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    ouvert = Store.open(new_sqlite(tmp_path / "suivi.sqlite"), REFERENCES)
    yield ouvert
    ouvert.close()
