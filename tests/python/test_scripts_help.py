"""Every command says what it does, and refuses what it does not know."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = sorted((Path(__file__).resolve().parents[2] / "scripts").glob("*.py"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_script_answers_help_with_its_docstring(script: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(script), "--help"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Example" in done.stdout


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_script_refuses_an_unknown_option_with_2(script: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(script), "--no-such-option"], capture_output=True, check=False
    )
    assert done.returncode == 2


def test_each_script_has_its_line_in_the_readme() -> None:
    readme = (SCRIPTS[0].parent / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in SCRIPTS if path.name not in readme] == []
