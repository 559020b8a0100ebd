"""Write landed files so that the same rows always give the same bytes."""

import csv
import gzip
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

Row = Sequence[object]
Record = Mapping[str, object]


def columns(text: str) -> tuple[str, ...]:
    """Read a header from one comma-separated line, which is easier to compare with a contract."""
    return tuple(name.strip() for name in text.split(","))


def to_csv_text(header: Sequence[str], rows: Iterable[Row]) -> str:
    """Format rows as CSV; nothing is written for None."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([["" if value is None else value for value in row] for row in rows])
    return buffer.getvalue()


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Row]) -> None:
    """Write a CSV file, compressed where the name ends in ``.gz``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = to_csv_text(header, rows).encode()
    if path.suffix == ".gz":
        # Time and file name stay out of the archive: they would change the bytes.
        buffer = io.BytesIO()
        with gzip.GzipFile(
            filename="", fileobj=buffer, mode="wb", compresslevel=4, mtime=0
        ) as archive:
            archive.write(data)
        data = buffer.getvalue()
    path.write_bytes(data)


def write_records(path: Path, header: Sequence[str], records: Iterable[Record]) -> None:
    """Write rows given by column name; a column that a row leaves out is empty."""
    known = set(header)
    rows: list[Row] = []
    for record in records:
        if not record.keys() <= known:
            raise KeyError(f"{path.name} has no column {sorted(record.keys() - known)}")
        rows.append([record.get(name) for name in header])
    write_csv(path, header, rows)


def write_parts(folder: Path, header: Sequence[str], parts: Sequence[Iterable[Row]]) -> None:
    """Write one table as a folder of numbered CSV parts."""
    for number, rows in enumerate(parts, start=1):
        write_csv(folder / f"part_{number:04d}.csv", header, rows)


def write_jsonl(path: Path, rows: Iterable[dict[str, object]]) -> None:
    """Write JSON Lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
    path.write_text("".join(lines), encoding="utf-8", newline="")


def boolean(value: bool) -> str:
    """Spell a boolean the way most exports do."""
    return "true" if value else "false"
