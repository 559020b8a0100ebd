"""GA4 from landed files to the web port: the vendor's flat sample, and hand-made events in every shape.

The sample proves loading and counts; VENDOR_SAMPLES_DIR names the folder that holds it. The hand-made events
land nested in Parquet, nested as JSON Lines and flat as CSV, and must give the same rows of the port.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from warehouses import Warehouse

PORT = "staging.stg_ga4__web_events"
DAYS = "staging.stg_ga4__web_event_days"
PAIR_TYPE = (
    "struct(key varchar, value struct(string_value varchar, int_value bigint,"
    " float_value double, double_value double))[]"
)
STRUCT_TYPES = {
    "privacy_info": "struct(analytics_storage varchar)",
    "device": "struct(category varchar, web_info struct(hostname varchar))",
    "geo": "struct(country varchar)",
    "collected_traffic_source": (
        "struct(manual_source varchar, manual_medium varchar, manual_campaign_name varchar,"
        " gclid varchar)"
    ),
}
WHOLE_NUMBERS = (
    *("event_timestamp", "event_bundle_sequence_id"),
    *("batch_page_id", "batch_ordering_id", "batch_event_index"),
)


@dataclass(frozen=True)
class Event:
    """One event as GA4 exports it; an int is an int_value, a text a string_value."""

    event_name: str
    event_timestamp: int
    user_pseudo_id: str | None = "v1"
    event_date: str = "20260901"
    user_id: str | None = None
    event_bundle_sequence_id: int | None = 1
    batch_page_id: int | None = 1
    batch_ordering_id: int | None = 1
    batch_event_index: int | None = 1
    params: dict[str, str | int | float] = field(default_factory=dict)
    privacy_info: dict[str, Any] | None = None
    device: dict[str, Any] | None = None
    geo: dict[str, Any] | None = None
    collected_traffic_source: dict[str, Any] | None = None


def micros(*moment: int) -> int:
    """A UTC instant as GA4 writes it."""
    return int(datetime(*moment, tzinfo=UTC).timestamp()) * 1_000_000  # type: ignore[misc, arg-type]


NOON = micros(2026, 9, 1, 12)
EVENTS = [
    Event(
        *("page_view", NOON),
        user_id="c-7",
        params={
            "ga_session_id": 1756728000,
            "page_location": "https://www.aoba.example/a?utm_source=x",
            "page_title": "料金 ",
            "page_referrer": "https://www.google.com/",
            "engagement_time_msec": 1500,
            "source": "google",
            "medium": "(none)",
            "campaign": "spring",
            "term": "erp",
        },
        privacy_info={"analytics_storage": "Yes"},
        device={"category": "mobile", "web_info": {"hostname": "www.aoba.example"}},
        geo={"country": "Japan"},
        collected_traffic_source={
            "manual_source": "Newsletter",
            "manual_medium": "email",
            "manual_campaign_name": "(not set)",
            "gclid": "g1",
        },
    ),
    Event(
        *("file_download", NOON + 1),
        batch_event_index=2,
        params={"ga_session_id": 1756728000, "file_name": "/wp.pdf", "fbclid": "f1"},
        geo={"country": "(not set)"},
    ),
    Event(
        *("video_progress", NOON + 2),
        params={"video_percent": 25, "video_title": "Tour", "session_engaged": "1"},
        collected_traffic_source={"manual_source": "(direct)", "manual_medium": "(none)"},
    ),
    Event(
        *("scroll", NOON + 3),
        user_pseudo_id=None,
        params={"percent_scrolled": 90.0, "form_id": ""},
        privacy_info={"analytics_storage": "No"},
    ),
]
EXPECTED_COLUMNS = (
    "event_name, visitor_id, user_id, session_id, page_url, page_title, referrer_url, utm_source, utm_medium,"
    " utm_campaign, utm_term, click_id, click_id_type, device_category, country, engagement_seconds,"
    " scroll_share, video_share, content_id, form_id, hostname, is_bot, has_consent, occurred_at"
)
EXPECTED = [
    (
        *(
            "page_view",
            "v1",
            "c-7",
            "1756728000",
            "https://www.aoba.example/a?utm_source=x",
            "料金",
        ),
        *(
            "https://www.google.com/",
            "Newsletter",
            "email",
            "spring",
            "erp",
            "g1",
            "gclid",
            "mobile",
        ),
        *("Japan", 1.5, None, None, None, None, "www.aoba.example", None, True),
        datetime(2026, 9, 1, 12),
    ),
    (
        *("file_download", "v1", None, "1756728000", None, None, None, None, None, None, None),
        *("f1", "fbclid", None, None, None, None, None, "/wp.pdf", None, None, None, None),
        datetime(2026, 9, 1, 12, 0, 0, 1),
    ),
    (
        *("video_progress", "v1", None, None, None, None, None, None, None, None, None),
        *(None, None, None, None, None, None, 0.25, "Tour", None, None, None, None),
        datetime(2026, 9, 1, 12, 0, 0, 2),
    ),
    (
        *("scroll", None, None, None, None, None, None, None, None, None, None),
        *(None, None, None, None, None, 0.9, None, None, None, None, None, False),
        datetime(2026, 9, 1, 12, 0, 0, 3),
    ),
]


def value_of(value: str | int | float) -> dict[str, Any]:
    """A parameter's value as a record with one field filled."""
    kind = {str: "string_value", int: "int_value", float: "double_value"}[type(value)]
    names = ("string_value", "int_value", "float_value", "double_value")
    return {name: value if name == kind else None for name in names}


