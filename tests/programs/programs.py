"""Loads the programs of infra, whose names are no module names."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

INFRA = Path(__file__).resolve().parents[2] / "infra"


def load(name: str) -> ModuleType:
    """A program as a module."""
    if str(INFRA) not in sys.path:
        sys.path.insert(0, str(INFRA))
    loader = importlib.machinery.SourceFileLoader(name.replace("-", "_"), str(INFRA / name))
    spec = importlib.util.spec_from_loader(loader.name, loader)
    assert spec
    module = importlib.util.module_from_spec(spec)
    sys.modules[loader.name] = module
    loader.exec_module(module)
    return module
