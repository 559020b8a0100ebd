"""The project's conventions as checks over dbt's manifest and the files: what one is, and how it is told.

Each check is a function from a Project to findings; CHECKS lists them all. They live in three modules:
who may read whom, what a model says about itself, and how files lie.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

_BLANKED = re.compile(r"'(?:[^']|'')*'|\"[^\"\n]*\"|--[^\n]*|\{#.*?#\}|/\*.*?\*/", re.DOTALL)


@dataclass(frozen=True, order=True)
class Finding:
    """One broken convention, at its place, with the way out."""

    path: str
    line: int
    check: str
    message: str
    fix: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message} — {self.fix} [{self.check}]"


@dataclass(frozen=True)
class Model:
    """What the checks need of a model."""

    unique_id: str
    name: str
    path: str
    layer: str
    folder: str
    raw_code: str
    description: str
    yml_path: str
    columns: dict[str, dict[str, Any]]
    has_contract: bool
    reads: tuple[str, ...]

    @cached_property
    def code(self) -> str:
        """The SQL with comments and quoted text blanked out, line by line."""
        return blank_quotes_and_comments(self.raw_code)


def blank_quotes_and_comments(sql: str) -> str:
    """Words in comments and literals are free; line numbers stay."""
    return _BLANKED.sub(lambda found: "''" + "\n" * found.group().count("\n"), sql)


def layer_of(path: str) -> str:
    """The layer that a model's folder says it belongs to."""
    parts = Path(path).parts
    if parts[:2] == ("models", "staging"):
        return "base" if "base" in parts[2:-1] else "staging"
    if parts[:2] == ("models", "marts"):
        return parts[2] if len(parts) > 3 else "marts"
    return parts[1] if parts[0] == "models" and len(parts) > 2 else parts[0]


def folder_of(path: str) -> str:
    """The folder below the layer: a system, a concept or an audience."""
    parts = Path(path).parts
    depth = 3 if parts[:2] == ("models", "marts") else 2
    return parts[depth] if len(parts) > depth + 1 else ""


@dataclass(frozen=True)
class Project:
    """A parsed project: its manifest and the folder it lies in."""

    root: Path
    manifest: dict[str, Any]

    @cached_property
    def package(self) -> str:
        """The project's own name; dbt's built-in macros belong to others."""
        return str(self.manifest["metadata"]["project_name"])

    @cached_property
    def nodes(self) -> dict[str, dict[str, Any]]:
        """Models, seeds, snapshots, tests, and sources by unique id."""
        return {**self.manifest["nodes"], **self.manifest["sources"]}

    @cached_property
    def models(self) -> list[Model]:
        """The enabled models, by path."""
        found = [self._model(node) for node in self._own("model")]
        return sorted(found, key=lambda model: model.path)

    def _own(self, resource_type: str) -> Iterator[dict[str, Any]]:
        for node in self.manifest["nodes"].values():
            if node["resource_type"] == resource_type and node["package_name"] == self.package:
                yield node

    def _model(self, node: dict[str, Any]) -> Model:
        path = node["original_file_path"]
        return Model(
            unique_id=node["unique_id"],
            name=node["name"],
            path=path,
            layer=layer_of(path),
            folder=folder_of(path),
            raw_code=node["raw_code"],
            description=node["description"],
            yml_path=(node.get("patch_path") or "").split("://")[-1],
            columns=node["columns"],
            has_contract=bool(node["config"].get("contract", {}).get("enforced")),
            reads=tuple(node["depends_on"]["nodes"]),
        )

    def tests(self, name: str) -> Iterator[dict[str, Any]]:
        """The generic tests of one kind."""
        for node in self._own("test"):
            if (node.get("test_metadata") or {}).get("name") == name:
                yield node

    def line_of(self, path: str, pattern: str) -> int:
        """The first line of a file that matches; 1 where there is none."""
        file = self.root / path
        if path and file.is_file():
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
                if re.search(pattern, line):
                    return number
        return 1

    def column_line(self, model: Model, column: str) -> int:
        """Where the yml declares a column."""
        return self.line_of(model.yml_path, rf"name: ['\"]?{re.escape(column)}\b")


Check = Callable[[Project], Iterator[Finding]]


def read_project(manifest: Path, root: Path) -> Project:
    """Load a manifest that `dbt parse` wrote."""
    return Project(root=root, manifest=json.loads(manifest.read_text(encoding="utf-8")))


def run_checks(project: Project, checks: dict[str, Check]) -> list[Finding]:
    """Every finding of every check, in order of place."""
    return sorted(finding for check in checks.values() for finding in check(project))