def nested(event: Event) -> dict[str, Any]:
    """The event as a record of the daily table."""
    record = {name: getattr(event, name) for name in event.__dataclass_fields__ if name != "params"}
    record["event_params"] = [
        {"key": key, "value": value_of(value)} for key, value in event.params.items()
    ]
    return record


def write_parquet(path: Path, events: list[Event], without: tuple[str, ...] = ()) -> None:
    """Native lists and structs, as the BigQuery export writes them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = path.with_suffix(".json")
    lines.write_text("\n".join(json.dumps(nested(event)) for event in events), encoding="utf-8")
    types = dict.fromkeys(nested(events[0]), "varchar")
    types |= dict.fromkeys(WHOLE_NUMBERS, "bigint")
    types |= STRUCT_TYPES | {"event_params": PAIR_TYPE}
    columns = ", ".join(f"{name}: '{kind}'" for name, kind in types.items())
    excluded = f"exclude ({', '.join(without)})" if without else ""
    duckdb.connect().execute(
        f"copy (select * {excluded} from read_json('{lines}', columns = {{{columns}}}))"
        f" to '{path}' (format parquet)"
    )
    lines.unlink()


def write_json_lines(path: Path, events: list[Event]) -> None:
    """As `bq extract` writes JSON: whole numbers are texts, nulls are left out."""

    def shown(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: shown(item) for name, item in value.items() if item is not None}
        if isinstance(value, list):
            return [shown(item) for item in value]
        return str(value) if isinstance(value, int) else value

    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(shown(nested(event)), ensure_ascii=False) for event in events]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_flat(path: Path, events: list[Event], fivetran: bool = False) -> None:
    """A column per parameter and field; with Fivetran's own names on demand."""
    names = {"event_date": "date", "event_name": "name"} if fivetran else {}
    names |= {"event_bundle_sequence_id": "bundle_sequence_id"} if fivetran else {}
    rows = []
    for event in events:
        row: dict[str, Any] = {}
        for name, value in nested(event).items():
            if isinstance(value, dict):
                for inner, item in value.items():
                    deeper = item.items() if isinstance(item, dict) else [("", item)]
                    row |= {"_".join(filter(None, (name, inner, last))): x for last, x in deeper}
            elif name != "event_params":
                row[names.get(name, name)] = value
        row |= {f"param_{key}": value for key, value in event.params.items()}
        if fivetran:
            moment = datetime.fromtimestamp(row.pop("event_timestamp") / 1_000_000, UTC)
            row["timestamp"] = f"{moment:%Y-%m-%d %H:%M:%S.%f}"
        rows.append(row)
    columns = list(dict.fromkeys(name for row in rows for name in row))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns)
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    """A warehouse of GA4 alone, with nothing landed yet."""
    (tmp_path / "raw" / "ga4").mkdir(parents=True)
    return Warehouse(
        tmp_path / "warehouse", tmp_path / "raw", {"as_of": "2026-09-30", "systems": ["ga4"]}
    )


def folder(warehouse: Warehouse) -> Path:
    return warehouse.raw_data_dir / "ga4"


def build(warehouse: Warehouse, *more: str) -> None:
    warehouse.land()
    warehouse.build(
        "--indirect-selection", "cautious", "--select", "path:models/staging/ga4", *more
    )


