"""What every test shares."""

import os

from hypothesis import settings

# A slow machine is no failure; on CI the same examples come back at each run.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")
