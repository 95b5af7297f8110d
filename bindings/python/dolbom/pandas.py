# SPDX-License-Identifier: Apache-2.0
"""`df["성명"].dolbom.name()`: our functions on series of pandas."""
from typing import Any

import pandas as pd

from .values import ByKind, PlanLike, compare, normalize


class DolbomSeries(ByKind):
    """A function for each kind of value, and `compare(kind, other)`."""

    def normalize(self, kind: str, *, plan: PlanLike = None) -> Any:
        """The canonical texts; missing where there is none."""
        return normalize(kind, self._held, plan=plan)

    def compare(self, kind: str, other: Any, *, plan: PlanLike = None) -> Any:
        """How far this and another series agree, row by row, as an ordered Categorical."""
        return compare(kind, self._held, other, plan=plan)


pd.api.extensions.register_series_accessor("dolbom")(DolbomSeries)
