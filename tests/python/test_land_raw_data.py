"""The landing step: every way a file can be odd, and the promise that no row vanishes."""

from __future__ import annotations

import codecs
import dataclasses
import gzip
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import duckdb
import land_raw_data
import pytest
from lib import landing
from lib.landing_layout import snake_name, split_shard, split_system
from lib.landing_text import choose_delimiter, column_names, profile_delimited


class Land:
    """A raw-data folder and a warehouse of their own."""

    def __init__(self, folder: Path) -> None:
        self.raw = folder / "raw"
        self.raw.mkdir()
        self.warehouse = folder / "warehouse" / "test.duckdb"

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.raw / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def write_parquet(self, name: str, query: str) -> Path:
        path = self.raw / name
        path.parent.mkdir(parents=True, exist_ok=True)
        duckdb.connect().execute(f"copy ({query}) to '{path}' (format parquet)").fetchall()
        return path

    def run(self, *more: str) -> int:
        arguments = ["--raw-data-dir", str(self.raw), "--warehouse", str(self.warehouse)]
        return land_raw_data.main([*arguments, *more])

    def query(self, statement: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            return connection.execute(statement).fetchall()

    def columns(self, table: str) -> list[str]:
        return [row[0] for row in self.query(f"describe {table}")]

    def rows(self, table: str, columns: str = "* exclude (_source_instance, _batch)") -> Any:
        return self.query(f"select {columns} from {table} order by _file, _row_number")

    def rejected(self) -> list[tuple[Any, ...]]:
        return self.query(
            "select file, row_number, line_number, reason, raw_text "
            "from raw_landing.rejected_rows order by file, row_number"
        )

    def counts(self) -> dict[str, tuple[int, int]]:
        files = self.query("select file, row_count, rejected_count from raw_landing.landed_files")
        return {file: (rows, rejected) for file, rows, rejected in files}

    def landed_tables(self) -> set[str]:
        found = self.query(
            "select table_schema || '.' || table_name from information_schema.tables "
            "where table_schema <> 'raw_landing'"
        )
        return {row[0] for row in found}


@pytest.fixture
def land(tmp_path: Path) -> Land:
    return Land(tmp_path)


# Names and places


@pytest.mark.parametrize(
    ("spelled", "expected"),
    [
        ("OpportunityHistory", "opportunity_history"),
        ("Opportunity History", "opportunity_history"),
        ("HTTPLog", "http_log"),
        ("events__items", "events__items"),
        ("no_show_c", "no_show_c"),
        ("report (1)", "report_1"),
        ("Google Ads", "google_ads"),
        ("商談", "商談"),
    ],
)
def test_table_names_are_snake_case(spelled: str, expected: str) -> None:
    assert snake_name(spelled) == expected


def test_the_instance_stands_after_the_at_sign() -> None:
    assert split_system("salesforce@Japan") == ("salesforce", "Japan")
    assert split_system("salesforce") == ("salesforce", "main")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("events_20260901", ("events", "20260901")),
        ("events_intraday_20260930", ("events_intraday", "20260930")),
        ("events_20260231", ("events_20260231", None)),
        ("account_12345678", ("account_12345678", None)),
        ("events_202609011", ("events_202609011", None)),
        ("events20260901", ("events20260901", None)),
        ("20260901", ("20260901", None)),
    ],
)
def test_a_name_that_ends_in_a_day_is_a_shard(name: str, expected: tuple[str, str | None]) -> None:
    assert split_shard(name) == expected


def test_headers_keep_their_spelling_and_become_unique() -> None:
    spelled = ["Id", " E-mail ", "e-mail", "", "_file", "E-MAIL", "Id__2", "id"]
    expected = ("Id", "E-mail", "e-mail__2", "column_4", "_file__2", "E-MAIL__3", "Id__2", "id__3")
    assert column_names(spelled) == expected


@pytest.mark.parametrize(
    ("file_format", "header", "expected"),
    [
        ("csv", "a,b;c", ","),
        ("csv", "a;b", ";"),
        ("csv", "a\tb", "\t"),
        ("csv", "a", ","),
        ("tsv", "a,b\tc", "\t"),
    ],
)
def test_the_delimiter_follows_extension_and_header(
    file_format: str, header: str, expected: str
) -> None:
    assert choose_delimiter(file_format, header) == expected


