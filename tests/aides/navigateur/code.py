"""Imports what a server has imported after its first visit: what `copies` begin with."""

import gc
import importlib
import pkgutil
from functools import cache

from streamlit.components.v2 import manifest_scanner

import concertation

_APART = ("__main__", "migrations.env", "migrations.versions")

for _module in pkgutil.walk_packages(concertation.__path__, "concertation."):
    if not any(part in _module.name for part in _APART):
        importlib.import_module(_module.name)
for _name in ("streamlit.web.cli", "streamlit.web.server.starlette"):
    importlib.import_module(_name)
# Read once for all copies: what the installed packages say of themselves.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)
manifest_scanner.scan_component_manifests()
# No copy walks it to look for rubbish.
gc.freeze()
