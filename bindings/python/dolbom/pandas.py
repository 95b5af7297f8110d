# SPDX-License-Identifier: Apache-2.0
"""`df["성명"].dolbom.name()`: our functions on series of pandas."""
from typing import Any

import pandas as pd

from .values import compare, kinds, normalize, unknown


class DolbomSeries:
    """A function for each kind of value, and `compare(kind, other)`."""

    def __init__(self, series: "pd.Series[Any]") -> None:
        self._series = series

    def __getattr__(self, kind: str) -> Any:
        if kind not in kinds():
            raise AttributeError(unknown(kind))
        return lambda *, plan=None: self.normalize(kind, plan=plan)

    def __dir__(self) -> list[str]:
        return ["compare", "normalize", *kinds()]

    def normalize(self, kind: str, *, plan: Any = None) -> Any:
        """The canonical texts; missing where there is none."""
        return normalize(kind, self._series, plan=plan)

    def compare(self, kind: str, other: Any, *, plan: Any = None) -> Any:
        """How far this and another series agree, row by row, as an ordered Categorical."""
        return compare(kind, self._series, other, plan=plan)


pd.api.extensions.register_series_accessor("dolbom")(DolbomSeries)
