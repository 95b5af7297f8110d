# SPDX-License-Identifier: Apache-2.0
"""A finding and its rows, drawn by days in plain text."""
import datetime
import json

WIDTH = 48  # of the days, in columns


def day(text):
    return datetime.date.fromisoformat(text).toordinal() if text else None


def as_iso(number):
    return datetime.date.fromordinal(number).isoformat()


def columns(text):
    """How many columns a text takes; Korean syllables take two."""
    return sum(2 if "\u1100" <= c <= "\uffdc" else 1 for c in text)


class Scale:
    """Days to columns."""

    def __init__(self, days):
        self.first, self.last = min(days), max(days)

    def column(self, at):
        return max(min((at - self.first) * (WIDTH - 1) // max(self.last - self.first, 1), WIDTH - 1), 0)

    def bar(self, start, end, left_end, line, right_end):
        """From start to end, which goes on where it is None."""
        left, right = self.column(start), self.column(self.last if end is None else end)
        if left == right:
            return " " * left + (right_end if end is None else "│" if line == "─" else line)
        return " " * left + left_end + line * (right - left - 1) + ("▶" if end is None else right_end)


class Row:
    """One piece of evidence: what it is called, its role, its days."""

    def __init__(self, row, one_day_rows):
        who = (row["agency_id"], row["row_id"])
        self.label, self.role = " ".join(part for part in who if part), row["role"]
        self.start, self.end = day(row.get("start")), day(row.get("end"))
        self.goes_on = "end" in row and not row["end"] and who not in one_day_rows
        if self.end is None and not self.goes_on:
            self.end = self.start


def draw(finding, as_of, one_day_rows):
    """The rows by their days, the days of the finding, the day on which something was due."""
    rows = [Row(row, one_day_rows) for row in json.loads(finding["detail"])["rows"]]
    rows = [row for row in rows if row.start]
    start, end, due = day(finding["start_date"]), day(finding["end_date"]), day(finding["due_on"])
    is_omission = finding["kind"] == "omission"
    days = [at for row in rows for at in (row.start, row.end) if at] + [at for at in (start, end) if at]
    if is_omission or any(row.goes_on for row in rows) or (start and not end):
        days.append(day(as_of))
    if is_omission and due:
        days.append(due)
    if not days:
        return ""
    scale = Scale(days)
    left = max([columns(row.label) for row in rows] + [len("finding")]) + 2

    def line(label, drawn, role):
        return f"{label}{' ' * (left - columns(label))}{drawn:<{WIDTH}}  {role}".rstrip()

    lines = [" " * left + f"{as_iso(scale.first):<{WIDTH - 10}}{as_iso(scale.last)}"]
    lines += [line(row.label, scale.bar(row.start, row.end, "├", "─", "┤"), row.role) for row in rows]
    if start:
        days_said = f"{finding['days']} day{'s' if finding['days'] != '1' else ''}" if finding["days"] else ""
        lines.append(line("finding", scale.bar(start, end, "█", "█", "█"), days_said))
    if is_omission and due:
        lines.append(line("due", " " * scale.column(due) + "^", as_iso(due)))
    return "\n".join(lines)
