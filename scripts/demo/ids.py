"""Record ids as the vendors spell them."""

import hashlib
from itertools import pairwise

BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
CHECK = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def with_checksum(short_id: str) -> str:
    """Extend a 15-character Salesforce id to its 18-character form.

    The last three characters say which of the first fifteen are upper case, so that
    systems which ignore case still tell two records apart.
    """
    suffix = ""
    for start in (0, 5, 10):
        bits = 0
        for offset, letter in enumerate(short_id[start : start + 5]):
            if letter.isascii() and letter.isupper():
                bits |= 1 << offset
        suffix += CHECK[bits]
    return short_id + suffix


class SalesforceIds:
    """Number records per object; neighbouring ids may differ by letter case alone."""

    def __init__(self) -> None:
        self._next: dict[str, int] = {}

    def new(self, prefix: str) -> str:
        """Give the next id of an object, by its three-character key prefix."""
        number = self._next.get(prefix, 1000)
        self._next[prefix] = number + 1
        digits = ""
        for _ in range(8):
            digits = BASE62[number % 62] + digits
            number //= 62
        return with_checksum(f"{prefix}5g{'00'}{digits}")


class Counter:
    """Number the simulation's own entities: ``P000001`` and so on."""

    def __init__(self) -> None:
        self._next: dict[str, int] = {}

    def new(self, prefix: str, width: int = 6) -> str:
        """Give the next id with a prefix."""
        number = self._next.get(prefix, 0) + 1
        self._next[prefix] = number
        return f"{prefix}{number:0{width}d}"


HUBSPOT_STARTS = {
    "contact": 151_000_000_000,
    "company": 21_000_000_000,
    "deal": 33_000_000_000,
    "owner": 76_000_000,
    "email": 810_000_000,
}


def hubspot_id(kind: str, number: int) -> str:
    """Give the numeric id of a HubSpot object."""
    return str(HUBSPOT_STARTS[kind] + number * 17)


def stable_uuid(text: str) -> str:
    """Give an id in the form of a UUID that depends on the text alone."""
    digits = stable_id(text, 32)
    cuts = (0, 8, 12, 16, 20, 32)
    return "-".join(digits[first:last] for first, last in pairwise(cuts))


def stable_id(text: str, length: int = 16) -> str:
    """Give a hexadecimal id that depends on the text alone."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()[:length]


def stable_number(text: str, below: int) -> int:
    """Give a number from 0 that depends on the text alone."""
    return int(stable_id(text), 16) % below
