"""Time in the demo world: naive UTC instants, Tokyo days, and when people work.

Every instant in the simulation is a naive UTC ``datetime`` with whole seconds, so that
nothing depends on the machine's own zone.
"""

import random
from datetime import date, datetime, timedelta

TOKYO_OFFSET = timedelta(hours=9)
DAY = timedelta(days=1)
MONTH_WEIGHTS = (0.9, 1.05, 1.15, 0.95, 0.9, 1.05, 1.0, 0.75, 1.1, 1.15, 1.1, 0.85)
HOUR_WEIGHTS = (1, 1, 0, 0, 0, 1, 2, 4, 9, 16, 19, 17, 11, 15, 17, 17, 16, 13, 9, 6, 5, 5, 4, 2)


def epoch_seconds(instant: datetime) -> int:
    """Give the whole seconds since 1970 of a UTC instant."""
    return int((instant - datetime(1970, 1, 1)) / timedelta(seconds=1))


def tokyo_date(instant: datetime) -> date:
    """Give the Tokyo calendar day of a UTC instant."""
    return (instant + TOKYO_OFFSET).date()


def tokyo_midnight(day: date) -> datetime:
    """Give the UTC instant at which a Tokyo day begins."""
    return datetime(day.year, day.month, day.day) - TOKYO_OFFSET


def month_start(day: date) -> date:
    """Give the first day of the month of a day."""
    return day.replace(day=1)


def add_months(day: date, months: int) -> date:
    """Move the first of a month by whole months."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def days_between(first: date, last: date) -> list[date]:
    """List all days from first to last, both included."""
    return [first + DAY * number for number in range((last - first).days + 1)]


def months_between(first: date, last: date) -> list[date]:
    """List the first days of all months from first to last, both included."""
    months: list[date] = []
    month = month_start(first)
    while month <= last:
        months.append(month)
        month = add_months(month, 1)
    return months


def is_day_off(day: date) -> bool:
    """Say whether offices are closed: weekends, New Year and the Obon week."""
    return (
        day.weekday() >= 5
        or (day.month, day.day) >= (12, 29)
        or (day.month, day.day) <= (1, 3)
        or (8, 13) <= (day.month, day.day) <= (8, 16)
    )


def is_rate_day(day: date) -> bool:
    """Say whether banks quote: no day is more than seven days after the last quote."""
    return day.weekday() < 5 and (day.month, day.day) > (1, 3)


def day_weight(day: date, first: date, last: date) -> float:
    """Weigh a day by growth, season and working time."""
    growth = 0.7 + 0.6 * (day - first).days / max(1, (last - first).days)
    return growth * MONTH_WEIGHTS[day.month - 1] * (0.1 if is_day_off(day) else 1.0)


def next_working_instant(instant: datetime, rng: random.Random) -> datetime:
    """Move an instant forward into office hours; never backward."""
    local = instant + TOKYO_OFFSET
    while is_day_off(local.date()) or local.hour >= 19:
        local = datetime(local.year, local.month, local.day) + DAY
        local += timedelta(hours=9, seconds=rng.randrange(7200))
    if local.hour < 9:
        local = datetime(local.year, local.month, local.day, 9)
        local += timedelta(seconds=rng.randrange(7200))
    return local - TOKYO_OFFSET


def instant_on(day: date, rng: random.Random) -> datetime:
    """Draw an instant of a Tokyo day by the usual course of a day."""
    hour = rng.choices(range(24), weights=HOUR_WEIGHTS)[0]
    return tokyo_midnight(day) + timedelta(hours=hour, seconds=rng.randrange(3600))


def parse_day(text: str) -> date:
    """Read an ISO day."""
    return date.fromisoformat(text)


def iso_z(instant: datetime | None) -> str:
    """Write a UTC instant with a Z, or nothing."""
    return "" if instant is None else instant.strftime("%Y-%m-%dT%H:%M:%SZ")


def iso_tokyo(instant: datetime | None) -> str:
    """Write an instant in Tokyo time with its offset, or nothing."""
    if instant is None:
        return ""
    return (instant + TOKYO_OFFSET).strftime("%Y-%m-%dT%H:%M:%S+09:00")


def plain(instant: datetime | None) -> str:
    """Write a UTC instant the way a Fivetran load exports it."""
    return "" if instant is None else instant.strftime("%Y-%m-%d %H:%M:%S")
