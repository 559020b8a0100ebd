"""docs/correctness.md names tests; each of them exists."""

from __future__ import annotations

import json
import re
from pathlib import Path

from warehouses import Warehouse


def test_every_named_test_exists(project_root: Path, demo_warehouse: Warehouse) -> None:
    manifest = json.loads((demo_warehouse.folder / "target" / "manifest.json").read_text())
    known = {
        node["name"]
        for kind in ("nodes", "unit_tests")
        for node in manifest[kind].values()
        if node["resource_type"] in ("test", "unit_test")
    }
    for path in (project_root / "tests" / "python").glob("test_*.py"):
        known |= set(re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE))
    page = (project_root / "docs" / "correctness.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if re.match(r"\| [A-F]\d", line)]
    named = {
        name
        for row in rows
        for name in re.findall(r"`(\w+)`", row)
        if not row.startswith(("| F2", "| E3", "| E4", "| E24"))
    }
    assert len(named) > 80
    assert named - known == set()
