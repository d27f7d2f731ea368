"""One version, and the changelog that tells it."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from concertation.__main__ import main
from concertation.donnees import dossier_courant, load_donnees
from concertation.exploitation.etat import describe_donnees

ROOT = Path(__file__).parents[1]
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]


def test_the_version_is_that_of_the_project(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as end:
        main(["--version"])
    assert end.value.code == 0
    assert capsys.readouterr().out == f"{VERSION}\n"
    assert describe_donnees(load_donnees(dossier_courant()))["application"] == VERSION


def test_the_version_is_read_from_any_folder(tmp_path: Path):
    code = "import sys; sys.path.insert(0, sys.argv[1])"
    code += "\nimport concertation\nprint(concertation.read_version())"
    command = [sys.executable, "-c", code, ROOT]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert said.stdout == f"{VERSION}\n"


def test_the_changelog_opens_with_what_is_not_released_then_the_version():
    titles = re.findall(r"(?m)^## (.+)$", (ROOT / "CHANGELOG.md").read_text())
    assert titles[0] == "[Unreleased]"
    found = [re.fullmatch(r"\[(\d+\.\d+\.\d+)\] - \d{4}-\d\d-\d\d", title) for title in titles[1:]]
    assert None not in found, "a version is written: ## [1.2.3] - 2026-01-31"
    versions = [one[1] for one in found if one]
    assert versions[0] == VERSION
    assert versions == sorted(versions, key=lambda v: tuple(map(int, v.split("."))), reverse=True)


def test_the_changelog_sorts_what_changed_by_kind():
    kinds = set(re.findall(r"(?m)^### (.+)$", (ROOT / "CHANGELOG.md").read_text()))
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
