"""Whether the hashes of personal data can be guessed: said once by the commands that build or examine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lib.notes import WARNING, Note


def check_hash_key(environ: Mapping[str, str]) -> Iterator[Note]:
    """Without a key of one's own, whoever has this project can hash a list of addresses and compare."""
    if not environ.get("HASH_KEY", "").strip():
        message = "is not set: addresses and ids are hashed with the project's public demo key"
        fix = "set it to a secret text, and keep it: another key gives other hashes"
        yield Note("settings", WARNING, "HASH_KEY", message, fix)
