"""On which days a recurring event takes place: RFC 5545 rules by the day, in a bounded number of steps.

dateutil, which icalendar brings along, looks for the next match of a rule up to the year 9999 (30 February, daily: 2.9
million steps) and cannot be stopped on the way. This goes period by period and ends; the tests hold it to dateutil.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import vRecur

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_READ = frozenset(["FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS", "WKST"])
_NTH = re.compile(r"([+-]?\d{1,2})?([A-Z]{2})")


@dataclass(frozen=True, slots=True)
class Rule:
    """A recurrence rule. ``by_day`` holds (n, weekday), n = 0 for every one, weekday 0 for Monday."""

    frequency: str
    interval: int = 1
    count: int | None = None
    until: date | datetime | None = None
    by_day: tuple[tuple[int, int], ...] = ()
    by_month: tuple[int, ...] = ()
    by_month_day: tuple[int, ...] = ()
    by_position: tuple[int, ...] = ()
    week_start: int = 0


class Steps:
    """How many periods and days may still be looked at, over all series of one load."""

    def __init__(self, most: int) -> None:
        self._left = most

    def take(self, number: int) -> None:
        """Use some up; raises ValueError when none are left."""
        self._left -= number
        if self._left < 0:
            raise ValueError("the series of this calendar are too long to work out")


def read_rule(text: str) -> Rule:
    """Read the value of an RRULE; raises ValueError for one that is malformed, repeats within a day or is not known."""
    try:
        told = {str(name).upper(): list(values) for name, values in vRecur.from_ical(text).items()}
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise ValueError("its rule of recurrence cannot be read") from error
    frequency = str((told.get("FREQ") or [""])[0]).upper()
    if frequency not in {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}:
        raise ValueError(f"it recurs {frequency.lower() or 'by no frequency'}: meetings recur daily or more seldom")
    if strange := sorted(told.keys() - _READ):
        raise ValueError(f"its rule of recurrence uses {', '.join(strange)[:40]}, which is not read")
    interval, count = int((told.get("INTERVAL") or [1])[0]), (told.get("COUNT") or [None])[0]
    if not 1 <= interval <= 1000 or (count is not None and int(count) < 1):
        raise ValueError("its rule of recurrence has an interval or a count that is not usable")
    until = (told.get("UNTIL") or [None])[0]
    by_day = tuple(_nth(str(value)) for value in told.get("BYDAY", ()))
    week_start = str((told.get("WKST") or ["MO"])[0]).upper()
    if frequency == "WEEKLY" and "BYMONTHDAY" in told:
        raise ValueError("its rule of recurrence names days of the month in a week")
    return Rule(
        frequency,
        interval,
        None if count is None else int(count),
        until if isinstance(until, date) else None,
        by_day,
        _numbers(told, "BYMONTH"),
        _numbers(told, "BYMONTHDAY"),
        _numbers(told, "BYSETPOS"),
        _WEEKDAYS.index(week_start) if week_start in _WEEKDAYS else 0,
    )


def last_day(rule: Rule, begin: date | datetime) -> date:
    """Return the last day that UNTIL leaves to an event that begins at this time of the day."""
    until = rule.until
    if until is None or not 1900 < until.year < 2100:
        return date.min if until is not None and until.year <= 1900 else date.max
    if not isinstance(until, datetime):
        return until
    if not isinstance(begin, datetime):
        return until.date()
    if until.tzinfo is not None and begin.tzinfo is not None:
        until = until.astimezone(begin.tzinfo)
    late_enough = begin.time() <= until.time()
    return until.date() if late_enough else until.date() - timedelta(days=1)


def days(start: date, rule: Rule, *, first: date, last: date, steps: Steps) -> Iterator[date]:
    """Yield the days of a series from first to last, in order. Raises ValueError when the steps are used up."""
    found = 0
    for opening, inside in _periods(start, rule, first if rule.count is None else start, last):
        steps.take(1 + len(inside))
        if opening > last:
            return
        for day in _positions(sorted(inside), rule.by_position):
            if day < start:
                continue
            found += 1
            if day > last or (rule.count is not None and found > rule.count):
                return
            if day >= first:
                yield day


def _nth(text: str) -> tuple[int, int]:
    found = _NTH.fullmatch(text.upper())
    if found is None or found[2] not in _WEEKDAYS:
        raise ValueError("its rule of recurrence names a day that is none")
    return int(found[1] or 0), _WEEKDAYS.index(found[2])


def _numbers(told: dict[str, list[object]], name: str) -> tuple[int, ...]:
    try:
        return tuple(sorted({int(str(value)) for value in told.get(name, ())}))
    except ValueError:
        raise ValueError(f"its rule of recurrence has a {name} that is not read") from None


def _positions(inside: list[date], wanted: tuple[int, ...]) -> list[date]:
    if not wanted:
        return inside
    size = len(inside)
    picked = {inside[n - 1 if n > 0 else n] for n in wanted if n != 0 and abs(n) <= size}
    return sorted(picked)


def _periods(start: date, rule: Rule, first: date, last: date) -> Iterator[tuple[date, set[date]]]:
    """Yield (its first day, its days that match) of each period, from the one before the first day on."""
    step, head = rule.interval, max(first, start)
    match rule.frequency:
        case "DAILY":
            begun = max(0, (head - start).days // step - 1)
            for n in range(begun, (last - start).days // step + 1):
                day = start + timedelta(days=n * step)
                yield day, {day} if _matches(day, rule) else set()
        case "WEEKLY":
            monday = start.toordinal() - (start.weekday() - rule.week_start) % 7
            weekdays = {weekday for _, weekday in rule.by_day} or {start.weekday()}
            begun = max(0, (head.toordinal() - monday) // (7 * step) - 1)
            for ordinal in range(monday + begun * 7 * step, last.toordinal() + 1, 7 * step):
                week = [date.fromordinal(max(1, ordinal) + n) for n in range(7) if ordinal + n <= date.max.toordinal()]
                inside = {day for day in week if day.weekday() in weekdays and _in_month(day, rule)}
                yield date.fromordinal(max(1, ordinal)), inside
        case "MONTHLY":
            origin = start.year * 12 + start.month - 1
            begun = max(0, (head.year * 12 + head.month - 1 - origin) // step - 1)
            for month in range(origin + begun * step, last.year * 12 + last.month, step):
                opening = date(month // 12, month % 12 + 1, 1)
                yield opening, _in_span(_month(opening), rule, start) if _in_month(opening, rule) else set()
        case _:
            begun = max(0, (head.year - start.year) // step - 1)
            for year in range(start.year + begun * step, last.year + 1, step):
                yield date(year, 1, 1), _in_year(year, rule, start)


def _matches(day: date, rule: Rule) -> bool:
    weekdays = {weekday for _, weekday in rule.by_day} or set(range(7))
    return _in_month(day, rule) and day.weekday() in weekdays and (not rule.by_month_day or _is_numbered(day, rule))


def _in_month(day: date, rule: Rule) -> bool:
    return not rule.by_month or day.month in rule.by_month


def _is_numbered(day: date, rule: Rule) -> bool:
    length = calendar.monthrange(day.year, day.month)[1]
    return day.day in rule.by_month_day or day.day - length - 1 in rule.by_month_day


def _month(opening: date) -> list[date]:
    length = calendar.monthrange(opening.year, opening.month)[1]
    return [opening.replace(day=n) for n in range(1, length + 1)]


def _in_span(span: list[date], rule: Rule, start: date) -> set[date]:
    """Pick from the days of a month or a year by number of the month and by weekday, else the day of the start."""
    if not rule.by_month_day and not rule.by_day:
        return {day for day in span if day.day == start.day}
    inside = {day for day in span if not rule.by_month_day or _is_numbered(day, rule)}
    if rule.by_day:
        every = {weekday for n, weekday in rule.by_day if n == 0}
        kept = {day for day in span if day.weekday() in every}
        for n, weekday in rule.by_day:
            of_weekday = [day for day in span if day.weekday() == weekday]
            if n and abs(n) <= len(of_weekday):
                kept.add(of_weekday[n - 1 if n > 0 else n])
        inside &= kept
    return inside


def _in_year(year: int, rule: Rule, start: date) -> set[date]:
    if not (rule.by_month or rule.by_month_day or rule.by_day):
        return {day for day in _month(date(year, start.month, 1)) if day.day == start.day}
    months = [_month(date(year, month, 1)) for month in rule.by_month or range(1, 13) if 1 <= month <= 12]
    if rule.by_month:
        return {day for month in months for day in _in_span(month, rule, start)}
    return _in_span([day for month in months for day in month], rule, start)
