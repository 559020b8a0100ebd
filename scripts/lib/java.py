"""The Java that Spark runs on. Nothing but Python's own modules here: it is asked before setting up."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

# Spark 3.5 runs on 8, 11 and 17; Iceberg, which the tables are kept in, needs 11.
SUPPORTED = (17, 11)
HOW_TO = (
    "Install Java 17 (Debian, Ubuntu, WSL: sudo apt install openjdk-17-jre-headless; "
    "macOS: brew install openjdk@17), and if another Java is there as well, name it: "
    "JAVA_HOME=/path/to/java17 make build-spark"
)
_VERSION = re.compile(r'version "(?:1\.)?(\d+)')


class JavaProblem(Exception):
    """Spark cannot run on this machine as it is; the text says what to install."""


def find_java(environ: Mapping[str, str]) -> str:
    """The java that Spark would start: of JAVA_HOME, else of the PATH."""
    home = environ.get("JAVA_HOME")
    if home:
        java = Path(home) / "bin" / "java"
        if not os.access(java, os.X_OK):
            raise JavaProblem(f"JAVA_HOME is {home}, which holds no bin/java.\n{HOW_TO}")
        return str(java)
    found = shutil.which("java", path=environ.get("PATH"))
    if found is None:
        raise JavaProblem(f"Spark needs Java 17 or 11, and there is none here.\n{HOW_TO}")
    return found


def major_version(told: str) -> int | None:
    """17 of `openjdk version "17.0.15"`, 8 of `java version "1.8.0_392"`."""
    found = _VERSION.search(told)
    return int(found.group(1)) if found else None


def require_java(environ: Mapping[str, str]) -> str:
    """The java to use; JavaProblem where there is none that Spark 3.5 runs on."""
    java = find_java(environ)
    try:
        told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False)
    except OSError as error:
        raise JavaProblem(f"{java} cannot be started: {error}\n{HOW_TO}") from error
    text = told.stderr + told.stdout
    version = major_version(text)
    if told.returncode or version is None:
        # What macOS has in the place of a Java that was never installed says so, and fails.
        first = next(iter(text.strip().splitlines()), f"it ended with {told.returncode}")
        raise JavaProblem(f"{java} is no Java that runs: {first}\n{HOW_TO}")
    if version not in SUPPORTED:
        raise JavaProblem(f"Spark 3.5 runs on Java 17 or 11; {java} is Java {version}.\n{HOW_TO}")
    return java
