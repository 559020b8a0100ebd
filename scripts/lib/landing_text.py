"""How a text file is written: encoding, delimiter, header, and whether it is plain enough to trust.

One pass over the bytes counts what the later proof needs. Only files that are not UTF-8 are read
again, to find out which Japanese encoding they are in.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO, TextIO

CHUNK_BYTES = 1 << 22
MAX_RECORD_CHARS = 16_000_000
CLEARLY_NOT_UTF8 = 10_000
METADATA_COLUMNS = ("_source_instance", "_file", "_batch", "_row_number")

_ASCII_LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
_HALF_WIDTH_KANA = re.compile("[\uff61-\uff9f]")
_ESCAPED_BYTE = re.compile("[\udc80-\udcff]")
# Blanks between a delimiter and a quote: readers disagree about whether they belong to the value.
_DELIMITERS = (b",", b";", b"\t")
_BLANK_BY_QUOTE = (
    *(mark + b' "' for mark in (*_DELIMITERS, b"\n", b" ")),
    *(b'" ' + mark for mark in (*_DELIMITERS, b"\n", b"\r", b" ")),
)
_BLANK_BY_EMPTY = re.compile(rb' ""[,;\t\r\n]')


@dataclass(frozen=True)
class Encoding:
    """The encoding a file is read with; `is_lossy` means that some lines do not decode."""

    label: str
    codec: str
    is_lossy: bool = False

    @property
    def errors(self) -> str:
        """Undecodable bytes stay visible as lone surrogates, so that their rows can be found."""
        return "surrogateescape" if self.is_lossy else "strict"


@dataclass(frozen=True)
class ByteCounts:
    """What one pass over the bytes of a file found."""

    size: int
    is_utf8: bool
    newlines: int
    line_count: int
    carriage_returns: int
    crlf: int
    quotes: int
    nulls: int
    delimiters: dict[str, int]
    has_blank_by_quote: bool
    bom: str | None


@dataclass(frozen=True)
class TextProfile:
    """All that has to be known before a delimited file is read.

    `body_mark_count` is the number of delimiters and lines after the header: each either ends a
    field or a row, or stands inside a value. A reader that drops or forgives something cannot
    make this sum come out.
    """

    encoding: Encoding
    delimiter: str
    header: tuple[str, ...]
    is_plain: bool
    has_quotes: bool
    newline: str
    body_mark_count: int


def open_bytes(path: Path, is_gzip: bool) -> IO[bytes]:
    """The file's content, decompressed."""
    if is_gzip:
        return io.BufferedReader(gzip.open(path, "rb"))
    return path.open("rb")


def open_text(path: Path, is_gzip: bool, encoding: Encoding) -> TextIO:
    """The file's content as text with its line ends as they are."""
    return io.TextIOWrapper(
        open_bytes(path, is_gzip), encoding=encoding.codec, errors=encoding.errors, newline=""
    )


def chunks(path: Path, is_gzip: bool) -> Iterator[bytes]:
    """Big pieces that end at a line end where there is one, so that no pattern is cut in two."""
    with open_bytes(path, is_gzip) as handle:
        while piece := handle.read(CHUNK_BYTES):
            yield piece + handle.readline(CHUNK_BYTES)


