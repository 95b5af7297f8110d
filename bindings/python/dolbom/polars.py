# SPDX-License-Identifier: Apache-2.0
"""`pl.col("성명").dolbom.name()`: our functions as expressions of polars."""
import polars as pl

from .values import ByKind, PlanLike, compare, levels, normalize


class DolbomExpr(ByKind):
    """A function for each kind of value, and `compare(kind, other)`."""

    _held: pl.Expr

    def normalize(self, kind: str, *, plan: PlanLike = None) -> pl.Expr:
        """The canonical texts; null where there is none."""
        return self._held.map_batches(lambda series: normalize(kind, series, plan=plan),
                                            return_dtype=pl.String)

    def compare(self, kind: str, other: str | pl.Expr, *, plan: PlanLike = None) -> pl.Expr:
        """How far this and another column agree, as an Enum of levels, worst first."""
        right = pl.col(other) if isinstance(other, str) else other
        names = [level.name for level in levels(kind)]
        return pl.map_batches([self._held, right],
                              lambda both: compare(kind, *both, plan=plan),
                              return_dtype=pl.Enum(names))


pl.api.register_expr_namespace("dolbom")(DolbomExpr)
