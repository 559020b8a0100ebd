"""Set up a Python environment of the project from its lock.

requirements.lock is the project's own, requirements-spark.lock what `make build-spark` runs on.

Needs nothing but Python 3.11 or newer with its venv module, and the package index. uv, taken from
that index into a small environment of its own (.tools), does the work; where that fails, pip does.
Reads a lock (with --lock: writes both locks from their .in files); writes .venv and .tools.

Example: python3 scripts/setup_environment.py --venv .venv
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
UV = "uv==0.13.8"
OLDEST = (3, 11)
NEWER_PYTHONS = ("python3.13", "python3.12", "python3.11")
# In this order: the second takes its versions from the first.
LOCKS = ("requirements", "requirements-spark")


class SetupProblem(Exception):
    """Something the user has to provide, in plain words."""


def find_python() -> str:
    """This interpreter, or a newer one on the PATH where this one is too old for dbt."""
    if sys.version_info >= OLDEST:
        return sys.executable
    probe = f"import sys; sys.exit(sys.version_info < {OLDEST})"
    for name in NEWER_PYTHONS:
        path = shutil.which(name)
        if path and subprocess.run([path, "-c", probe], check=False).returncode == 0:
            return path
    found = ".".join(str(part) for part in sys.version_info[:3])
    raise SetupProblem(
        f"Python 3.11 or newer is needed; {sys.executable} is {found}.\n"
        "Install one (for example python3.12) and name it: make PYTHON=/path/to/python3.12"
    )


def require_venv(python: str) -> None:
    """Debian and Ubuntu ship Python without the part that makes environments."""
    if subprocess.run([python, "-c", "import ensurepip, venv"], capture_output=True).returncode:
        raise SetupProblem(
            f"{python} cannot make virtual environments: its venv module is missing.\n"
            "On Debian, Ubuntu and WSL: sudo apt install python3-venv (or python3.11-venv), "
            "then run the command again."
        )


def run(command: Sequence[str]) -> None:
    """Run a step; its own output explains a failure."""
    subprocess.run(command, check=True)


def find_uv(python: str, tools: Path) -> str | None:
    """uv in an environment of its own; None where the index does not have it."""
    uv = tools / "bin" / "uv"
    if uv.exists():
        return str(uv)
    try:
        run([python, "-m", "venv", "--clear", str(tools)])
        run([str(tools / "bin" / "pip"), "--disable-pip-version-check", "-q", "install", UV])
    except subprocess.CalledProcessError:
        print("uv is not to be had here; going on with pip.", file=sys.stderr)
        return None
    return str(uv)


def install(python: str, venv: Path, tools: Path, lock: Path) -> None:
    """A fresh environment with exactly what the lock names, bytecode included."""
    uv = find_uv(python, tools)
    venv_python = str(venv / "bin" / "python")
    if uv:
        try:
            run([uv, "venv", "-q", "--clear", "-p", python, str(venv)])
            # The machine's own certificates: a company's proxy is known there and nowhere else.
            options = ["-q", "--require-hashes", "--compile-bytecode", "--system-certs"]
            run([uv, "pip", "sync", *options, "-p", venv_python, str(lock)])
            return
        except subprocess.CalledProcessError:
            print("uv could not install the lock; going on with pip.", file=sys.stderr)
    run([python, "-m", "venv", "--clear", str(venv)])
    options = ["--disable-pip-version-check", "-q", "--require-hashes", "--no-deps"]
    run([venv_python, "-m", "pip", "install", *options, "-r", str(lock)])


def write_lock(python: str, tools: Path) -> None:
    """Resolve what is required for every supported Python, with hashes."""
    uv = find_uv(python, tools)
    if uv is None:
        raise SetupProblem("Writing the lock needs uv, which could not be installed.")
    # Without --no-strip-extras the lock names packages that pip then refuses in hash mode.
    options = ["--universal", "--python-version", "3.11", "--generate-hashes"]
    options += ["--no-strip-extras", "--no-header", "-q"]
    for name in LOCKS:
        run([uv, "pip", "compile", *options, f"{name}.in", "-o", f"{name}.lock"])


def main(argv: list[str] | None = None) -> int:
    """Set up, or write the lock; 0 done, 1 not possible here."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--venv", type=Path, default=Path(".venv"), help="environment to make")
    parser.add_argument(
        "--requirements",
        type=Path,
        default=Path("requirements.lock"),
        help="lock to set up from (default: requirements.lock)",
    )
    parser.add_argument("--lock", action="store_true", help="write the locks instead")
    args = parser.parse_args(argv)
    os.chdir(PROJECT)
    tools = Path(".tools")
    try:
        python = find_python()
        require_venv(python)
        if args.lock:
            write_lock(python, tools)
            return 0
        print(f"Setting up {args.venv} from {args.requirements} (once, about half a minute) ...")
        install(python, args.venv, tools, args.requirements)
        (args.venv / ".ok").touch()
    except SetupProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as failure:
        print(
            f"Setting up stopped: {failure.cmd[0]} ended with {failure.returncode}; its message "
            "is above. Is the package index reachable?",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
