"""The folder of releases: one writer at a time, readers never see a half-written file.

work/<run_id>/warehouse.duckdb    being built; thrown away after a crash
releases/<run_id>/                warehouse.duckdb, marts.duckdb, parquet/; never written again
current -> releases/<run_id>      the only path that readers open
publish.lock                      held for the length of a run
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

KEPT_RELEASES = 3
WAREHOUSE = "warehouse.duckdb"
MARTS = "marts.duckdb"


class ReleaseProblem(Exception):
    """Publishing cannot go on; the text says why."""


def new_run_id() -> str:
    """Sorts by time; the ending keeps two runs of one second apart."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"


@contextmanager
def publish_lock(
    root: Path, command: str = "build", variable: str = "PUBLISH_DIR"
) -> Iterator[None]:
    """Hold the folder's lock; the kernel lets it go when the process ends, however it ends."""
    root.mkdir(parents=True, exist_ok=True)
    with (root / "publish.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ReleaseProblem(
                f"Another {command} is running in {root}. Wait for it, or give another {variable}."
            ) from error
        yield


def current_release(root: Path) -> Path | None:
    """The release that readers see; None before the first."""
    link = root / "current"
    return link.resolve() if link.is_symlink() and link.exists() else None


def start_work(root: Path, run_id: str, *, full_refresh: bool = False) -> Path:
    """A clean work folder with the last release's warehouse copied forward."""
    shutil.rmtree(root / "work", ignore_errors=True)
    work = root / "work" / run_id
    if (root / "releases" / run_id).exists():
        raise ReleaseProblem(f"There is a release {run_id} already in {root}.")
    work.mkdir(parents=True)
    base = current_release(root)
    if base and not full_refresh and (base / WAREHOUSE).exists():
        # Opened with 0600 before a byte is copied: it holds personal data.
        target = os.open(work / WAREHOUSE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with (base / WAREHOUSE).open("rb") as source, os.fdopen(target, "wb") as copy:
            shutil.copyfileobj(source, copy, 1 << 22)
    return work


def sync(path: Path) -> None:
    """Force a file or folder to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def publish(root: Path, work: Path) -> Path:
    """Move a finished work folder among the releases and point readers at it, in one step each."""
    if (work / f"{WAREHOUSE}.wal").exists():
        raise ReleaseProblem("The warehouse was not closed: a write-ahead log is left behind.")
    (work / WAREHOUSE).chmod(0o600)
    for path in sorted(work.rglob("*")):
        sync(path)
    release = root / "releases" / work.name
    release.parent.mkdir(exist_ok=True)
    work.rename(release)
    sync(release.parent)
    point_current_to(root, release)
    return release


def point_current_to(root: Path, release: Path) -> None:
    """Flip the symlink: a rename over it, so that there is no moment without one."""
    fresh = root / ".current.new"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(Path("releases") / release.name)
    fresh.replace(root / "current")
    sync(root)


def prune(root: Path, keep: int = KEPT_RELEASES) -> list[str]:
    """Remove all but the newest releases; the current one stays even after a rollback."""
    current = current_release(root)
    releases = sorted(path for path in (root / "releases").iterdir() if path.is_dir())
    removed = [path for path in releases[:-keep] if current is None or path.name != current.name]
    for path in removed:
        shutil.rmtree(path)
    return [path.name for path in removed]
