# SPDX-License-Identifier: Apache-2.0
"""Days and months as whole numbers: a day is its ordinal, a month counts from year 0."""
import calendar
from datetime import date


def day_of(text):
    return date.fromisoformat(text).toordinal() if text else None


def day_text(day):
    return date.fromordinal(day).isoformat() if day is not None else ""


def month_from(text):
    return int(text[:4]) * 12 + int(text[5:7]) - 1 if text else None


def month_of(day):
    when = date.fromordinal(day)
    return when.year * 12 + when.month - 1


def month_text(month):
    return f"{month // 12:04}-{month % 12 + 1:02}"


def first_of(month):
    return date(month // 12, month % 12 + 1, 1).toordinal()


def last_of(month):
    return first_of(month + 1) - 1


def days_of(month):
    return range(first_of(month), last_of(month) + 1)


def add_months(day, count):
    """The same day number, else the month's last day (O05)."""
    when, month = date.fromordinal(day), month_of(day) + count
    most = calendar.monthrange(month // 12, month % 12 + 1)[1]
    return first_of(month) + min(when.day, most) - 1


def weekday(day):
    return date.fromordinal(day).weekday()


def segments(days):
    """Maximal runs of consecutive days, as (first, last)."""
    runs = []
    for day in sorted(days):
        if runs and runs[-1][1] == day - 1:
            runs[-1][1] = day
        else:
            runs.append([day, day])
    return [tuple(run) for run in runs]
