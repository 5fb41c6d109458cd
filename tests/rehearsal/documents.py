"""Runs the code of a page against what is deployed.

Blocks that say more than their language are left out: what `sh deploy` does is done, and `tests/templates` compares
the others with the sources.
"""

import os
import runpy
import shutil
import sys
import tempfile
from pathlib import Path

from functions import ROOT

_BLOCKS = runpy.run_path(str(ROOT / "tests" / "sdk" / "blocks.py"))


def assert_true(name: str, address: str, **variables: str) -> None:
    """Asserts that the commands of a page in `docs` print what it says."""
    missing = [needed for needed in ("bash", "curl", "jq") if not shutil.which(needed)]
    assert not missing, f"the page's commands need {missing}"
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    with tempfile.TemporaryDirectory() as folder:
        environment = {"PATH": path, "HOME": folder} | variables
        faults = _BLOCKS["check"](ROOT / "docs" / f"{name}.md", Path(folder), address, environment)
    assert not faults, "\n".join(faults)
