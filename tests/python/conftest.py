"""What all tests of the commands share; where several processes run the tests, they share it too."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from filelock import FileLock
from warehouses import Warehouse, generate_demo

# The longest first, so that no process is left alone with one in the end; those that wait for the demo
# warehouse of the first come late enough.
LONGEST = (
    *("test_demo_truth", "test_missing_tables", "test_incremental_events", "test_systems"),
    *("test_user_messages", "test_ads_samples", "test_nights", "test_planted_faults"),
    *("test_incremental_emails", "test_hubspot_samples", "test_ga4_samples"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files in order of their length, where it is known; within a file as written."""
    order = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(item.path.stem, len(order)))


@pytest.fixture(scope="session")
def project_root() -> Path:
    """The folder of the project under test."""
    return Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder of this test run; the same one for every process that runs a part of it."""
    own = tmp_path_factory.getbasetemp()
    folder = (own if worker_id == "master" else own.parent) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session", autouse=True)
def parsed_projects(shared_folder: Path) -> None:
    """Where runs of dbt leave the parsed project for each other; new for every test run."""
    folder = shared_folder / "parsed_projects"
    folder.mkdir(exist_ok=True)
    os.environ["PARSED_PROJECTS"] = str(folder)


@pytest.fixture(scope="session")
def demo_data(shared_folder: Path) -> Path:
    """Demo data of a tenth of the full size."""
    folder = shared_folder / "demo"
    with FileLock(shared_folder / "demo.lock"):
        if not (folder / ".demo_data").exists():
            generate_demo(folder, scale="0.1")
    return folder


@pytest.fixture(scope="session")
def demo_warehouse(shared_folder: Path, demo_data: Path) -> Warehouse:
    """The demo landed and built once, with every test of the dbt project, unit tests included."""
    warehouse = Warehouse(shared_folder / "demo_warehouse", demo_data)
    finished, failed = (warehouse.folder / name for name in ("finished", "failed"))
    with FileLock(shared_folder / "demo_warehouse.lock"):
        if failed.exists():
            raise AssertionError("the demo warehouse could not be built: see the first such error")
        if not finished.exists():
            warehouse.folder.mkdir()
            failed.touch()
            warehouse.land()
            warehouse.dbt("build")
            failed.rename(finished)
    return warehouse
