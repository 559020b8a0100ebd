"""What all tests of the commands share."""

from __future__ import annotations

from pathlib import Path

import pytest
from warehouses import Warehouse, generate_demo


@pytest.fixture(scope="session")
def project_root() -> Path:
    """The folder of the project under test."""
    return Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Demo data of a tenth of the full size."""
    return generate_demo(tmp_path_factory.mktemp("demo") / "raw", scale="0.1")


@pytest.fixture(scope="session")
def demo_warehouse(tmp_path_factory: pytest.TempPathFactory, demo_data: Path) -> Warehouse:
    """The demo landed and built once, with every test of the dbt project, unit tests included."""
    warehouse = Warehouse(tmp_path_factory.mktemp("demo_warehouse"), demo_data)
    warehouse.land()
    warehouse.dbt("build")
    return warehouse
