"""Three replicas behind nginx on one PostgreSQL: nothing confirmed is lost, nothing waits."""

import shutil

import pytest

from bench.repliques import run


@pytest.mark.epreuve
def test_replicas_lose_nothing_and_show_each_other_what_is_recorded() -> None:
    if shutil.which("nginx") is None:
        pytest.skip("no nginx here: on Debian, apt-get install nginx-light")
    lines = list(run(entries=3, kills=1, seconds=3))
    assert len(lines) == 5
    assert [line for line in lines if not line.good] == []