def count_bytes(path: Path, is_gzip: bool) -> ByteCounts:
    """Read the file once and count what decides how it can be read."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    size = newlines = returns = crlf = quotes = nulls = 0
    delimiters = dict.fromkeys(",\t;", 0)
    is_utf8, has_blank, bom = True, False, None
    piece = b""
    for piece in chunks(path, is_gzip):
        if size == 0:
            bom = _bom(piece)
        size += len(piece)
        if is_utf8 and not piece.isascii():
            is_utf8 = _decodes_on(decoder, piece)
        newlines += piece.count(b"\n")
        found = piece.count(b"\r")
        if found:
            returns += found
            crlf += piece.count(b"\r\n")
        nulls += piece.count(b"\0")
        for delimiter in delimiters:
            delimiters[delimiter] += piece.count(delimiter.encode())
        found = piece.count(b'"')
        if found:
            quotes += found
            has_blank = has_blank or _has_blank_by_quote(piece)
    is_utf8 = is_utf8 and _decodes_on(decoder, b"", final=True)
    # Blank lines at the end are no lines; a last line need not have an end.
    line_count = newlines - piece[len(piece.rstrip(b"\r\n")) :].count(b"\n") + 1
    return ByteCounts(
        size,
        is_utf8,
        newlines,
        line_count,
        returns,
        crlf,
        quotes,
        nulls,
        delimiters,
        has_blank,
        bom,
    )


def _decodes_on(decoder: codecs.IncrementalDecoder, piece: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(piece, final)
    except UnicodeDecodeError:
        return False
    return True


def _has_blank_by_quote(piece: bytes) -> bool:
    if b' "' not in piece and b'" ' not in piece:
        return False
    if _BLANK_BY_EMPTY.search(piece):
        return True
    fields = piece.replace(b'""', b"")
    if b' "' not in fields and b'" ' not in fields:
        return False
    return any(hint in fields for hint in _BLANK_BY_QUOTE)


def _bom(start: bytes) -> str | None:
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return None


def detect_encoding(path: Path, is_gzip: bool, counts: ByteCounts) -> Encoding:
    """UTF-8 if it fits, then UTF-16 by its mark, then the two Japanese encodings.

    Any EUC-JP text also "decodes" as CP932, into half-width katakana; and a UTF-8 file with one bad
    byte may too. So UTF-8 with few faults stays UTF-8, and half-width katakana lose against EUC-JP.
    """
    if counts.is_utf8:
        return Encoding("utf-8", counts.bom or "utf-8")
    if counts.bom == "utf-16" and _decodes(path, is_gzip, "utf-16"):
        return Encoding("utf-16", "utf-16")
    lossy = Encoding("utf-8", "utf-8-sig", is_lossy=True)
    if counts.bom == "utf-8-sig" or _is_mostly_utf8(path, is_gzip):
        return lossy
    is_cp932 = _decodes(path, is_gzip, "cp932")
    if _decodes(path, is_gzip, "euc_jp") and not (
        is_cp932 and not _has_half_width_kana(path, is_gzip)
    ):
        return Encoding("euc-jp", "euc_jp")
    return Encoding("cp932", "cp932") if is_cp932 else lossy


def _decoded(path: Path, is_gzip: bool, codec: str, errors: str = "strict") -> Iterator[str]:
    with io.TextIOWrapper(
        open_bytes(path, is_gzip), encoding=codec, errors=errors, newline=""
    ) as handle:
        while piece := handle.read(CHUNK_BYTES):
            yield piece


def _decodes(path: Path, is_gzip: bool, codec: str) -> bool:
    try:
        for _ in _decoded(path, is_gzip, codec):
            pass
    except UnicodeError:
        return False
    return True


def _is_mostly_utf8(path: Path, is_gzip: bool) -> bool:
    good = bad = 0
    for piece in _decoded(path, is_gzip, "utf-8", "surrogateescape"):
        if not piece.isascii():
            faults = len(_ESCAPED_BYTE.findall(piece))
            bad += faults
            good += len(re.findall(r"[^\x00-\x7f]", piece)) - faults
            if bad > CLEARLY_NOT_UTF8 and good <= 10 * bad:
                return False
    return good > 10 * bad


def _has_half_width_kana(path: Path, is_gzip: bool) -> bool:
    return any(_HALF_WIDTH_KANA.search(piece) for piece in _decoded(path, is_gzip, "cp932"))


def has_undecodable(text: str) -> bool:
    """Whether a text holds bytes that its encoding does not know."""
    return bool(_ESCAPED_BYTE.search(text))


def column_names(
    spelled: list[str] | tuple[str, ...], reserved: tuple[str, ...] = METADATA_COLUMNS
) -> tuple[str, ...]:
    """Headers as spelled; a blank one gets a name, and one met before (in any case) a number."""
    taken = {name.translate(_ASCII_LOWER) for name in reserved}
    wanted = {text.strip().translate(_ASCII_LOWER) for text in spelled}
    names: list[str] = []
    for position, text in enumerate(spelled, start=1):
        base = text.strip() or f"column_{position}"
        name, copy = base, 1
        while name.translate(_ASCII_LOWER) in taken or (
            copy > 1 and name.translate(_ASCII_LOWER) in wanted
        ):
            copy += 1
            name = f"{base}__{copy}"
        taken.add(name.translate(_ASCII_LOWER))
        names.append(name)
    return tuple(names)


def same_column(name: str) -> str:
    """The form in which DuckDB compares column names."""
    return name.translate(_ASCII_LOWER)


def choose_delimiter(file_format: str, header_line: str) -> str:
    """By extension; a `.csv` whose header has no comma may use tabs or semicolons instead."""
    if file_format == "tsv":
        return "\t"
    tabs, semicolons = header_line.count("\t"), header_line.count(";")
    if "," in header_line or not (tabs or semicolons):
        return ","
    return "\t" if tabs >= semicolons else ";"


def profile_delimited(path: Path, is_gzip: bool, file_format: str) -> TextProfile | None:
    """Profile a CSV or TSV file; None if it has no header line at all."""
    counts = count_bytes(path, is_gzip)
    encoding = detect_encoding(path, is_gzip, counts)
    with open_text(path, is_gzip, encoding) as handle:
        first = handle.readline(MAX_RECORD_CHARS)
        start = first
        while start and not start.strip():
            start = handle.readline(MAX_RECORD_CHARS)
        if not start:
            return None
        delimiter = choose_delimiter(file_format, start)
        header, is_one_line = _read_header(start, handle, delimiter)
    mark = delimiter.encode()
    is_plain = (
        counts.is_utf8
        and first == start
        and is_one_line
        and len(header) > 1
        and counts.nulls == 0
        and counts.quotes % 2 == 0
        and counts.carriage_returns == counts.crlf
        and counts.crlf in (0, counts.newlines)
        and not counts.has_blank_by_quote
    )
    return TextProfile(
        encoding=encoding,
        delimiter=delimiter,
        header=column_names([_printable(name) for name in header]),
        is_plain=is_plain,
        has_quotes=counts.quotes > 0,
        newline="\\r\\n" if counts.crlf else "\\n",
        body_mark_count=counts.delimiters[delimiter]
        - start.encode(errors="replace").count(mark)
        + counts.line_count
        - 1,
    )


def _read_header(start: str, rest: TextIO, delimiter: str) -> tuple[list[str], bool]:
    """The header's fields, and whether they stood on one line; an unclosed quote ends with it."""
    csv.field_size_limit(MAX_RECORD_CHARS)
    alone = next(csv.reader([start], delimiter=delimiter))
    try:
        header = next(csv.reader(chain([start], rest), delimiter=delimiter, strict=True))
    except csv.Error:
        return alone, False
    return header, header == alone


def _printable(text: str) -> str:
    return _ESCAPED_BYTE.sub("\ufffd", text)