def accounting(warehouse: Warehouse) -> dict[str, tuple[int, ...]]:
    """Landed, kept, duplicate, excluded and rejected rows per table."""
    rows = warehouse.query(
        "select table_name, landed_count, kept_count, duplicate_count, excluded_count, rejected_count"
        " from quality.dq_row_accounting"
    )
    return {row[0]: row[1:] for row in rows}


ACCOUNTING = (
    *("path:models/staging/landing", "dq_rejected_rows", "dq_quarantined_values"),
    *("dq_row_accounting", "assert_every_landed_row_is_accounted_for"),
)


def test_the_vendor_sample_lands_and_every_row_is_accounted_for(warehouse: Warehouse) -> None:
    samples = os.environ.get("VENDOR_SAMPLES_DIR")
    if not samples:
        pytest.skip("VENDOR_SAMPLES_DIR is not set: no vendor sample files to read")
    shutil.copy(Path(samples) / "ga4" / "event_data.csv", folder(warehouse) / "event.csv")
    build(warehouse, *ACCOUNTING)
    # Four of the six rows are of the day's intraday table, and the day has rows of its daily table.
    assert accounting(warehouse) == {"event": (6, 2, 0, 4, 0)}
    assert warehouse.query(
        f"select visitor_id, session_id, event_name, utm_source, utm_medium, utm_campaign, click_id,"
        f" click_id_type, scroll_share, engagement_seconds, hostname, occurred_at from {PORT} order by 1"
    ) == [
        (
            *("pseudo_124", "session_125", "checkout", None, "email", "campaign_1", "gclid_abc"),
            *("gclid", 0.0, 0.25, "hostname", datetime(2024, 9, 10, 13, 15)),
        ),
        (
            *("pseudo_789", "session_789", "scroll", "source2", "social", None, "gclid_ghi"),
            *("gclid", 0.3, 0.5, "hostname2", datetime(2024, 9, 10, 12, 45)),
        ),
    ]


@pytest.mark.parametrize("kind", ["native_and_flat", "all_as_text"])
def test_every_landed_shape_gives_the_same_rows(warehouse: Warehouse, kind: str) -> None:
    """One instance per shape; Parquet beside text parts of its table becomes text."""
    raw = warehouse.raw_data_dir
    if kind == "native_and_flat":
        write_parquet(raw / "ga4" / "events" / "2026-09.parquet", EVENTS)
        write_flat(raw / "ga4@fivetran" / "event.csv", EVENTS, fivetran=True)
    else:
        write_parquet(raw / "ga4" / "events_20260901.parquet", EVENTS)
        write_json_lines(raw / "ga4@json" / "events_20260901.jsonl", EVENTS)
        write_flat(raw / "ga4@flat" / "events.csv", EVENTS)
    build(warehouse)
    instances = warehouse.query(f"select distinct source_instance from {PORT}")
    assert len(instances) == (2 if kind == "native_and_flat" else 3)
    for (instance,) in instances:
        found = warehouse.query(
            f"select {EXPECTED_COLUMNS} from {PORT}"
            f" where source_instance = '{instance}' order by occurred_at"
        )
        assert found == EXPECTED, instance


def test_intraday_rows_give_way_to_the_daily_table_of_their_day(warehouse: Warehouse) -> None:
    raw, later = folder(warehouse), micros(2026, 9, 2, 3)
    write_parquet(
        raw / "events" / "2026-08.parquet",
        [Event("page_view", micros(2026, 8, 31, 3), event_date="20260831")],
    )
    write_parquet(raw / "events_20260901.parquet", EVENTS)
    # The daily table of the 1st has what the intraday one had, and more; the 2nd has no daily table yet.
    write_parquet(raw / "events_intraday_20260901.parquet", [*EVENTS[:2], Event("late", NOON + 9)])
    write_parquet(
        raw / "events_intraday_20260902.parquet", [Event("page_view", later, event_date="20260902")]
    )
    # Another property has no daily table of the 1st.
    other = warehouse.raw_data_dir / "ga4@shop" / "events_intraday_20260901.jsonl"
    write_json_lines(other, EVENTS[:1])
    build(warehouse, *ACCOUNTING)
    assert accounting(warehouse) == {
        "events": (5, 5, 0, 0, 0),
        "events_intraday": (5, 2, 0, 3, 0),
    }
    assert warehouse.query(
        f"select source_instance, cast(occurred_at as date), count(*) from {PORT} group by all order by all"
    ) == [
        ("main", date(2026, 8, 31), 1),
        ("main", date(2026, 9, 1), 4),
        ("main", date(2026, 9, 2), 1),
        ("shop", date(2026, 9, 1), 1),
    ]
    assert warehouse.query(
        f"select * exclude (source_system, last_loaded_at) from {DAYS} order by all"
    ) == [
        ("main", date(2026, 8, 31), "ga4/events/2026-08.parquet", 1),
        ("main", date(2026, 9, 1), "ga4/events_20260901.parquet", 4),
        ("main", date(2026, 9, 2), "ga4/events_intraday_20260902.parquet", 1),
        ("shop", date(2026, 9, 1), "ga4@shop/events_intraday_20260901.jsonl", 1),
    ]