def test_columns_are_text_followed_by_where_the_row_came_from(land: Land) -> None:
    land.write("salesforce/Lead.csv", 'Id,Lead Source,from\n007,"a, b",\n2,NULL,""\n')
    assert land.run() == 0
    assert land.query("describe raw_salesforce.lead")[0][1] == "VARCHAR"
    assert land.columns("raw_salesforce.lead") == [
        *("Id", "Lead Source", "from"),
        *("_source_instance", "_file", "_batch", "_row_number"),
    ]
    assert land.rows("raw_salesforce.lead", "*") == [
        ("007", "a, b", None, "main", "salesforce/Lead.csv", "Lead.csv", 1),
        ("2", "NULL", None, "main", "salesforce/Lead.csv", "Lead.csv", 2),
    ]


def test_parts_and_instances_land_in_one_table_by_column_name(land: Land) -> None:
    land.write("crm/lead/p1.csv", "id,name\n1,a\n")
    land.write("crm/lead/2025-01/p2.csv.gz", gzip.compress(b"ID,amount\n2,7\n"))
    land.write("crm/lead/2025/02/p3.tsv", "name\tid\nc\t3\n")
    land.write("crm@japan/Lead.csv", "id,name\n4,d\n")
    assert land.run() == 0
    wanted = "id, name, amount, _source_instance, _batch"
    assert sorted(land.rows("raw_crm.lead", wanted)) == [
        ("1", "a", None, "main", "p1.csv"),
        ("2", None, "7", "main", "2025-01"),
        ("3", "c", None, "main", "2025/02"),
        ("4", "d", None, "japan", "Lead.csv"),
    ]
    formats = land.query("select file_format, encoding, column_count from raw_landing.landed_files")
    assert ("csv.gz", "utf-8", 2) in formats


def test_shards_of_days_and_parts_are_one_table_and_the_day_is_the_batch(land: Land) -> None:
    land.write_parquet("web/events/2026-08.parquet", "select 1 as id, {'k': 1} as p")
    land.write_parquet("web/events_20260901.parquet", "select 2 as id, {'k': 2} as p, 'n' as new")
    land.write(
        "web/events_20260902.jsonl.gz", gzip.compress(b'{"id": 3, "p": {"k": "3"}}\n{"id"\n')
    )
    land.write("web/Events-20260903/part-0.csv", "id,new\n4,m\n")
    land.write_parquet("web/events_intraday_20260904.parquet", "select 5 as id, {'k': 5} as p")
    land.write("policy/targets_20260901.csv", "a\nx\n")
    assert land.run() == 0
    assert land.landed_tables() == {
        *("raw_web.events", "raw_web.events_intraday", "raw_policy.targets_20260901")
    }
    assert sorted(land.rows("raw_web.events", "id, p, new, _batch")) == [
        ("1", '{"k":1}', None, "2026-08.parquet"),
        ("2", '{"k":2}', "n", "20260901"),
        ("3", '{"k": "3"}', None, "20260902"),
        ("4", None, "m", "20260903"),
    ]
    assert land.rows("raw_web.events_intraday", "id, p.k, _batch") == [(5, 5, "20260904")]
    assert land.counts()["web/events_20260902.jsonl.gz"] == (2, 1)


def test_overlays_land_in_their_own_schemas(land: Land) -> None:
    land.write("policy/target_profile.csv", "attribute,value\nindustry,finance\n")
    land.write("mapping/lead_stages.csv", "source_value,stage\n失格,disqualified\n")
    assert land.run() == 0
    assert land.rows("raw_policy.target_profile", "*") == [
        ("industry", "finance", "policy/target_profile.csv", 1)
    ]
    assert land.rows("raw_mapping.lead_stages", "*") == [
        ("失格", "disqualified", "mapping/lead_stages.csv", 1)
    ]


