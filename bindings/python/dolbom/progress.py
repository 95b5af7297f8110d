# SPDX-License-Identifier: Apache-2.0
"""Progress of long calls."""
import sys
from collections.abc import Callable
from typing import Any

Told = Callable[[str, int, int], object]


class Bar:
    """Progress by tqdm if it is there, else a line on standard error for each stage."""

    def __init__(self) -> None:
        self.stage = ""
        self.bar: Any = None
        try:
            from tqdm.auto import tqdm
            self.bar = tqdm(unit="")
        except ImportError:
            pass

    def __call__(self, stage: str, done: int, total: int) -> None:
        if self.bar is not None:
            self.bar.set_description(stage, refresh=False)
            self.bar.total, self.bar.n = total or None, done
            self.bar.refresh()
        elif stage != self.stage:
            print(f"dolbom: {stage}", file=sys.stderr)
        self.stage = stage

    def close(self) -> None:
        if self.bar is not None:
            self.bar.close()


def told_of(progress: "bool | Told | None") -> Told | None:
    """A function of (stage, done, total), or None."""
    if callable(progress):
        return progress
    return Bar() if progress else None
