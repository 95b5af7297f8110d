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
    threads: int | None
    memory: int | None

    def __init__(self, text: str | Mapping[str, Any] = "", *, base: "Plan | None" = None,
                 as_of: date | str | None = None, threads: int | None = None,
                 memory: int | None = None, **settings: Any) -> None:
        if not isinstance(text, str):
            text = json.dumps(text, ensure_ascii=False)
        if min(threads or 0, memory or 0) < 0 or (threads or 0) > 65535:
            raise _native.ArgumentError("threads and memory are 0 or more, threads at most 65535")
        self.threads = threads if threads is not None else base.threads if base else None
        self.memory = memory if memory is not None else base.memory if base else None
        handle = base.handle if base is not None else None
        self.handle = _native.plan(handle, text, -1 if threads is None else threads,
                                   -1 if memory is None else memory)
        if as_of is not None:
            settings["as_of"] = str(as_of)[:10]  # of a moment, the day
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
        numbers = self.get(f"compare.{column}.levels.{level}")
        if len(numbers) != 2:
            raise _native.ArgumentError(f"the plan has no level {level} of {column}")
        return math.log2(float(numbers[0]) / float(numbers[1]))

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
        return _plan_of, (str(self), self.threads, self.memory)


def _plan_of(text: str, threads: int | None, memory: int | None) -> Plan:
    return Plan(text, threads=threads, memory=memory)


def plan_of(plan: Plan | str | Mapping[str, Any] | os.PathLike[str] | None) -> Plan:
    """The plan that is meant: a path is read."""
    if isinstance(plan, os.PathLike):
        return Plan.read(plan)
    return plan if isinstance(plan, Plan) else Plan(plan or "")


def handle_of(plan: Plan | str | Mapping[str, Any] | os.PathLike[str] | None) -> object | None:
    """What the extension takes for a plan."""
    return None if plan is None else plan_of(plan).handle
