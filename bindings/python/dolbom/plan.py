# SPDX-License-Identifier: Apache-2.0
"""The settings of a run."""
import json
import math
import os
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from . import _native

SECTION = re.compile(r"^(\w+):$", re.M)


def value_of(path: str) -> str | None:
    """What the built-in plan says; None for what is no key."""
    try:
        return _native.plan_get(None, path)
    except _native.Error:
        return None


def path_of(name: str) -> str:
    """The whole path of a setting that is named by its last word."""
    if value_of(name) is not None:
        return name
    paths = (f"{section}.{name}" for section in SECTION.findall(_native.plan_text(None)))
    return next(filter(value_of, paths), name)  # of no key, the library says what was meant


def as_mapping(settings: Mapping[str, Any]) -> dict[str, Any]:
    """{"group": {"theta_merge": 0.9}} of {"theta_merge": 0.9}."""
    whole: dict[str, Any] = {}
    for name, value in settings.items():
        at = whole
        *above, last = path_of(name).split(".")
        for step in above:
            at = at.setdefault(step, {})
        at[last] = value
    return whole


class Plan:
    """All settings of a run; immutable.

    >>> Plan(theta_merge=0.9).get("group.theta_merge")
    '0.9'
    >>> Plan("group: {theta_merge: 0.9}", as_of="2026-06-30").get("as_of")
    '2026-06-30'

    Parameters
    ----------
    text
        YAML, or a mapping of the same form; docs/plan.md lists the keys
    base
        the plan that is changed, by default the built-in one
    as_of
        the day on which everything is judged, a date or "2026-06-30"
    threads
        how many threads a call may use; 0: one per processor, as without it and without a base
    memory
        how many bytes a call may hold; 0: no limit, as without it and without a base
    settings
        single settings by their last word, such as `theta_merge`
    """

    handle: object

    def __init__(self, text: str | Mapping[str, Any] = "", *, base: "Plan | None" = None,
                 as_of: date | str | None = None, threads: int | None = None,
                 memory: int | None = None, **settings: Any) -> None:
        if not isinstance(text, str):
            text = json.dumps(text, ensure_ascii=False)
        handle = base.handle if base is not None else None
        self.handle = _native.plan(handle, text, -1 if threads is None else threads,
                                   -1 if memory is None else memory)
        if as_of is not None:
            settings["as_of"] = str(as_of)
        if settings:
            more = json.dumps(as_mapping(settings), ensure_ascii=False)
            self.handle = _native.plan(self.handle, more, -1, -1)

    @classmethod
    def read(cls, path: str | os.PathLike[str], **settings: Any) -> "Plan":
        """The plan of a file; `settings` as for Plan()."""
        with open(path, encoding="utf-8-sig") as file:
            return cls(file.read(), **settings)

    def get(self, key: str) -> str | list[str]:
        """The value of a key by its path, as text; a list for keys that hold several.

        >>> Plan().get("compare.rrn.covers")
        ['birth_date', 'sex']
        """
        text = _native.plan_get(self.handle, key)
        return text.split("\0")[:-1] if text.endswith("\0") else text

    def weight(self, column: str, level: str) -> float:
        """How many bits a level of a compared column speaks for one person (below 0: against).

        >>> round(Plan().weight("name", "folded"), 2)
        6.23
        """
        m, u = (float(number) for number in self.get(f"compare.{column}.levels.{level}"))
        return math.log2(m / u)

    def __str__(self) -> str:
        """The whole plan, as text that reads back as the same plan."""
        return _native.plan_text(self.handle)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Plan) and str(self) == str(other)

    def __hash__(self) -> int:
        return _native.plan_fingerprint(self.handle)

    def __repr__(self) -> str:
        return f"<dolbom.Plan {_native.plan_fingerprint(self.handle):016x}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return Plan, (str(self),)


def handle_of(plan: Plan | str | Mapping[str, Any] | None) -> object | None:
    """What the extension takes for a plan."""
    if plan is None:
        return None
    return (plan if isinstance(plan, Plan) else Plan(plan)).handle
