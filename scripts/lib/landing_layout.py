"""What lies in a raw-data folder: which file belongs to which system, instance, table and batch.

Names decide everything here and nothing is opened, so that the rules can be tested without data.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

OVERLAYS = ("policy", "mapping")
IGNORED_FOLDERS = ("truth",)
RESERVED_SYSTEMS = ("landing",)
MAIN_INSTANCE = "main"

_FILE_NAME = re.compile(
    r"^(?P<stem>.+?)\.(?P<format>csv|tsv|jsonl|parquet)(?P<gzip>\.gz)?$", re.IGNORECASE
)


_SHARD = re.compile(r"(?P<table>.*[^\W_])_(?P<day>(?:19|20)\d{6})")


@dataclass(frozen=True)
class RawFile:
    """One landed file and what its place in the folder says about it."""

    path: Path
    relative: str
    system: str
    instance: str
    table: str
    batch: str
    file_format: str
    is_gzip: bool

    @property
    def is_overlay(self) -> bool:
        """Policy and mapping files are small tables of people's decisions, without instances."""
        return self.system in OVERLAYS


@dataclass(frozen=True)
class Notice:
    """Something a person should know: where, what, and how to fix it."""

    path: str
    line: int
    message: str
    fix: str

    def __str__(self) -> str:
        """The one-line form used on stderr."""
        return f"{self.path}:{self.line}: {self.message} — {self.fix}"


@dataclass
class Layout:
    """Everything found under a raw-data folder, in a stable order."""

    files: list[RawFile] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def tables(self) -> dict[tuple[str, str], list[RawFile]]:
        """Files by (system, table); instances and parts of one table come together."""
        grouped: dict[tuple[str, str], list[RawFile]] = {}
        for file in self.files:
            grouped.setdefault((file.system, file.table), []).append(file)
        return dict(sorted(grouped.items()))


def snake_name(text: str) -> str:
    """`OpportunityHistory`, `Opportunity History` and `opportunity-history` name the same table."""
    words = re.sub(r"^\W+|\W+$", "", text.strip())
    words = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", words)
    words = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", words)
    return re.sub(r"\W+", "_", words).lower()


def split_shard(name: str) -> tuple[str, str | None]:
    """`events_20260901` is the shard of 1 September of `events`; other names are no shard."""
    match = _SHARD.fullmatch(name)
    if match is None:
        return name, None
    try:
        datetime.strptime(match["day"], "%Y%m%d")
    except ValueError:
        return name, None
    return match["table"], match["day"]


def split_system(folder: str) -> tuple[str, str]:
    """`salesforce@japan` is the instance `japan` of `salesforce`; without `@` it is `main`."""
    system, _, instance = folder.partition("@")
    return snake_name(system), instance.strip() or MAIN_INSTANCE


def discover(root: Path) -> Layout:
    """List every file that will be landed; say what inside a system folder will not be."""
    layout = Layout()
    for folder in sorted(root.iterdir()):
        if folder.name.startswith(".") or folder.name in IGNORED_FOLDERS or not folder.is_dir():
            continue
        system, instance = split_system(folder.name)
        if (
            system in RESERVED_SYSTEMS
            or (system in OVERLAYS and folder.name != system)
            or not system
        ):
            layout.notices.append(
                Notice(
                    folder.name, 0, "this folder name is reserved and was not landed", "rename it"
                )
            )
            continue
        for entry in _visible(folder):
            if entry.is_dir():
                for part in _files_below(entry):
                    _add(layout, root, part, system, instance, entry)
            else:
                _add(layout, root, entry, system, instance, None)
    layout.files.sort(key=lambda file: (file.system, file.table, file.relative))
    return layout


def _add(
    layout: Layout, root: Path, path: Path, system: str, instance: str, folder: Path | None
) -> None:
    relative = path.relative_to(root).as_posix()
    match = _FILE_NAME.match(path.name)
    if match is None or (match["gzip"] and match["format"].lower() == "parquet"):
        layout.notices.append(
            Notice(
                relative,
                0,
                "not landed: unknown file type",
                "save it as csv, tsv, jsonl or parquet",
            )
        )
        return
    table, day = snake_name(folder.name if folder else match["stem"]), None
    if system not in OVERLAYS:
        table, day = split_shard(table)
    below = path.parent.relative_to(folder).as_posix() if folder else "."
    layout.files.append(
        RawFile(
            path=path,
            relative=relative,
            system=system,
            instance=instance,
            table=table,
            batch=day or (path.name if below == "." else below),
            file_format=match["format"].lower(),
            is_gzip=bool(match["gzip"]),
        )
    )


def _visible(folder: Path) -> list[Path]:
    """Entries but those that tools hide or leave as markers (`.crc`, `_SUCCESS`)."""
    return [
        entry
        for entry in sorted(folder.iterdir())
        if not entry.name.startswith(".") and entry.name != "_SUCCESS"
    ]


def _files_below(folder: Path) -> list[Path]:
    found: list[Path] = []
    for entry in _visible(folder):
        found.extend(_files_below(entry) if entry.is_dir() else [entry])
    return found
