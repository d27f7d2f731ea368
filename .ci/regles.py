#!/usr/bin/env python
"""Rules of the house that no tool knows by itself: each breach by file and line, exit status 1.

- Who may do what is asked of `suivi/socle/droits.py`: nothing else compares a role.
- Nothing is kept that nothing calls but tests (vulture). It can't tell the attributes that are set
  on objects of libraries, a document's margins for one, so attributes are left out.
"""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

FOLDERS = ("concertation", "pages")
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


def breaches_of_roles() -> Iterator[str]:
    for path in sorted(path for folder in FOLDERS for path in Path(folder).rglob("*.py")):
        if path.as_posix() not in MAY_COMPARE_ROLES:
            for line in compared_roles(ast.parse(path.read_text(encoding="utf-8"))):
                yield f"{path}:{line}: ask socle/droits.py what a role may do, don't compare it"


def dead_code() -> Iterator[str]:
    """What vulture finds with the settings of pyproject.toml."""
    found = subprocess.run([sys.executable, "-m", "vulture"], capture_output=True, text=True)
    if found.returncode not in (0, 3):
        yield found.stderr or f"vulture: exit status {found.returncode}"
    yield from (line for line in found.stdout.splitlines() if "unused attribute" not in line)


if __name__ == "__main__":
    breaches = [*breaches_of_roles(), *dead_code()]
    print("\n".join(breaches) or "No role compared, no dead code.")
    sys.exit(bool(breaches))
