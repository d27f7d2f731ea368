#!/usr/bin/env python
"""What is served and comes from others: its licences, its known faults, its list for auditors.

`dependances.py` refuses a licence that is not of the list below, and asks OSV, the base that
pip-audit reads too, for the known faults of the exact versions: one question, three seconds (it
asks one a package, and brings fifteen). Without network it says that nobody was asked, and fails
for nothing. `dependances.py FILE` writes the list of what is served (CycloneDX 1.5), with its
hashes and licences.
"""

import json
import re
import sys
import urllib.request
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
BASE = "https://api.osv.dev/v1/querybatch"
SECONDS = 3
# As packages write them: none asks that what is built with it be given under its own terms.
FREE = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|Python Software Foundation|Python-2|MPL|Mozilla|LGPL|Lesser|Unlicense|"
    r"Zlib|HPND|CC0|Public Domain",
)
BOUND = re.compile(r"(?<!L)(?<!Lesser )\bA?GPL|(?<!Lesser )General Public", re.IGNORECASE)
# Packages that say none in a way that is read here, and where it was read.
KNOWN = {"pyrage": "MIT"}  # its repository

Pin = tuple[str, str, list[str]]


def pins(path: Path = ROOT / "requirements-application.txt") -> list[Pin]:
    """Name, version and hashes of each package of the application."""
    entries = re.split(r"\n(?=\S)", path.read_text(encoding="utf-8").strip())
    found = [(re.match(r"([\w.-]+)==(\S+)", entry), entry) for entry in entries]
    hashes = re.compile(r"--hash=sha256:([0-9a-f]{64})")
    return [(name[1], name[2], hashes.findall(entry)) for name, entry in found if name]


def licence_of(name: str) -> str | None:
    """As the package says it; None when it is not installed here."""
    try:
        said = metadata(name)
    except PackageNotFoundError:
        return None
    classes = [c.rpartition(":: ")[2] for c in said.get_all("Classifier", []) if "License ::" in c]
    short = (said.get("License") or "").strip().splitlines()[:1]
    return KNOWN.get(name) or said.get("License-Expression") or "; ".join(classes or short)


def unfree(named: Sequence[tuple[str, str | None]]) -> Iterator[str]:
    """Those whose licence is not of ours."""
    for name, licence in named:
        if licence is None:  # of another system or another Python
            continue
        either = re.split(r"\s+OR\s+|;", licence)
        if not any(FREE.search(one) and not BOUND.search(one) for one in either):
            yield f"{name}: licence « {licence or 'none said'} »: not one that is known to be free"


def faults(named: Sequence[Pin], base: str = BASE) -> list[str]:
    """The known faults of these versions; raises OSError or ValueError when nobody answers."""
    asked = [
        {"package": {"name": name, "ecosystem": "PyPI"}, "version": version}
        for name, version, _ in named
    ]
    question = urllib.request.Request(  # noqa: S310 (the address above, or that of a test)
        base, json.dumps({"queries": asked}).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(question, timeout=SECONDS) as answer:  # noqa: S310
        results = json.load(answer)["results"]
    return [
        f"{name} {version}: {', '.join(fault['id'] for fault in result['vulns'])}"
        for (name, version, _), result in zip(named, results, strict=True)
        if result.get("vulns")
    ]


def nomenclature(named: Sequence[Pin]) -> dict[str, Any]:
    """The list, as CycloneDX has it."""
    version = re.search(r'(?m)^version = "(.+)"', (ROOT / "pyproject.toml").read_text("utf-8"))
    parts = []
    for name, its, hashes in named:
        licence, purl = licence_of(name), f"pkg:pypi/{name.lower()}@{its}"
        part: dict[str, Any] = {"type": "library", "bom-ref": purl, "name": name, "version": its}
        part["purl"] = purl
        part["hashes"] = [{"alg": "SHA-256", "content": one} for one in hashes]
        if licence:
            part["licenses"] = [{"license": {"name": licence}}]
        parts.append(part)
    application = {"type": "application", "name": "concertation", "version": version and version[1]}
    described = {"metadata": {"component": application}, "components": parts}
    return {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, **described}


def main(arguments: Sequence[str]) -> int:
    named = pins()
    if arguments:
        file = Path(arguments[0])
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps(nomenclature(named), indent=1) + "\n", encoding="utf-8")
        print(f"{len(named)} packages: {file}")
        return 0
    wrong = [*unfree([(name, licence_of(name)) for name, _, _ in named])]
    asked = f"{len(named)} packages served, licences read"
    try:
        wrong += faults(named)
        asked += ", known faults asked for."
    except (OSError, ValueError, KeyError) as why:
        asked += f"; known faults NOT asked for, the base does not answer here ({why})."
    print("\n".join([*wrong, asked]))
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
