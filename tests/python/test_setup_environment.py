"""Setting up says in plain words what the machine lacks."""

from __future__ import annotations

from pathlib import Path

import pytest
import setup_environment


def test_python_without_its_venv_module_is_told_what_to_install(tmp_path: Path) -> None:
    python = tmp_path / "python3"
    python.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    python.chmod(0o755)
    with pytest.raises(setup_environment.SetupProblem, match="apt install python3-venv"):
        setup_environment.require_venv(str(python))


def test_old_python_without_a_newer_one_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup_environment.sys, "version_info", (3, 9, 6))
    monkeypatch.setattr(setup_environment.shutil, "which", lambda name: None)
    with pytest.raises(setup_environment.SetupProblem, match=r"3\.11 or newer is needed.*3\.9\.6"):
        setup_environment.find_python()


def test_newer_python_on_the_path_stands_in_for_an_old_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    python = tmp_path / "python3.12"
    python.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    python.chmod(0o755)
    monkeypatch.setattr(setup_environment.sys, "version_info", (3, 9, 6))
    monkeypatch.setattr(
        setup_environment.shutil,
        "which",
        lambda name: str(python) if name == "python3.12" else None,
    )
    assert setup_environment.find_python() == str(python)
