"""What all tests of the commands share."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def project_root() -> Path:
    """The folder of the project under test."""
    return Path(__file__).resolve().parents[2]
