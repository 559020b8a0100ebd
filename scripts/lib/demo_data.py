"""The demo data that stands in where the user has given no folder of their own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from lib.settings import DEMO_MARKER, PROJECT, Settings, WrongUse


def ensure_raw_data(settings: Settings, project: Path = PROJECT) -> bool:
    """Make the demo where it is wanted and absent; True when it was made now."""
    folder = settings.raw_data_dir
    if not settings.is_default_raw_data:
        if not folder.is_dir():
            raise WrongUse(f"RAW_DATA_DIR names no folder: {folder}")
        return False
    if (folder / DEMO_MARKER).is_file():
        return False
    command = [
        sys.executable,
        str(project / "scripts" / "generate_demo_data.py"),
        "--out",
        str(folder),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise WrongUse(f"The demo data could not be made in {folder}:\n{done.stderr.strip()}")
    return True
