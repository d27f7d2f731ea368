"""Each threat names a test that exists; what is served and comes from others is looked at."""

import ast
import importlib.util
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.aides.navigateur.application import free_port

ROOT = Path(__file__).parents[1]
THREATS = (ROOT / "docs" / "menaces.md").read_text(encoding="utf-8")
SPEC = importlib.util.spec_from_file_location("dependances", ROOT / ".ci" / "dependances.py")
assert SPEC
assert SPEC.loader
dependances = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(dependances)


def test_each_threat_names_a_test_that_exists() -> None:
    rows = [line for line in THREATS.split("\n\nWhat is **not**")[0].splitlines() if "|" in line]
    named = [re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", row) for row in rows[2:]]
    assert len(named) > 20
    assert [row for row, tests in zip(rows[2:], named, strict=True) if not tests] == []
    for file, test in re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", THREATS):
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        tests = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        assert test in tests, f"{file}::{test}"


@contextmanager
def osv(faulty: str) -> Iterator[str]:
    """A base of faults that knows one, of that package."""

    class Base(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["content-length"])))["queries"]
            found = {"vulns": [{"id": "OSV-1"}]}
            results = [found if q["package"]["name"] == faulty else {} for q in asked]
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps({"results": results}).encode())

        def log_message(self, *_: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Base) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_known_faults_are_told(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    named = dependances.pins()
    with osv("streamlit") as base:
        (told,) = dependances.faults(named, base)
        assert re.fullmatch(r"streamlit 1\.67\.\d+: OSV-1", told)
    with osv("") as base:
        assert dependances.faults(named, base) == []
    # Nobody answers: said, and nothing fails.
    monkeypatch.setattr(dependances.faults, "__defaults__", (f"http://127.0.0.1:{free_port()}",))
    assert dependances.main([]) == 0
    assert "NOT asked for" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("licence", "free"),
    [
        ("MIT", True), ("BSD-3-Clause AND Zlib", True), ("Apache Software License", True),
        ("LGPL-3.0-only", True), ("GNU Lesser General Public License v3 (LGPLv3)", True),
        ("GPL-3.0-only", False), ("GNU Affero General Public License v3", False),
        ("AGPL-3.0-or-later OR MIT", True), ("", False), ("Proprietary", False), (None, True),
    ],
)  # fmt: skip
def test_a_licence_that_is_not_free_is_told(licence: str | None, free: bool) -> None:
    assert len([*dependances.unfree([("x", licence)])]) == (not free)


def test_the_list_of_what_is_served_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "nomenclature.json"
    assert dependances.main([str(file)]) == 0
    listed = json.loads(file.read_text(encoding="utf-8"))
    assert (listed["bomFormat"], listed["specVersion"]) == ("CycloneDX", "1.5")
    assert [part["name"] for part in listed["components"]] == [n for n, *_ in dependances.pins()]
    assert all(part["hashes"] and "@" in part["purl"] for part in listed["components"])
