"""The public address, one setting: what it may be, and what is said of it when it is not."""

import pytest

from concertation.analyse.adresses import is_local, public_root


@pytest.mark.parametrize(
    ("ecrite", "racine", "mot"),
    [
        ("https://cnr.example.fr/", "https://cnr.example.fr", ""),
        ("http://10.0.0.7:8501/sante", "http://10.0.0.7:8501/sante", ""),
        ("", "", "n’est pas réglée"),
        ("   ", "", "n’est pas réglée"),
        ("http://127.0.0.1:8501", "", "cette machine seule"),
        ("http://localhost", "", "cette machine seule"),
        ("http://[::1]:8501", "", "cette machine seule"),
        ("cnr.example.fr", "", "n’est pas une adresse web"),
        ("ftp://cnr.example.fr", "", "n’est pas une adresse web"),
        ("http://[", "", "n’est pas une adresse web"),
        ("http://cnr.example.fr:port", "", "n’est pas une adresse web"),
        ("https://cnr.example.fr/?a=1", "", "n’est pas une adresse web"),
    ],
)
def test_public_address(
    ecrite: str, racine: str, mot: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONCERTATION_ADRESSE", ecrite)
    lue, pourquoi = public_root()
    assert lue == racine
    assert mot in pourquoi
    assert bool(lue) != bool(pourquoi)


@pytest.mark.parametrize("hote", ["127.0.0.1", "127.8.0.3", "::1", "::", "LOCALHOST"])
def test_local_hosts(hote: str) -> None:
    assert is_local(hote)
    assert not is_local("192.0.2.7")
    assert not is_local("localhost.example.fr")