def test_what_is_no_landing_is_left_out(land: Land, capsys: pytest.CaptureFixture[str]) -> None:
    land.write("truth/people.csv", "a\n1\n")
    land.write(".marker", "x")
    land.write("readme.txt", "x")
    land.write("crm/.hidden.csv", "a\n1\n")
    land.write("crm/notes.xlsx", "x")
    land.write("landing/x.csv", "a\n1\n")
    land.write("crm/lead.csv", "a\n1\n")
    assert land.run() == 0
    assert land.landed_tables() == {"raw_crm.lead"}
    problems = capsys.readouterr().err
    assert "crm/notes.xlsx:0: not landed" in problems
    assert "landing:0: this folder name is reserved" in problems


def test_a_path_with_wildcards_is_only_itself(land: Land) -> None:
    land.write("crm/lead/p[1]*.csv", "a,b\n1,2\n")
    land.write("crm/lead/p1x.csv", "a,b\n3,4\n")
    land.write_parquet("crm/deal [2]/d?.parquet", "select 1 as a")
    assert land.run() == 0
    assert sorted(land.rows("raw_crm.lead", "a")) == [("1",), ("3",)]
    assert land.rows("raw_crm.deal_2", "a, _row_number") == [(1, 1)]


# Encodings


@pytest.mark.parametrize(
    ("codec", "label"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("cp932", "cp932"),
        ("euc_jp", "euc-jp"),
    ],
)
@pytest.mark.parametrize("suffix", ["", ".gz"])
def test_encodings_are_recognised(land: Land, codec: str, label: str, suffix: str) -> None:
    content = "会社名,担当\r\n株式会社アオバ精機,山田 太郎\r\nテスト商事,佐藤\r\n".encode(codec)
    land.write(f"crm/account.csv{suffix}", gzip.compress(content) if suffix else content)
    assert land.run() == 0
    assert land.columns("raw_crm.account")[:2] == ["会社名", "担当"]
    assert land.rows("raw_crm.account", "会社名, 担当") == [
        ("株式会社アオバ精機", "山田 太郎"),
        ("テスト商事", "佐藤"),
    ]
    assert land.query("select encoding from raw_landing.landed_files") == [(label,)]


def test_lines_that_do_not_decode_are_rejected_and_the_rest_kept(land: Land) -> None:
    good = "1,東京都千代田区\n3,大阪府大阪市\n".splitlines(keepends=True)
    land.write(
        "crm/a.csv",
        b"id,name\n" + good[0].encode() + b"2,\xff\xfe\n" + good[1].encode(),
    )
    assert land.run() == 0
    assert land.rows("raw_crm.a", "id, name, _row_number") == [
        ("1", "東京都千代田区", 1),
        ("3", "大阪府大阪市", 3),
    ]
    assert land.rejected() == [("crm/a.csv", 2, 3, "undecodable_text", "2,\\xff\\xfe")]
    assert land.counts() == {"crm/a.csv": (3, 1)}


# Rows


def test_ragged_rows_are_rejected_with_their_place(
    land: Land, capsys: pytest.CaptureFixture[str]
) -> None:
    land.write("crm/a.csv", 'id,name\n1,"x\ny"\n2,b,c\n3\n4,d\n5,e,\n')
    assert land.run() == 0
    assert land.rows("raw_crm.a", "id, name, _row_number") == [("1", "x\ny", 1), ("4", "d", 4)]
    assert land.rejected() == [
        ("crm/a.csv", 2, 4, "ragged_row", "2,b,c"),
        ("crm/a.csv", 3, 5, "ragged_row", "3"),
        ("crm/a.csv", 5, 7, "ragged_row", "5,e,"),
    ]
    assert land.counts() == {"crm/a.csv": (5, 3)}
    output = capsys.readouterr()
    assert "crm/a.csv:4: ragged_row: 3 where the header has 2 fields — " in output.err
    assert "raw_crm.a: 2 rows from 1 file, 3 rejected" in output.out


