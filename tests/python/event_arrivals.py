"""Five days of web events small enough to know, and the files in which they arrive, are restated and vanish.

`FINAL` is what lies in the folder in the end. `arrivals()` gives the same end by many ways: files come in any
order, some first in a wrong version, one that is taken away again.
"""

from __future__ import annotations

import csv
import io
import os
import random
from dataclasses import dataclass
from pathlib import Path

COLUMNS = [
    *("web_event_id", "visitor_id", "user_id", "session_id", "event_name", "page_url"),
    *("page_title", "referrer_url", "engagement_seconds", "is_bot", "has_consent", "occurred_at"),
]
Row = dict[str, str]


@dataclass(frozen=True)
class Delivery:
    """A file as it arrives: its rows; none takes the file away."""

    file: str
    version: int
    rows: tuple[Row, ...] | None


def event(number: int, occurred_at: str, visitor: str, name: str = "page_view", **more: str) -> Row:
    """One event; what is not given is empty."""
    row = {
        "web_event_id": f"e{number}",
        "visitor_id": visitor,
        "event_name": name,
        "page_url": "https://aoba.jp/",
        "engagement_seconds": "1.25",
        "occurred_at": occurred_at,
    }
    return {column: (row | more).get(column, "") for column in COLUMNS}


def _visits(day: int) -> list[Row]:
    """A normal day: tagged, referred, direct, anonymous and robot visits; same seed, same rows."""
    chance = random.Random(day)
    rows = []
    for index in range(24):
        hour, minute = chance.randrange(24), chance.randrange(60)
        visitor = f"v{chance.randrange(6)}"
        page = chance.choice(
            ["", "case/a", "pricing", "?utm_source=News&utm_medium=email", "?gclid=x"]
        )
        rows.append(
            event(
                day * 100 + index,
                f"2026-04-{day:02d}T{hour:02d}:{minute:02d}:00Z",
                visitor if chance.random() < 0.9 else "",
                chance.choice(["page_view", "page_view", "scroll", "form_submit", "session_start"]),
                session_id=chance.choice(["", "1", "2"]),
                page_url=f"https://aoba.jp/{page}",
                page_title=f"Title {day}",
                referrer_url=chance.choice(["", "", "https://www.google.com/", "https://aoba.jp/"]),
                is_bot="true" if chance.random() < 0.05 else "",
                has_consent=chance.choice(["", "true", "false"]),
                user_id=chance.choice(["", "", "u1"]),
            )
        )
    return rows


DAYS = {day: tuple(_visits(day)) for day in range(1, 6)}
# One session over midnight in Tokyo (15:00 UTC), two events of one instant, one of them landed twice.
MIDNIGHT = (
    event(
        901, "2026-04-02T14:50:00Z", "night", session_id="9", page_url="https://aoba.jp/?gclid=n"
    ),
    event(902, "2026-04-02T15:10:00Z", "night", session_id="9"),
    event(903, "2026-04-02T15:10:00Z", "night", session_id="9"),
)
# Arrives three days late, and gives the visitor of a later direct visit a source.
LATE = (
    event(911, "2026-04-01T01:00:00Z", "late", session_id="1", referrer_url="https://bing.com/"),
)
DIRECT = (event(912, "2026-04-04T01:00:00Z", "late", session_id="2"),)
# The same id under another day: the later file by name counts, so that the event leaves 5 April for 2 April.
MOVED_FROM = (event(921, "2026-04-05T01:00:00Z", "moved", session_id="1"),)
MOVED_TO = (event(921, "2026-04-02T01:00:00Z", "moved", session_id="1"),)
# A file that should not have come: it dates an event of 1 April to a day that nothing else holds.
MISTAKE = (event(100, "2026-04-09T01:00:00Z", "v0"), event(931, "2026-04-09T02:00:00Z", "stray"))

FINAL = [
    Delivery("part_1.csv", 1, DAYS[1] + DIRECT),
    Delivery("part_2.csv", 1, DAYS[2] + MIDNIGHT),
    Delivery("part_3.csv", 2, DAYS[3][:-4]),
    Delivery("part_4.csv", 1, DAYS[4]),
    Delivery("part_5.csv", 2, DAYS[5] + MOVED_FROM),
    Delivery("part_6_late.csv", 1, LATE),
    Delivery("part_7_again.csv", 1, DAYS[2][:10] + MIDNIGHT[2:]),
    Delivery("part_8_moved.csv", 1, MOVED_TO),
]
# Each is followed, at any distance, by the delivery that ends it.
PASSING = [
    (Delivery("part_3.csv", 1, DAYS[3] + DAYS[4][:3]), FINAL[2]),
    (Delivery("part_5.csv", 1, DAYS[5][::2]), FINAL[4]),
    (Delivery("part_9_mistake.csv", 1, MISTAKE), Delivery("part_9_mistake.csv", 2, None)),
]


def arrivals(seed: int, nights: int) -> list[list[Delivery]]:
    """All deliveries in a random order, spread over so many nights."""
    chance = random.Random(seed)
    order: list[Delivery] = list(FINAL)
    chance.shuffle(order)
    for first, last in PASSING:
        if last not in order:
            order.insert(chance.randrange(len(order) + 1), last)
        order.insert(chance.randrange(order.index(last) + 1), first)
    cuts = sorted(chance.sample(range(1, len(order)), nights - 1))
    return [order[start:end] for start, end in zip([0, *cuts], [*cuts, len(order)], strict=True)]


def deliver(folder: Path, delivery: Delivery) -> None:
    """Write or remove the file; a version has one time of modification, whenever it arrives."""
    path = folder / "generic" / "web_events" / delivery.file
    path.parent.mkdir(parents=True, exist_ok=True)
    if delivery.rows is None:
        path.unlink()
        return
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(delivery.rows)
    path.write_text(text.getvalue(), encoding="utf-8")
    modified = 1_770_000_000 + 60 * delivery.version
    os.utime(path, (modified, modified))
