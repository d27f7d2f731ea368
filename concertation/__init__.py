"""What a public consultation said, and what became of it."""

import tomllib
from functools import cache
from pathlib import Path


@cache
def read_version() -> str:
    """Version of the application, from its one source, pyproject.toml."""
    path = Path(__file__).parents[1] / "pyproject.toml"
    return str(tomllib.loads(path.read_text(encoding="utf-8"))["project"]["version"])
