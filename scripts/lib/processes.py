"""Run a step as a child process, follow its lines, and know what it cost."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PR_SET_PDEATHSIG = 1
LineHandler = Callable[[str], None]


@dataclass(frozen=True)
class StepCost:
    """Exit code, wall time and peak memory of one step."""

    name: str
    exit_code: int
    seconds: float
    peak_mb: float


def peak_megabytes(ru_maxrss: int) -> float:
    """ru_maxrss counts kilobytes on Linux and bytes on macOS."""
    return ru_maxrss / (1 << 20) if sys.platform == "darwin" else ru_maxrss / 1024


def die_with_parent() -> None:
    """Ask Linux to end this child when its parent is killed outright; others end it by themselves."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def run_step(
    name: str,
    command: Sequence[str],
    *,
    cwd: Path,
    environ: Mapping[str, str],
    on_line: LineHandler,
) -> StepCost:
    """Run a command, hand every line of its output on, and end it when we are ended."""
    started = time.monotonic()
    process = subprocess.Popen(
        list(command),
        cwd=cwd,
        env=dict(environ),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        preexec_fn=die_with_parent,
    )
    try:
        if process.stdout is not None:
            for line in process.stdout:
                on_line(line.rstrip("\n"))
        # wait4 instead of wait(): it alone tells the child's own peak memory.
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    finally:
        if process.returncode is None:
            process.terminate()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()
    seconds = time.monotonic() - started
    return StepCost(name, process.returncode, seconds, peak_megabytes(usage.ru_maxrss))


def own_peak_megabytes() -> float:
    """Peak memory of this very process so far."""
    return peak_megabytes(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