def test_one_ragged_part_does_not_touch_the_others(land: Land) -> None:
    for number in range(5):
        bad = "x,y,z\n" if number in (1, 3) else ""
        land.write(f"crm/a/p{number}.csv", f"id,name\n{number},n\n{bad}")
    land.write("crm/a/p9.tsv", "id\tname\n9\tn\n10\n")
    assert land.run() == 0
    assert land.rows("raw_crm.a", "id") == [(str(n),) for n in (0, 1, 2, 3, 4, 9)]
    assert [(row[0], row[3]) for row in land.rejected()] == [
        ("crm/a/p1.csv", "ragged_row"),
        ("crm/a/p3.csv", "ragged_row"),
        ("crm/a/p9.tsv", "ragged_row"),
    ]


@pytest.mark.parametrize("line", ["\\\t", "x", "one field only"])
def test_a_line_without_a_delimiter_does_not_vanish(land: Land, line: str) -> None:
    land.write("crm/a.csv", f"a,b,c\r\n{line}\r\n")
    assert land.run() == 0
    assert land.counts() == {"crm/a.csv": (1, 1)}
    assert land.rejected() == [("crm/a.csv", 1, 2, "ragged_row", line)]


def test_only_samples_of_many_rejected_rows_are_printed(
    land: Land, capsys: pytest.CaptureFixture[str]
) -> None:
    land.write("crm/a.csv", "a,b\n" + "1\n" * 50)
    assert land.run() == 0
    problems = capsys.readouterr().err.splitlines()
    assert len(problems) == 4
    assert "47 more rejected rows" in problems[3]
    assert len(land.rejected()) == 50


def test_the_raw_text_of_a_rejected_row_is_cut(land: Land) -> None:
    land.write("crm/a.csv", "a,b\n" + "x" * 2000 + "\n")
    assert land.run() == 0
    assert len(land.rejected()[0][4]) == 500


@pytest.mark.parametrize(
    ("body", "reason"),
    [('1,"open\n2,b\n3,c\n', "unclosed_quote"), ('1,"open\n2,"b"\n3,c\n', "malformed_quotes")],
)
def test_a_stray_quote_costs_its_own_line_only(land: Land, body: str, reason: str) -> None:
    land.write("crm/a.csv", "id,name\n" + body)
    assert land.run() == 0
    assert land.rows("raw_crm.a", "id, name, _row_number") == [("2", "b", 2), ("3", "c", 3)]
    assert land.rejected() == [("crm/a.csv", 1, 2, reason, '1,"open')]


def test_blank_lines_and_empty_rows_at_the_end_are_no_rows(land: Land) -> None:
    land.write("crm/fast.csv", "a,b\n1,2\n,\n3,4\n,\n,\n\n\n")
    land.write("crm/slow.csv", "a,b\r1,2\r,\r3,4\r\r,\r,\r")
    assert land.run() == 0
    expected = [("1", "2", 1), (None, None, 2), ("3", "4", 3)]
    for table in ("fast", "slow"):
        assert land.rows(f"raw_crm.{table}", "a, b, _row_number") == expected
    assert set(land.counts().values()) == {(3, 0)}


def test_line_ends_and_quotes_inside_values_survive(land: Land) -> None:
    land.write("crm/a.csv", 'a,b\r\n"x\r\ny","say ""hi"", ok"\r\n" ","\ty "\r\n')
    assert land.run() == 0
    assert land.rows("raw_crm.a", "a, b") == [("x\r\ny", 'say "hi", ok'), (" ", "\ty ")]


def test_a_header_may_span_lines_and_stand_below_blank_ones(land: Land) -> None:
    land.write("crm/a.csv", '\n"first\nname",b\n1,2\n')
    land.write("crm/one.csv", 'single\n1\n\n""\n2\n')
    assert land.run() == 0
    assert land.columns("raw_crm.a")[:2] == ["first\nname", "b"]
    assert land.rows("raw_crm.a", "b, _row_number") == [("2", 1)]
    assert land.rows("raw_crm.one", "single, _row_number") == [("1", 1), (None, 2), ("2", 3)]


