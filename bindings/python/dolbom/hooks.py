# SPDX-License-Identifier: Apache-2.0
"""Add our methods to polars and pandas when they are imported, not before.

Importing them ourselves would make `import dolbom` take half a second for people who use neither.
"""
import importlib.util
import sys
from collections.abc import Callable, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any


class LoaderThenCall(Loader):
    """Another loader, and a function to call once it is done."""

    def __init__(self, loader: Loader, then: Callable[[], None]) -> None:
        self.loader, self.then = loader, then

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self.loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self.loader.exec_module(module)
        self.then()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.loader, name)


class Finder(MetaPathFinder):
    """Finds one module by asking everybody else; many only ask whether it is there."""

    def __init__(self, name: str, then: Callable[[], None]) -> None:
        self.name, self.then, self.asking = name, then, False

    def find_spec(self, fullname: str, path: Sequence[str] | None,
                  target: ModuleType | None = None) -> ModuleSpec | None:
        if fullname != self.name or self.asking:
            return None
        self.asking = True
        try:
            spec = importlib.util.find_spec(fullname)
        finally:
            self.asking = False
        if spec is not None and spec.loader is not None:
            spec.loader = LoaderThenCall(spec.loader, self.imported)
        return spec

    def imported(self) -> None:
        if self in sys.meta_path:
            sys.meta_path.remove(self)
        self.then()


def when_imported(name: str, then: Callable[[], None]) -> None:
    """Call `then` now if the module is there already, else after it has been imported."""
    if name in sys.modules:
        then()
    else:
        sys.meta_path.insert(0, Finder(name, then))
