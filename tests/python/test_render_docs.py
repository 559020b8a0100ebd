"""Generated pages hold what the seeds and the manifest say, and a stale page is noticed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import render_docs
from lib.docs_pages import glossary, layer_dag

MANIFEST = {
    "metadata": {"project_name": "shop"},
    "nodes": {
        "model.shop.stg": {
            "resource_type": "model",
            "package_name": "shop",
            "original_file_path": "models/staging/crm/base/base_crm__lead.sql",
            "depends_on": {"nodes": ["source.shop.crm.lead"]},
        },
        "model.shop.fct": {
            "resource_type": "model",
            "package_name": "shop",
            "original_file_path": "models/marts/core/fct_leads.sql",
            "depends_on": {"nodes": ["model.shop.stg"]},
        },
    },
    "sources": {
        "source.shop.crm.lead": {
            "resource_type": "source",
            "package_name": "shop",
            "source_name": "crm",
            "original_file_path": "models/staging/crm/_crm__sources.yml",
        }
    },
}


@pytest.fixture
def project(tmp_path: Path) -> list[str]:
    """Arguments for a project with one KPI."""
    catalog = tmp_path / "seeds" / "catalog"
    catalog.mkdir(parents=True)
    (catalog / "kpi_catalog.csv").write_text(
        "kpi_id,name_en,name_ja,family,formula_en,unit\nleads,Leads,リード,kpi_leads,People.,count\n",
        encoding="utf-8",
    )
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps(MANIFEST), encoding="utf-8")
    return ["--project", str(tmp_path), "--manifest", str(manifest)]


def test_pages_are_written_then_current_then_stale(project: list[str], tmp_path: Path) -> None:
    assert render_docs.main([*project, "--check"]) == 1
    assert render_docs.main(project) == 0
    assert render_docs.main([*project, "--check"]) == 0
    page = tmp_path / "docs" / "kpi_glossary.md"
    page.write_text(page.read_text(encoding="utf-8") + "by hand\n", encoding="utf-8")
    assert render_docs.main([*project, "--check"]) == 1


def test_glossary_tells_names_formula_and_cuts() -> None:
    row = {"kpi_id": "leads", "name_en": "Leads", "name_ja": "リード", "family": "kpi_leads"}
    page = glossary(
        [{**row, "formula_en": "People.", "unit": "count"}],
        [{"kpi_id": "leads", "dimension": "channel"}],
    )
    assert "### `leads` Leads / リード" in page
    assert "unit: count; cut by: channel." in page


def test_dag_counts_models_and_draws_folder_edges_once() -> None:
    picture = layer_dag(MANIFEST)
    assert 'core["core (1)"]' in picture
    assert "sources__crm --> staging__crm" in picture
    assert "staging__crm --> core" in picture


def test_missing_manifest_is_wrong_use(tmp_path: Path) -> None:
    assert render_docs.main(["--manifest", str(tmp_path / "none.json")]) == 2