def test_header_only_gives_an_empty_table_and_an_empty_file_none(
    land: Land, capsys: pytest.CaptureFixture[str]
) -> None:
    land.write("crm/header.csv", "\ufeffa,b\n")
    land.write("crm/nothing.csv", "")
    land.write("crm/blank.csv", "\n\n")
    land.write("crm/nothing.parquet", "")
    land.write("crm/nothing_either.jsonl.gz", gzip.compress(b""))
    assert land.run() == 0
    assert land.landed_tables() == {"raw_crm.header"}
    assert land.columns("raw_crm.header")[:2] == ["a", "b"]
    assert land.rows("raw_crm.header") == []
    assert set(land.counts().values()) == {(0, 0)}
    assert len(land.counts()) == 5
    output = capsys.readouterr()
    assert "crm/nothing.csv:1: the file is empty" in output.err
    assert "raw_crm.blank: 0 rows from 1 file, 0 rejected, empty: no table" in output.out


def random_csv(seed: int) -> str:
    """Sound and unsound records in every kind of quoting."""
    chance = random.Random(seed)
    atoms = ["a", "", "1", " ", '"', '""', ",", "x y", "日本", "\t", ";", "\\", "#", "NULL"]

    def value() -> str:
        text = "".join(chance.choice(atoms) for _ in range(chance.randint(0, 3)))
        kind = chance.random()
        if kind < 0.5:
            return '"' + text.replace('"', '""') + '"'
        if kind < 0.6:
            return '"' + text.replace('"', '""') + '\n"'
        return text if kind > 0.97 else text.replace('"', "").replace(",", "")

    lines = ["h1,h2,h3"]
    for _ in range(chance.randint(0, 6)):
        width = 3 if chance.random() < 0.95 else chance.choice([1, 2, 4])
        lines.append(",".join(value() for _ in range(width)))
    lines += [chance.choice(["", ",,", '"",,', "  "]) for _ in range(chance.choice([0, 0, 1, 2]))]
    text = "\n".join(lines) + chance.choice(["", "\n"])
    return text.replace("\n", "\r\n") if chance.random() < 0.3 else text


