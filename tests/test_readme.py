"""The README names every setting, command and screen that exists, and no other."""

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from concertation.__main__ import COMMANDES
from concertation.interface.socle.registre import every_ecran

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
# Standard names that every program sees, and that say nothing of this one.
OF_THE_SYSTEM = {"HOME", "PATH", "PYTHONPATH"}


def first_cells(title: str) -> str:
    """First column of the table under a title of the README."""
    section = README.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]
    return "\n".join(line.split("|")[1] for line in section.splitlines() if line.startswith("|"))


def settings_of(text: str) -> set[str]:
    """Names of the environment that a Python source reads or sets."""
    return set(re.findall(r"\b(?:environ|getenv)\W+(?:get\W+|pop\W+)?[\"']([A-Z_]+)[\"']", text))


def settings_that_exist() -> set[str]:
    names = set()
    for folder in ("concertation", "pages", "tests", "bench"):
        for path in (ROOT / folder).rglob("*.py"):
            if path != Path(__file__):
                names |= settings_of(path.read_text())
    names |= settings_of((ROOT / "dashboard.py").read_text())
    names |= set(re.findall(r"(?m)^(\w+) \?=", (ROOT / "Makefile").read_text()))
    for path in filter(Path.is_file, (ROOT / ".ci").iterdir()):
        names |= set(re.findall(r"\$\{([A-Z_]+):-", path.read_text()))
    return names - OF_THE_SYSTEM


def test_settings():
    assert set(re.findall(r"`([A-Z_]+)`", first_cells("Settings"))) == settings_that_exist()


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ('os.environ.get("NEW")', "NEW"),
        ('os.environ["NEW"]', "NEW"),
        ("os.environ.pop('NEW', None)", "NEW"),
        ('os.getenv("NEW")', "NEW"),
    ],
)
def test_a_new_setting_is_seen(source: str, name: str):
    assert settings_of(source) == {name}


def test_commands():
    assert set(re.findall(r"python -m concertation (\w+)", README)) == set(COMMANDES)


def test_modules_that_are_run_exist():
    named = set(re.findall(r"python -m ([\w.]+)", README))
    assert named > {"concertation"}
    assert [name for name in named if find_spec(name) is None] == []


def test_targets_of_make():
    makefile = (ROOT / "Makefile").read_text()
    exist = set(re.findall(r"(?m)^([a-z]+):.*##", makefile))
    # A target without its line in `make help`, or that a file of its name would hide.
    assert set(re.search(r"(?m)^\.PHONY: (.+)$", makefile)[1].split()) == exist
    assert set(re.findall(r"(?<![\w-])make ([a-z]+)", "\n".join(code_of(README)))) == exist


def code_of(markdown: str) -> list[str]:
    """What is written as code: blocks, and words between backticks."""
    blocks = re.findall(r"(?s)^```\w*\n(.*?)^```", markdown, re.MULTILINE)
    words = re.sub(r"(?s)^```.*?^```", "", markdown, flags=re.MULTILINE)
    return blocks + re.findall(r"`([^`]+)`", words)


def test_screens():
    told = re.findall(r"([\w’ ]+?) `(/\w*)`", first_cells("What one can do"))
    exist = [(ecran.titre, f"/{ecran.url_path}") for ecran in every_ecran()]
    assert sorted((title.strip(), path) for title, path in told) == sorted(exist)
