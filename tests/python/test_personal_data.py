"""No address, name or IP of the landed data leaves the warehouse, and a missing hash key is said once."""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb
import pytest
from lib.marts_export import export_marts
from lib.privacy import check_hash_key
from warehouses import Warehouse

EMAIL_COLUMN = re.compile(r"e-?mail(address|_address)?$|^recipient$", re.IGNORECASE)
FIRST_NAME, LAST_NAME = re.compile(r"first_?name$", re.I), re.compile(r"last_?name$", re.I)
IP_COLUMN = re.compile(r"(^|_)ip(_?address)?$", re.IGNORECASE)
OUR_HASH = re.compile(r"[0-9a-f]{32}")


def landed_rows(folder: Path) -> Iterator[dict[str, object]]:
    """Every row of the landed CSV and JSON Lines files, the truth about them left out."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or "truth" in path.parts:
            continue
        opener = gzip.open if path.suffix == ".gz" else open
        name = path.name.removesuffix(".gz")
        if name.endswith((".csv", ".tsv")):
            with opener(path, "rt", encoding="utf-8", errors="replace", newline="") as file:
                yield from csv.DictReader(file, delimiter="\t" if name.endswith("tsv") else ",")
        elif name.endswith(".jsonl"):
            with opener(path, "rt", encoding="utf-8", errors="replace") as file:
                yield from (json.loads(line) for line in file if line.strip())


def personal_values(rows: Iterable[dict[str, object]]) -> dict[str, set[str]]:
    """Addresses, full names in every order that people write, and IPs, as landed and as compared."""
    found: dict[str, set[str]] = {"email": set(), "name": set(), "ip": set()}
    for row in rows:
        texts = {
            str(key): str(value).strip() for key, value in row.items() if key is not None and value
        }
        first = next((text for key, text in texts.items() if FIRST_NAME.search(key)), "")
        last = next((text for key, text in texts.items() if LAST_NAME.search(key)), "")
        if first and last:
            for pair in ((first, last), (last, first)):
                found["name"] |= {gap.join(pair) for gap in (" ", "　", "")}
        for key, text in texts.items():
            if EMAIL_COLUMN.search(key) and "@" in text:
                found["email"] |= {text, text.lower()}
            if IP_COLUMN.search(key) and re.fullmatch(r"[0-9a-fA-F.:]{7,}", text):
                found["ip"].add(text)
    return found


def published_texts(marts: Path) -> str:
    """Every text that a release holds, our own hashes left out, one a line."""
    lines: set[str] = set()
    with duckdb.connect(str(marts), read_only=True) as con:
        columns = con.execute(
            "select schema_name, table_name, column_name from duckdb_columns()"
            " where not internal and data_type = 'VARCHAR'"
        ).fetchall()
        for schema, table, column in columns:
            texts = con.execute(
                f'select distinct "{column}" from "{schema}"."{table}" where "{column}" is not null'
            ).fetchall()
            lines.update(text for (text,) in texts if not OUR_HASH.fullmatch(text))
    return "\n".join(sorted(lines))


@pytest.fixture(scope="module")
def personal(demo_data: Path) -> dict[str, set[str]]:
    return personal_values(landed_rows(demo_data))


@pytest.fixture(scope="module")
def marts(demo_warehouse: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The marts of the demo as a release holds them."""
    folder = tmp_path_factory.mktemp("published")
    manifest = json.loads((demo_warehouse.folder / "target" / "manifest.json").read_text())
    export_marts(demo_warehouse.path, folder / "marts.duckdb", folder / "parquet", manifest)
    return folder / "marts.duckdb"


def test_landed_demo_holds_addresses_and_names_to_look_for(personal: dict[str, set[str]]) -> None:
    assert len(personal["email"]) > 100
    assert len(personal["name"]) > 100


def test_no_landed_address_name_or_ip_is_published(
    marts: Path, personal: dict[str, set[str]]
) -> None:
    texts = published_texts(marts)
    assert len(texts) > 1000
    folded = texts.lower()
    leaked = {value for value in personal["email"] | personal["ip"] if value.lower() in folded}
    leaked |= {name for name in personal["name"] if name in texts}
    assert sorted(leaked)[:5] == []


def test_what_looks_like_an_address_is_not_published(marts: Path) -> None:
    """Cut addresses, such as t***@d***.co.jp, are what the audit shows of them."""
    found = re.findall(r"[^\s@<>]+@[^\s@<>]+\.[a-z]{2,}", published_texts(marts))
    assert [text for text in found if not re.search(r"\*\*\*@.?\*\*\*\.", text)][:5] == []


def test_a_planted_address_and_name_are_found(tmp_path: Path) -> None:
    landed = tmp_path / "raw" / "generic" / "ma_people.csv"
    landed.parent.mkdir(parents=True)
    landed.write_text("email,first_name,last_name\nAiko@Aoba.jp,愛子,青葉\n", encoding="utf-8")
    with duckdb.connect(str(tmp_path / "marts.duckdb")) as con:
        con.execute("create schema core")
        con.execute(
            "create table core.fct_x as select 'asked by aiko@aoba.jp, 青葉　愛子' as note, 1 as n"
        )
    found = personal_values(landed_rows(tmp_path / "raw"))
    texts = published_texts(tmp_path / "marts.duckdb")
    assert any(value in texts for value in found["email"])
    assert any(value in texts for value in found["name"])


@pytest.mark.parametrize(
    ("environ", "said"), [({}, 1), ({"HASH_KEY": " "}, 1), ({"HASH_KEY": "k"}, 0)]
)
def test_a_missing_hash_key_is_said(environ: dict[str, str], said: int) -> None:
    notes = list(check_hash_key(environ))
    assert len(notes) == said
    assert all("HASH_KEY" in str(note) and "demo key" in str(note) for note in notes)
