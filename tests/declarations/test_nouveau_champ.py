"""A new field of an action: its declaration and its column, and it is everywhere."""

import subprocess
import sys
from pathlib import Path

RACINE = Path(__file__).parents[2]


def test_a_new_field_is_everywhere_by_its_declaration_and_its_column_alone(tmp_path: Path) -> None:
    commande = [sys.executable, "-m", "tests.declarations.nouveau_champ", str(tmp_path)]
    fait = subprocess.run(commande, cwd=RACINE, capture_output=True, text=True, check=False)
    assert fait.returncode == 0, fait.stderr[-3000:]
    assert fait.stdout.splitlines()[-1] == "3 fields found everywhere"