def test_exact_duplicates_collapse_and_events_of_one_instant_do_not(warehouse: Warehouse) -> None:
    raw = folder(warehouse)
    twins = [Event("click", NOON, batch_event_index=index) for index in (1, 2)]
    old: dict[str, Any] = {
        "batch_page_id": None,
        "batch_ordering_id": None,
        "batch_event_index": None,
    }
    without_ids = [Event("click", NOON + 1, params={"button": name}, **old) for name in "ab"]
    write_parquet(raw / "events" / "1.parquet", [*twins, *without_ids, without_ids[0]])
    # Exported again, a day later: the newer file counts.
    again = Event("click", NOON, batch_event_index=2, params={"page_title": "restated"})
    write_parquet(raw / "events_20260901.parquet", [again, without_ids[1]])
    build(warehouse, *ACCOUNTING)
    assert accounting(warehouse) == {"events": (7, 4, 3, 0, 0)}
    assert warehouse.query(
        f"select page_title, count(*) from {PORT} group by all order by all"
    ) == [
        ("restated", 1),
        (None, 3),
    ]


@pytest.mark.parametrize(
    "without",
    [
        (
            "privacy_info",
            "collected_traffic_source",
            "batch_page_id",
            "batch_ordering_id",
            "batch_event_index",
        ),
        ("device", "geo", "event_params", "user_id", "event_date"),
    ],
)
def test_columns_of_newer_exports_may_be_missing(
    warehouse: Warehouse, without: tuple[str, ...]
) -> None:
    write_parquet(folder(warehouse) / "events.parquet", EVENTS, without)
    build(warehouse)
    rows = warehouse.query(
        "select event_name, page_url, utm_source, has_consent, device_category, hostname"
        f" from {PORT} order by occurred_at"
    )
    page = ("page_view", "https://www.aoba.example/a?utm_source=x", "google", None)
    if "event_params" in without:
        assert rows[0] == ("page_view", None, "Newsletter", True, None, None)
    else:
        assert rows[0] == (*page, "mobile", "www.aoba.example")
    assert len(rows) == len(EVENTS)


def test_fields_of_a_struct_may_be_missing_and_files_may_differ_in_them(
    warehouse: Warehouse,
) -> None:
    raw = folder(warehouse)
    write_parquet(raw / "events_20260902.parquet", EVENTS[1:])
    duckdb.connect().execute(
        "copy (select '20260901' as event_date, 1788264000000000 as event_timestamp,"
        " 'page_view' as event_name,"
        " 'v1' as user_pseudo_id, {'category': 'tablet'} as device,"
        " [{'key': 'page_title', 'value': {'string_value': 'Old'}}] as event_params)"
        f" to '{raw / 'events_20260901.parquet'}' (format parquet)"
    )
    build(warehouse)
    assert warehouse.query(
        f"select device_category, hostname, page_title from {PORT} where event_name = 'page_view'"
    ) == [("tablet", None, "Old")]
    (raw / "events_20260902.parquet").unlink()
    build(warehouse)
    assert warehouse.query(
        f"select device_category, hostname, page_title, occurred_at from {PORT}"
    ) == [("tablet", None, "Old", datetime(2026, 9, 1, 12))]


def test_nothing_landed_gives_empty_relations(warehouse: Warehouse) -> None:
    (folder(warehouse) / "events.csv").write_text("event_name,event_timestamp\n", encoding="utf-8")
    build(warehouse, "int_web__events")
    assert warehouse.query(f"select count(*) from {PORT}") == [(0,)]
    assert warehouse.query("select count(*) from intermediate.int_web__events") == [(0,)]