def test_fast_and_slow_reading_give_the_same(
    land: Land, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain_count = 0
    for seed in range(120):
        path = land.write(f"crm/t{seed:03}/p.csv", random_csv(seed))
        profile = profile_delimited(path, False, "csv")
        plain_count += profile is not None and profile.is_plain
    assert plain_count > 60

    def never_plain(path: Path, is_gzip: bool, file_format: str) -> Any:
        profile = profile_delimited(path, is_gzip, file_format)
        return profile and dataclasses.replace(profile, is_plain=False)

    found = []
    for name in ("fast", "slow"):
        land.warehouse = tmp_path / f"{name}.duckdb"
        if name == "slow":
            monkeypatch.setattr(landing, "profile_delimited", never_plain)
        assert land.run() == 0
        tables = sorted(land.landed_tables())
        union = " union all ".join(f"select * from {table}" for table in tables)
        content = land.query(f"select * from ({union}) order by _file, _row_number")
        found.append((tables, content, land.counts(), land.rejected()))
    assert found[0] == found[1]
    assert len(found[0][1]) > 100


def test_row_numbers_follow_the_file_over_many_blocks(land: Land) -> None:
    count = 60_000
    lines = "".join(f'{number},"{"text, " * 20}"\n' for number in range(1, count + 1))
    land.write("crm/a.csv", "id,text\n" + lines)
    assert land.run() == 0
    assert land.query("select count(*) from raw_crm.a where _row_number = id::bigint") == [(count,)]


def test_a_file_that_stops_the_fast_reader_is_read_the_slow_way(land: Land) -> None:
    land.write("crm/a/p1.csv", "id,name\n1,a\n2\n")
    path = land.write("crm/a/p2.csv", "id,name\n3,c\n")
    original = landing.sql.read_csv

    def read_csv(source: Path, columns: Any, **options: str) -> str:
        is_victim = source == path and "store_rejects" in options
        return "no_such_function()" if is_victim else original(source, columns, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(landing.sql, "read_csv", read_csv)
        assert land.run() == 0
    assert land.rows("raw_crm.a", "id") == [("1",), ("3",)]
    assert land.counts() == {"crm/a/p1.csv": (2, 1), "crm/a/p2.csv": (1, 0)}
    assert len(land.rejected()) == 1


# JSON Lines


def test_json_lines_keep_numbers_as_spelled_and_nested_values_as_json(land: Land) -> None:
    land.write(
        "crm/deal.jsonl",
        '{"id": 1, "big": 12345678901234567890, "price": 1.10, "e": 1E5, "ok": true}\n'
        '{"id": "２", "new": "", "none": null, "p": {"a": [1.50, "日\\"本", false, null]}}\n',
    )
    assert land.run() == 0
    assert land.columns("raw_crm.deal")[:8] == [
        *("id", "big", "price", "e", "ok", "new", "none", "p")
    ]
    assert land.rows("raw_crm.deal", "* exclude (_source_instance, _file, _batch)") == [
        ("1", "12345678901234567890", "1.10", "1E5", "true", None, None, None, 1),
        ("２", None, None, None, None, "", None, '{"a": [1.50, "日\\"本", false, null]}', 2),
    ]
    nested = land.query("select json_extract_string(p, '$.a[1]') from raw_crm.deal where id = '２'")
    assert nested == [('日"本',)]


def test_json_lines_that_are_no_objects_are_rejected(land: Land) -> None:
    bad = ["[1]", "{bad", '"text"', '{"a": "\\ud800"}']
    content = '{"a": "x\\ny"}\n\n' + "\n".join(bad) + '\n{"a": 2, "A": 3, "b\\n": "q\\nr"}\n'
    land.write("crm/a.jsonl.gz", gzip.compress(codecs.BOM_UTF8 + content.encode()))
    assert land.run() == 0
    assert [(row[1], row[2], row[3]) for row in land.rejected()] == [
        (2, 3, "not_an_object"),
        (3, 4, "invalid_json"),
        (4, 5, "not_an_object"),
        (5, 6, "undecodable_text"),
    ]
    assert land.columns("raw_crm.a")[:3] == ["a", "A__2", "b"]
    assert land.rows("raw_crm.a", "a, A__2, b, _row_number") == [
        ("x\ny", None, None, 1),
        ("2", "3", "q\nr", 6),
    ]
    assert land.counts() == {"crm/a.jsonl.gz": (6, 4)}


# Parquet


def test_parquet_is_viewed_in_place_with_its_types(land: Land) -> None:
    land.write_parquet(
        "web/events/d1/p.parquet", "select 1 as id, {'k': 'v'} as params, 'x' as _file"
    )
    land.write_parquet(
        "web@shop/events.parquet", "select unnest([2, 3]) as id, date '2025-01-01' as d"
    )
    assert land.run() == 0
    kinds = land.query("select view_name from duckdb_views() where schema_name = 'raw_web'")
    assert kinds == [("events",)]
    described = {row[0]: row[1] for row in land.query("describe raw_web.events")}
    assert described["id"] == "INTEGER"
    assert described["params"].startswith("STRUCT")
    assert described["_row_number"] == "BIGINT"
    wanted = "id, params.k, d::varchar, _file__2, _source_instance, _file, _batch, _row_number"
    assert land.rows("raw_web.events", wanted) == [
        (1, "v", None, "x", "main", "web/events/d1/p.parquet", "d1", 1),
        (2, None, "2025-01-01", None, "shop", "web@shop/events.parquet", "events.parquet", 1),
        (3, None, "2025-01-01", None, "shop", "web@shop/events.parquet", "events.parquet", 2),
    ]
    assert land.counts()["web@shop/events.parquet"] == (2, 0)


def test_parts_may_differ_in_the_fields_of_a_struct(land: Land) -> None:
    land.write_parquet("web/a/1.parquet", "select 1 as id, {'k': 'old'} as s")
    land.write_parquet("web/a/2.parquet", "select 2 as id, {'k': 'new', 'deep': {'x': 'y'}} as s")
    assert land.run() == 0
    assert land.rows("raw_web.a", "id, s.k, s.deep.x") == [(1, "old", None), (2, "new", "y")]


def test_parquet_beside_text_becomes_text(land: Land) -> None:
    land.write_parquet(
        "web/a/p.parquet",
        "select 1 as id, {'k': 1} as s, [1, 2] as l, 1.50::decimal(5, 2) as d",
    )
    land.write("web/a/q.csv", "id,k\nx,y\n")
    assert land.run() == 0
    assert {row[1] for row in land.query("describe raw_web.a")} == {"VARCHAR", "BIGINT"}
    assert land.rows("raw_web.a", "id, s, l, d, k, _row_number") == [
        ("1", '{"k":1}', "[1,2]", "1.50", None, 1),
        ("x", None, None, None, "y", 1),
    ]


# The landing as a whole


def test_landing_again_changes_nothing_and_vanished_tables_go(land: Land) -> None:
    land.write("crm/lead.csv", "a,b\n1,2\n3\n")
    gone = [
        land.write("crm/deal.csv", "a,b\n1,2\n"),
        land.write_parquet("web/events.parquet", "select 1 as a"),
        land.write("policy/targets.csv", "a,b\n1,2\n"),
    ]
    assert land.run() == 0
    first = (land.landed_tables(), land.rows("raw_crm.lead", "*"), land.rejected(), land.counts())
    assert land.run() == 0
    again = (land.landed_tables(), land.rows("raw_crm.lead", "*"), land.rejected(), land.counts())
    assert again == first
    for path in gone:
        path.unlink()
    assert land.run() == 0
    assert land.landed_tables() == {"raw_crm.lead"}
    assert list(land.counts()) == ["crm/lead.csv"]
    schemas = land.query("select schema_name from duckdb_schemas() where schema_name like 'raw_%'")
    assert {row[0] for row in schemas} == {"raw_crm", "raw_landing"}


def test_a_table_may_change_between_text_and_parquet(land: Land) -> None:
    text = land.write("web/events.csv", "a,b\n1,2\n")
    assert land.run() == 0
    text.unlink()
    parquet = land.write_parquet("web/events.parquet", "select 5 as a")
    assert land.run() == 0
    assert land.rows("raw_web.events", "a") == [(5,)]
    parquet.unlink()
    land.write("web/events.csv", "a,b\n7,2\n")
    assert land.run() == 0
    assert land.rows("raw_web.events", "a") == [("7",)]


def test_tables_of_others_are_left_alone(land: Land, capsys: pytest.CaptureFixture[str]) -> None:
    land.write("crm/lead.csv", "a,b\n1,2\n")
    assert land.run() == 0
    with duckdb.connect(str(land.warehouse)) as connection:
        connection.execute("create schema raw_mine")
        connection.execute("create table raw_mine.kept as select 1 as a")
        connection.execute("create table raw_crm.deal as select 1 as a")
    assert land.run() == 0
    assert {"raw_mine.kept", "raw_crm.deal"} <= land.landed_tables()
    land.write("crm/deal.csv", "a,b\n1,2\n")
    assert land.run() == 1
    assert "raw_crm.deal already exists" in capsys.readouterr().err
    assert land.query("select a from raw_crm.deal") == [(1,)]


def test_a_failure_in_the_middle_leaves_the_old_state(
    land: Land, monkeypatch: pytest.MonkeyPatch
) -> None:
    land.write("crm/lead.csv", "a,b\n1,2\n")
    assert land.run() == 0
    land.write("crm/lead.csv", "a,b\n9,9\n")
    land.write("crm/other.csv", "a,b\n9,9\n")

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(landing._Landing, "_write_holidays", stop)
        with pytest.raises(KeyboardInterrupt):
            land.run()
    assert land.landed_tables() == {"raw_crm.lead"}
    assert land.rows("raw_crm.lead", "a") == [("1",)]
    assert list(land.counts()) == ["crm/lead.csv"]


def test_a_killed_landing_leaves_the_old_state(land: Land) -> None:
    land.write("crm/lead.csv", "a,b\n1,2\n")
    assert land.run() == 0
    land.write("crm/lead.csv", "a,b\n" + "9,9\n" * 200_000)
    reached = land.warehouse.with_suffix(".reached")
    program = (
        "import pathlib, sys, time\n"
        "from lib import landing\n"
        "def stop(self):\n"
        f"    pathlib.Path({str(reached)!r}).touch()\n"
        "    time.sleep(60)\n"
        "landing._Landing._write_holidays = stop\n"
        f"landing.land(pathlib.Path({str(land.raw)!r}), pathlib.Path({str(land.warehouse)!r}), 'JP')\n"
    )
    scripts = Path(land_raw_data.__file__).parent
    child = subprocess.Popen(
        [sys.executable, "-c", program], env={**os.environ, "PYTHONPATH": str(scripts)}
    )
    try:
        deadline = time.monotonic() + 60
        while not reached.exists() and child.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)
        assert reached.exists()
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert land.rows("raw_crm.lead", "a") == [("1",)]
    assert land.run() == 0
    assert land.query("select count(*) from raw_crm.lead") == [(200_000,)]


def test_an_unreadable_file_stops_the_landing(
    land: Land, capsys: pytest.CaptureFixture[str]
) -> None:
    land.write("crm/lead.csv", "a,b\n1,2\n")
    assert land.run() == 0
    for name, content in (
        ("crm/cut.csv.gz", gzip.compress(b"a,b\n" + os.urandom(9000))[:-900]),
        ("crm/no_gzip.jsonl.gz", b"plain text"),
        ("crm/broken.parquet", b"PAR1 but not really"),
    ):
        path = land.write(name, content)
        assert land.run() == 1
        assert f"{name}:1: the file cannot be read" in capsys.readouterr().err
        assert land.landed_tables() == {"raw_crm.lead"}
        path.unlink()


def test_holidays_are_landed(land: Land) -> None:
    assert land.run() == 0
    wanted = "select holiday_name from raw_landing.holidays where holiday_date = "
    assert land.query(wanted + "date '2025-01-01'") == [("元日",)]
    years = "select min(year(holiday_date)), max(year(holiday_date)) from raw_landing.holidays"
    assert land.query(years) == [(2015, 2035)]
    assert land.run("--country", "US") == 0
    assert land.query(wanted + "date '2025-07-04'") == [("Independence Day",)]


def test_the_report_can_be_read_by_a_machine(
    land: Land, capsys: pytest.CaptureFixture[str]
) -> None:
    land.write("crm/lead.csv", "a,b\n1,2\n3\n")
    assert land.run("--format", "json") == 0
    report = json.loads(capsys.readouterr().out)
    assert report["tables"] == [
        {
            "schema": "raw_crm",
            "table": "lead",
            "kind": "table",
            "file_count": 1,
            "row_count": 1,
            "rejected_count": 1,
        }
    ]
    assert report["notices"][0]["line"] == 3


def test_wrong_use_is_said_in_a_sentence(
    land: Land, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    absent = ["--raw-data-dir", str(tmp_path / "absent"), "--warehouse", str(land.warehouse)]
    assert land_raw_data.main(absent) == 2
    assert "does not exist" in capsys.readouterr().err
    assert land.run("--country", "XQ") == 2
    assert "'XQ'" in capsys.readouterr().err
    assert not land.warehouse.exists()
    land.warehouse.parent.mkdir()
    land.warehouse.write_text("this is no database " * 300)
    assert land.run() == 2
    assert "cannot be opened" in capsys.readouterr().err


def test_a_locked_warehouse_is_wrong_use(land: Land, capsys: pytest.CaptureFixture[str]) -> None:
    assert land.run() == 0
    program = (
        "import duckdb, sys\n"
        f"connection = duckdb.connect({str(land.warehouse)!r})\n"
        "print('open', flush=True)\n"
        "sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        assert land.run() == 2
        holder.communicate()
    assert "cannot be opened for writing" in capsys.readouterr().err


def test_defaults_come_from_the_environment(land: Land, monkeypatch: pytest.MonkeyPatch) -> None:
    land.write("crm/lead.csv", "a,b\n1,2\n")
    monkeypatch.setenv("RAW_DATA_DIR", str(land.raw))
    monkeypatch.setenv("WAREHOUSE_PATH", str(land.warehouse))
    assert land_raw_data.main([]) == 0
    assert land.landed_tables() == {"raw_crm.lead"}


def test_help_says_what_is_read_and_written(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        land_raw_data.main(["--help"])
    assert stop.value.code == 0
    assert "Land the raw files" in capsys.readouterr().out
