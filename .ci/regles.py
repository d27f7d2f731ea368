#!/usr/bin/env python
"""Rules of the house that no tool knows by itself: each breach by file and line, exit status 1.

- Who may do what is asked of `suivi/socle/droits.py`: nothing else compares a role.
- What is written for a reader is French as `typeset` leaves it: its hard spaces, its apostrophe, no
  « (s) », no word that `docs/vocabulaire.md` rejects.
- Nothing is kept that nothing calls but tests (vulture). It can't tell the attributes that are set
  on objects of libraries, a document's margins for one, so attributes are left out.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from concertation.analyse.mots.typographie import typeset  # noqa: E402

FOLDERS = ("concertation", "pages")
FRENCH = "hard spaces, « ’ », no « (s) »; words of docs/vocabulaire.md"
# The form in which a person chooses a profile.
MAY_COMPARE_ROLES = {
    "concertation/suivi/socle/droits.py",
    "concertation/interface/socle/identite.py",
}
WORDS = (ast.Constant, ast.Name, ast.Tuple, ast.List, ast.Set)


def is_role(node: ast.expr) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return name == "role"


def compared_roles(tree: ast.AST) -> Iterator[int]:
    """Lines where a role is compared with words; with a column or a table is no right."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            others = [side for side in sides if not is_role(side)]
            if len(others) < len(sides) and any(isinstance(other, WORDS) for other in others):
                yield node.lineno
        elif isinstance(node, ast.Match) and is_role(node.subject):
            yield node.lineno


def rejected_words() -> list[str]:
    """The second column of the table of docs/vocabulaire.md."""
    text = (ROOT / "docs" / "vocabulaire.md").read_text(encoding="utf-8")
    rows = [line.split("|") for line in text.splitlines() if line.startswith("|")][2:]
    return [word.strip() for row in rows for word in row[2].split(",")]


def texts_of(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The texts of a module by their lines; docstrings and other languages are left out."""
    left_out = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr)
        or (isinstance(node, ast.keyword) and node.arg in ("css", "js"))
    }
    for node in ast.walk(tree):
        text = getattr(node, "value", None) if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and id(node) not in left_out:
            yield node.lineno, text


def told_wrongly(texts: Iterable[tuple[int, str]]) -> Iterator[int]:
    """Lines of texts with a fault of French."""
    wrong = re.compile("|".join([r"\w\(s\)", *map(re.escape, rejected_words())]))
    yield from (line for line, text in texts if typeset(text) != text or wrong.search(text))


def breaches_of_words() -> Iterator[str]:
    for path in sorted(path for folder in FOLDERS for path in Path(folder).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        yield from (f"{path}:{line}: {FRENCH}" for line in told_wrongly(texts_of(tree)))
        if path.as_posix() not in MAY_COMPARE_ROLES:
            for line in compared_roles(tree):
                yield f"{path}:{line}: ask socle/droits.py what a role may do, don't compare it"
    for path in sorted(path for folder in FOLDERS for path in Path(folder).rglob("*.toml")):
        lines = enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        texts = [(n, text) for n, line in lines for text in re.findall(r'"([^"]*)"', line)]
        yield from (f"{path}:{line}: {FRENCH}" for line in told_wrongly(texts))


def dead_code() -> Iterator[str]:
    """What vulture finds with the settings of pyproject.toml."""
    found = subprocess.run([sys.executable, "-m", "vulture"], capture_output=True, text=True)
    if found.returncode not in (0, 3):
        yield found.stderr or f"vulture: exit status {found.returncode}"
    yield from (line for line in found.stdout.splitlines() if "unused attribute" not in line)


if __name__ == "__main__":
    breaches = [*breaches_of_words(), *dead_code()]
    print("\n".join(breaches) or "No role compared, no fault of French, no dead code.")
    sys.exit(bool(breaches))
