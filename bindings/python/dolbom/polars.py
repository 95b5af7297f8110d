# SPDX-License-Identifier: Apache-2.0
"""`pl.col("성명").dolbom.name()`: our functions as expressions of polars."""
from typing import Any

import polars as pl

from .values import compare, kinds, levels, normalize, unknown


class DolbomExpr:
    """A function for each kind of value, and `compare(kind, other)`."""

    def __init__(self, expression: pl.Expr) -> None:
        self._expression = expression

    def __getattr__(self, kind: str) -> Any:
        if kind not in kinds():
            raise AttributeError(unknown(kind))
        return lambda *, plan=None: self.normalize(kind, plan=plan)

    def __dir__(self) -> list[str]:
        return ["compare", "normalize", *kinds()]

    def normalize(self, kind: str, *, plan: Any = None) -> pl.Expr:
        """The canonical texts; null where there is none."""
        return self._expression.map_batches(lambda series: normalize(kind, series, plan=plan),
                                            return_dtype=pl.String)

    def compare(self, kind: str, other: str | pl.Expr, *, plan: Any = None) -> pl.Expr:
        """How far this and another column agree, as an Enum of levels, worst first."""
        right = pl.col(other) if isinstance(other, str) else other
        names = [level.name for level in levels(kind)]
        return pl.map_batches([self._expression, right],
                              lambda both: compare(kind, *both, plan=plan),
                              return_dtype=pl.Enum(names))


pl.api.register_expr_namespace("dolbom")(DolbomExpr)
