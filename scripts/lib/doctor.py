"""What a landing folder holds and what it lacks, judged before anything is built.

Pure judgement over facts that the command gathers: each finding is a Note in plain words.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lib.doctor_knowledge import COLUMN_NEEDS, NEEDS
from lib.landing_faults import check_empty_files, check_landing_notices, nothing_landed
from lib.mending import REJECTION_FIXES, kind_of, mend_key, mend_value, place
from lib.notes import INFO, WARNING, Note, count, has_errors, some

SECTIONS = (
    *("systems", "settings", "tables", "missing", "kpis", "files", "rows", "values", "money"),
    "unread",
)


@dataclass(frozen=True)
class LandedTable:
    """A declared source table and what of it landed, as the dbt project sees it."""

    system: str
    table: str
    schema: str
    is_found: bool
    row_count: int
    keyless_count: int
    key_count: int
    key: tuple[str, ...]
    columns: tuple[Mapping[str, Any], ...]
    uncast: Mapping[str, int]
    ports: tuple[str, ...] = ()
    # The first few rows behind the counts: {kind, column, file, row, value}.
    samples: tuple[Mapping[str, Any], ...] = ()

    @property
    def name(self) -> str:
        """The table as the project calls it."""
        return f"{self.system}.{self.table}"

    @property
    def missing(self) -> list[str]:
        """Declared columns that did not land."""
        return [str(column["name"]) for column in self.columns if not column["landed"]]

    def column(self, name: str) -> Mapping[str, Any] | None:
        """A declared column, whether it landed or not."""
        return next((column for column in self.columns if column["name"] == name), None)


@dataclass
class Facts:
    """Everything the doctor looked at."""

    enabled: Sequence[str]
    known_systems: Sequence[str]
    tables: Sequence[LandedTable]
    files: Sequence[Mapping[str, Any]] = ()
    rejected: Sequence[Mapping[str, Any]] = ()
    stamps: Mapping[str, str] = field(default_factory=dict)
    unmapped: Sequence[Mapping[str, Any]] = ()
    currencies: Mapping[str, set[str]] = field(default_factory=dict)
    rated: set[str] = field(default_factory=set)
    reporting_currency: str = "JPY"
    overlays: Mapping[str, set[str]] = field(default_factory=dict)
    seeds: Mapping[str, set[str]] = field(default_factory=dict)
    kpis: frozenset[str] = frozenset()
    # The landing folder's own folders, what the landing said, and faults in the user's settings files.
    folders: Sequence[str] = ()
    notices: Sequence[str] = ()
    settings: Sequence[Note] = ()


def suggestion(name: str, known: Iterable[str]) -> str:
    """A hint at what a name was probably meant to be."""
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.9)
    return f"did you mean {close[0]}?" if close else ""


def examine(facts: Facts) -> list[Note]:
    """All findings, in the order in which people need them."""
    checks = (
        *(check_systems, check_tables, check_missing, check_kpis, check_files, check_rejected),
        *(check_rows, check_values, check_money, check_unread),
    )
    return [*facts.settings, *(note for check in checks for note in check(facts))]


def can_build(notes: Iterable[Note]) -> bool:
    """A build makes sense unless something grave was found."""
    return not has_errors(notes)


def check_systems(facts: Facts) -> Iterator[Note]:
    """Which enabled systems landed anything at all."""
    usable = 0
    for system in facts.enabled:
        own = [table for table in facts.tables if table.system == system]
        found = [table for table in own if table.is_found]
        usable += bool(found)
        rows = sum(table.row_count for table in found)
        message = f"{len(found)} of {count(len(own), 'table')}, {count(rows, 'row')}"
        level = INFO if found else WARNING
        fix = "" if found else f"land files under {system}/, or leave it out of the var systems"
        yield Note("systems", level, system, message, fix)
    if not usable:
        yield nothing_landed(facts.enabled, facts.folders, facts.known_systems)


def check_tables(facts: Facts) -> Iterator[Note]:
    """What landed, and how fresh it is."""
    newest: dict[tuple[str, str], str] = {}
    number: dict[tuple[str, str], int] = {}
    for file in facts.files:
        key = (file["source_system"], file["table_name"])
        newest[key] = max(newest.get(key, ""), str(file["file_modified_at"])[:10])
        number[key] = number.get(key, 0) + 1
    for table in facts.tables:
        if not table.is_found:
            continue
        key = (table.system, table.table)
        message = count(table.row_count, "row")
        if key in newest:
            message += f" from {count(number[key], 'file')}, newest file {newest[key]}"
        if table.name in facts.stamps:
            message += f", loaded up to {facts.stamps[table.name][:10]}"
        yield Note("tables", INFO, table.name, message)


def check_missing(facts: Facts) -> Iterator[Note]:
    """Declared tables and columns that did not land."""
    for system in facts.enabled:
        own = [table for table in facts.tables if table.system == system]
        absent = [table.table for table in own if not table.is_found]
        if absent and len(absent) < len(own):
            yield Note("missing", INFO, system, "tables not landed: " + ", ".join(absent))
    for table in facts.tables:
        if not table.is_found or not table.missing:
            continue
        lost = [name for name in table.key if name in table.missing]
        if lost:
            message = f"the key {', '.join(lost)} did not land: none of its rows can be used"
            yield Note("missing", WARNING, table.name, message, mend_key(table.name, lost))
        others = [name for name in table.missing if name not in lost and name not in OWN_COLUMNS]
        if others:
            yield Note("missing", INFO, table.name, "columns not landed: " + ", ".join(others))


OWN_COLUMNS = ("source_system", "source_instance", "is_deleted")


def check_kpis(facts: Facts) -> Iterator[Note]:
    """What the gaps cost; with nothing landed at all, everything, which needs no list."""
    if not any(table.is_found for table in facts.tables):
        return
    served = {port for table in facts.tables if table.is_found for port in table.ports}
    for need in NEEDS:
        if served.isdisjoint(need.ports):
            fix = "land a table for it, if these figures are wanted"
            yield Note("kpis", WARNING, " or ".join(need.ports), cost(need.kpis, facts), fix)
    for (port, names), kpis in COLUMN_NEEDS.items():
        declared = [
            (f"{table.name}.{name}", column)
            for table in facts.tables
            if table.is_found and port in table.ports
            for name in names.split(" or ")
            if (column := table.column(name)) is not None
        ]
        if declared and not any(column["landed"] for _, column in declared):
            subject = declared[0][0]
            fix = f"export it, or name it: column_overrides: {{{subject}: <your column>}}"
            yield Note("kpis", WARNING, subject, cost(kpis, facts), fix)


def cost(kpis: Sequence[str], facts: Facts) -> str:
    """The KPIs that stay empty, as far as the catalog has them."""
    known = [kpi for kpi in kpis if not facts.kpis or kpi in facts.kpis or " " in kpi]
    return "missing, so these stay empty or incomplete: " + ", ".join(known)


def check_rejected(facts: Facts) -> Iterator[Note]:
    """Rows that the landing could not keep, by file and reason."""
    for row in facts.rejected:
        fix = REJECTION_FIXES.get(row["reason"], "repair the row and land again")
        where = f"{row['file']}:{row['line_number'] or 1}"
        message = (
            f"{count(row['row_count'], 'row')} rejected ({row['reason']}), the first here: left out"
        )
        yield Note("rows", WARNING, where, message, fix)


def check_rows(facts: Facts) -> Iterator[Note]:
    """Rows without a key, and keys that came more than once."""
    for table in facts.tables:
        key = ", ".join(table.key)
        if table.keyless_count and not any(name in table.missing for name in table.key):
            message = f"{count(table.keyless_count, 'row')} without {key}: left out"
            message += first_place(table, "keyless")
            yield Note("rows", WARNING, table.name, message, "fill the key in the source")
        repeated = table.row_count - table.keyless_count - table.key_count
        if table.key and table.key_count and repeated > 0:
            message = (
                f"{count(repeated, 'row')} with a {key} seen before: the newest of each counts"
            )
            yield Note("rows", INFO, table.name, message + first_place(table, "repeated"))


def first_place(table: LandedTable, kind: str) -> str:
    """Where the first row of a kind stands, and its key if it has one."""
    for sample in table.samples:
        if sample["kind"] == kind:
            value = f" ({sample['value']})" if sample["value"] else ""
            return f"; the first is {place(sample['file'], sample['row'])}{value}"
    return ""


def check_files(facts: Facts) -> Iterator[Note]:
    """Files without a row, and what the landing passed over."""
    yield from check_empty_files(facts.files)
    yield from check_landing_notices(facts.notices)


def check_values(facts: Facts) -> Iterator[Note]:
    """Values of the wrong type, and words that no mapping knows."""
    for table in facts.tables:
        for column, number in table.uncast.items():
            declared = table.column(column)
            kind = str(declared["data_type"]) if declared else ""
            message = (
                f"{count(number, 'value')} cannot be read as {kind_of(kind)}: empty in all figures"
            )
            yield Note("values", WARNING, f"{table.name}.{column}", message)
            for sample in table.samples:
                if sample["kind"] == "uncast" and sample["column"] == column:
                    where = f"  {place(sample['file'], sample['row'])}, {column}"
                    fix = mend_value(sample["value"], kind, table.system)
                    yield Note("values", INFO, where, repr(sample["value"]), fix)
    for row in facts.unmapped:
        words = some([f"{word!r} ({number:,})" for word, number in row["words"]])
        fix = f"add rows to RAW_DATA_DIR/mapping/{row['mapping']}.csv"
        yield Note("values", WARNING, row["subject"], f"no mapping knows: {words}", fix)


def check_money(facts: Facts) -> Iterator[Note]:
    """Currencies that nothing converts."""
    for currency, tables in sorted(facts.currencies.items()):
        if currency != facts.reporting_currency and currency not in facts.rated:
            message = f"no rate to {facts.reporting_currency}, yet it is used in "
            message += ", ".join(sorted(tables))
            fix = "land generic/finance_fx_rates with it; until then these amounts are empty"
            yield Note("money", WARNING, currency, message, fix)


def check_unread(facts: Facts) -> Iterator[Note]:
    """Folders, tables and overlay files that nothing reads, most often for a typing slip."""
    declared = {(table.system, table.table) for table in facts.tables}
    landed = {(file["source_system"], file["table_name"]) for file in facts.files}
    for system in sorted({system for system, _ in landed}):
        if system in facts.enabled or system in ("policy", "mapping"):
            continue
        if system in facts.known_systems:
            fix = "add it to the var systems"
            yield Note("unread", WARNING, system, "the system landed but is not enabled", fix)
        else:
            fix = suggestion(system, facts.known_systems) or "see models/staging/ for known systems"
            yield Note("unread", WARNING, system, "no system of this name is known", fix)
    for system, table in sorted(landed - declared):
        if system in facts.enabled:
            known = [name for owner, name in declared if owner == system]
            fix = suggestion(table, known) or f"known tables: {', '.join(sorted(known)[:12])}"
            yield Note("unread", WARNING, f"{system}.{table}", "nothing reads this table", fix)
    for folder, names in facts.overlays.items():
        for name in sorted(names - facts.seeds.get(folder, set())):
            fix = suggestion(name, facts.seeds.get(folder, ())) or f"see seeds/{folder}/ for names"
            yield Note(
                "unread", WARNING, f"{folder}/{name}", "no seed of this name is replaced", fix
            )


HEADINGS = {
    "systems": "Systems",
    "settings": "Your own settings",
    "tables": "What landed",
    "missing": "What did not land",
    "kpis": "What that costs",
    "files": "Files",
    "rows": "Rows (file:5 is line 5; row numbers count from below the header)",
    "values": "Values",
    "money": "Currencies",
    "unread": "Landed, but read by nothing",
}


def render_text(notes: Sequence[Note]) -> str:
    """The findings in plain words, a section at a time."""
    lines: list[str] = []
    for section in SECTIONS:
        own = [note for note in notes if note.section == section]
        if not own:
            continue
        lines += ["", HEADINGS[section]]
        lines += [str(note) for note in own]
    warnings = sum(note.level == WARNING for note in notes)
    verdict = "A build can run" if can_build(notes) else "A build cannot run (see x)"
    lines += ["", f"{verdict}; {count(warnings, 'thing')} to look at."]
    return "\n".join(lines).lstrip("\n")
