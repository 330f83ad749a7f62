"""A response of the demo station and its bytes on the wire."""

from __future__ import annotations

from dataclasses import dataclass

CHUNK = 700


@dataclass(frozen=True, slots=True)
class Response:
    """Status, headers in order and as spelled, and a body that is already content-encoded.

    A chunked response gives no length; `extension` follows the first chunk's size and `trailers` the last chunk.
    """

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""
    chunked: bool = False
    extension: str = ""
    trailers: tuple[tuple[str, str], ...] = ()

    def header(self, name: str) -> str | None:
        """The first value of a header, whatever the case of its name."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    def wire(self, *, head_only: bool = False) -> bytes:
        """The bytes as sent: status line, headers, and the body with its framing."""
        head = f"HTTP/1.1 {self.status} {self.reason}\r\n" + _lines(self.headers)
        head += "Transfer-Encoding: chunked\r\n\r\n" if self.chunked else f"Content-Length: {len(self.body)}\r\n\r\n"
        if head_only or self.status in {204, 304}:
            return head.encode("latin-1")
        return head.encode("latin-1") + (self._chunks() if self.chunked else self.body)

    def _chunks(self) -> bytes:
        cuts = [self.body[start : start + CHUNK] for start in range(0, len(self.body), CHUNK)]
        framed = [
            f"{len(cut):x}{self.extension if i == 0 else ''}\r\n".encode() + cut + b"\r\n" for i, cut in enumerate(cuts)
        ]
        return b"".join(framed) + b"0\r\n" + _lines(self.trailers).encode("latin-1") + b"\r\n"


def _lines(headers: tuple[tuple[str, str], ...]) -> str:
    return "".join(f"{name}: {value}\r\n" for name, value in headers)
