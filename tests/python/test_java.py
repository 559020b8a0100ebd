"""Spark's Java is asked for before anything is set up, and what is missing is said in plain words."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from lib.java import JavaProblem, major_version, require_java

CHECK = Path(__file__).resolve().parents[2] / "scripts" / "check_java.py"


def stand_in_java(folder: Path, told: str, exit_code: int = 0) -> Path:
    """A program that answers -version like a Java of that version."""
    java = folder / "bin" / "java"
    java.parent.mkdir(parents=True)
    java.write_text(f"#!/bin/sh\necho '{told}' >&2\nexit {exit_code}\n", encoding="utf-8")
    java.chmod(0o755)
    return java


@pytest.mark.parametrize(
    ("told", "version"),
    [
        ('openjdk version "17.0.15" 2025-04-15', 17),
        ('openjdk version "11.0.27" 2025-04-15', 11),
        ('java version "1.8.0_392"', 8),
        ('openjdk version "21" 2023-09-19', 21),
        ("The operation couldn't be completed.", None),
    ],
)
def test_version_is_read_as_every_java_tells_it(told: str, version: int | None) -> None:
    assert major_version(told) == version


@pytest.mark.parametrize("version", ["17.0.15", "11.0.27"])
def test_supported_java_is_taken_from_java_home_before_the_path(
    tmp_path: Path, version: str
) -> None:
    wanted = stand_in_java(tmp_path / "home", f'openjdk version "{version}"')
    other = stand_in_java(tmp_path / "other", 'openjdk version "21.0.1"')
    environ = {"JAVA_HOME": str(tmp_path / "home"), "PATH": str(other.parent)}
    assert require_java(environ) == str(wanted)


@pytest.mark.parametrize(("version", "told"), [("21.0.1", "Java 21"), ("1.8.0_392", "Java 8")])
def test_other_java_is_named_with_what_to_install(tmp_path: Path, version: str, told: str) -> None:
    java = stand_in_java(tmp_path, f'openjdk version "{version}"')
    with pytest.raises(JavaProblem, match=f"(?s)17 or 11; {java} is {told}.*apt install"):
        require_java({"PATH": str(java.parent)})


def test_missing_java_is_named_with_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(JavaProblem, match=r"(?s)none here.*apt install openjdk-17"):
        require_java({"PATH": str(tmp_path)})


def test_java_home_without_java_is_named(tmp_path: Path) -> None:
    with pytest.raises(JavaProblem, match=r"JAVA_HOME is .* holds no bin/java"):
        require_java({"JAVA_HOME": str(tmp_path), "PATH": os.environ["PATH"]})


def test_program_in_the_place_of_java_is_no_java(tmp_path: Path) -> None:
    java = stand_in_java(tmp_path, "Unable to locate a Java Runtime.", exit_code=1)
    with pytest.raises(JavaProblem, match="no Java that runs: Unable to locate"):
        require_java({"PATH": str(java.parent)})


def test_check_needs_no_package_and_ends_with_1_without_java(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-S", str(CHECK)],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Spark needs Java 17 or 11" in done.stderr
    assert "Traceback" not in done.stderr
