"""Transfer and content encodings of an HTTP body, undone leniently and within bounds."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field

import brotli
from isal import isal_zlib

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

IsalError: type[Exception] = isal_zlib.error  # type: ignore[assignment]  # its stub says that the class is an instance
MAX_BODY_BYTES = 32 * 1024 * 1024
_STEP = 64 * 1024
_PIECE = 256 * 1024  # decoded: a page in one or two
_SMALL_PIECE = 4096  # what an error costs of what is before it
_MAX_MEMBERS = 10_000
_MAX_ENCODINGS = 4
_ZSTD_WINDOW_LOG = 27  # 128 MiB, what browsers and curl accept is less
_CHUNK_LINE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\n]*)?\r?\n")
_LINE_END = re.compile(rb"\r?\n")
_ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"


class TooLargeError(ValueError):
    """The decoded body would pass `MAX_BODY_BYTES`."""


@dataclass(slots=True)
class Decoded:
    """Bytes after an encoding was undone, and the names of the leniencies that it took."""

    data: bytes
    leniencies: list[str] = field(default_factory=list)


def dechunk(raw: bytes) -> Decoded:
    """The payload of a chunked body. Leniencies: `not_chunked` (says chunked and is not: the bytes as they are),
    `chunks_cut` (no last chunk), `chunks_broken` (bytes that are no chunk in mid-body; they are kept as data),
    `data_after_last_chunk` (dropped, as a client does)."""
    chunks: list[bytes] = []
    at = 0
    while line := _CHUNK_LINE.match(raw, at):
        size, start = int(line[1], 16), line.end()
        if size == 0:
            return Decoded(b"".join(chunks), _after_last_chunk(raw, start))
        if start + size >= len(raw):
            chunks.append(raw[start : start + size])
            return Decoded(b"".join(chunks), ["chunks_cut"])
        end = _LINE_END.match(raw, start + size)
        if end is None:
            break
        chunks.append(raw[start : start + size])
        at = end.end()
    if at == 0:
        return Decoded(raw, ["not_chunked"] if raw else [])
    if at >= len(raw):
        return Decoded(b"".join(chunks), ["chunks_cut"])
    return Decoded(b"".join([*chunks, raw[at:]]), ["chunks_broken"])


def _after_last_chunk(raw: bytes, at: int) -> list[str]:
    while at < len(raw):
        end = _LINE_END.search(raw, at)
        if end is None:
            return []
        if end.start() == at:  # the blank line that ends the trailers
            return ["data_after_last_chunk"] if end.end() < len(raw) else []
        at = end.end()
    return []


def decode_content(payload: bytes, encodings: list[str], limit: int = MAX_BODY_BYTES) -> Decoded:
    """`payload` free of `encodings` (in the order in which they were applied).

    Leniencies: `not_<encoding>` (says so and is not: the bytes as they are), `<encoding>_cut`, `<encoding>_broken`
    (what was decoded up to there is kept), `encoding_unknown`. Raises TooLargeError past `limit` bytes.
    """
    data, leniencies = payload, list[str]()
    if len(encodings) > _MAX_ENCODINGS:
        return Decoded(payload, ["encoding_unknown"])
    for name in reversed(encodings):
        name = name.removeprefix("x-")
        if name in ("identity", "none", "utf-8", "") or not data:
            continue
        if name not in _DECODERS:
            leniencies.append("encoding_unknown")
            break
        step = _run(name, data, limit)
        data = step.data
        leniencies += step.leniencies
    return Decoded(data, leniencies)


def _run(name: str, data: bytes, limit: int, step: int = _PIECE) -> Decoded:
    if not _looks_like(name, data):
        return Decoded(data, [f"not_{name}"])
    pieces: list[bytes] = []
    size = 0
    try:
        for piece in _DECODERS[name](data, step):
            size += len(piece)
            if size > limit:
                raise TooLargeError(f"more than {limit} bytes after {name}")
            pieces.append(piece)
    except EOFError:
        return Decoded(b"".join(pieces), [f"{name}_cut"])
    except (IsalError, brotli.error, zstd.ZstdError):
        if step > _SMALL_PIECE:
            return _run(name, data, limit, _SMALL_PIECE)
        if not pieces:
            return Decoded(data, [f"not_{name}"])
        return Decoded(b"".join(pieces), [f"{name}_broken"])
    return Decoded(b"".join(pieces))


def _looks_like(name: str, data: bytes) -> bool:
    if name == "gzip":
        return data[:2] == b"\x1f\x8b"
    if name == "zstd":
        return data[:4] == _ZSTD_MAGIC or (data[1:4] == b"\x2a\x4d\x18" and data[0] & 0xF0 == 0x50)
    return True


def _unzlib(data: bytes, at: int, wbits: int, step: int) -> Generator[bytes, None, int]:
    """The stream that begins at byte `at`, in pieces; returns where it ends. It is fed through a window: what is left of a
    long payload, or of one of thousands of tiny members, would be copied with each piece."""
    decoder = isal_zlib.decompressobj(wbits)
    while not decoder.eof:
        window = data[at : at + _STEP]
        piece = decoder.decompress(window, step)
        # At the end `unconsumed_tail` may repeat what `unused_data` has.
        at += len(window) - len(decoder.unused_data if decoder.eof else decoder.unconsumed_tail)
        if piece:
            yield piece
        elif not window and not decoder.eof:
            raise EOFError
    return at


def _gunzip(data: bytes, step: int) -> Iterator[bytes]:
    at = 0
    for _ in range(_MAX_MEMBERS):
        at = yield from _unzlib(data, at, isal_zlib.MAX_WBITS | 16, step)
        if data[at : at + 2] != b"\x1f\x8b":  # padding after the last member is no data
            return
    raise IsalError(f"more than {_MAX_MEMBERS} members")


def _inflate(data: bytes, step: int) -> Iterator[bytes]:
    # Servers send `deflate` with and without the zlib wrapper; its first two bytes tell.
    wrapped = len(data) > 1 and data[0] & 0x0F == 8 and (data[0] << 8 | data[1]) % 31 == 0
    yield from _unzlib(data, 0, isal_zlib.MAX_WBITS if wrapped else -isal_zlib.MAX_WBITS, step)


def _unbrotli(data: bytes, step: int) -> Iterator[bytes]:
    decoder = brotli.Decompressor()
    piece = decoder.process(data, output_buffer_limit=step)
    while True:
        if piece:
            yield piece
        if decoder.is_finished():
            return
        if not piece:
            raise EOFError
        piece = decoder.process(b"", output_buffer_limit=step)


def _unzstd(data: bytes, step: int) -> Iterator[bytes]:
    at = 0
    for _ in range(_MAX_MEMBERS):
        decoder = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: _ZSTD_WINDOW_LOG})
        while not decoder.eof:
            window = data[at : at + _STEP] if decoder.needs_input else b""
            piece = decoder.decompress(window, step)
            at += len(window) - len(decoder.unused_data)
            if piece:
                yield piece
            elif not window and decoder.needs_input and not decoder.eof:
                raise EOFError
        if at >= len(data):
            return
    raise zstd.ZstdError(f"more than {_MAX_MEMBERS} frames")


_DECODERS: dict[str, Callable[[bytes, int], Iterator[bytes]]] = {
    "gzip": _gunzip,
    "deflate": _inflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
