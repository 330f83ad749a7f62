"""The wire tap: a download handler that keeps every byte of an exchange as it was sent and as it was received.

Scrapy and Twisted show responses parsed, so this stands on private names of both; their versions are pinned and
tests/crawler/archive/test_wire_contract.py says when a name moves.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property, partial
from io import BytesIO
from time import monotonic
from typing import TYPE_CHECKING, Any, cast

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _BindAddressAgent,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _ResponseReader,
    _ScrapyAgent,
)
from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError, IgnoreRequest, ResponseDataLossError
from scrapy.utils._download_handlers import get_dataloss_msg, wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.web._newclient import Request as TxRequest

from crawler.archive import tls
from crawler.archive.guard import AddressGuard, AddressRefusedError
from crawler.archive.spool import Received
from crawler.signals import answer_unread
from pipelines.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable
    from pathlib import Path

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.internet.defer import Deferred
    from twisted.internet.interfaces import IAddress
    from twisted.web.client import Agent, HTTPConnectionPool
    from twisted.web.iweb import IResponse

    from crawler.archive.capture import Capture
    from crawler.archive.extension import ArchiveExtension

logger = logging.getLogger(__name__)

MAX_HEADS_BYTES = 1024 * 1024
"""Of a response's head, interim ones before it included: four times what browsers take. Twisted holds it in memory, with ten
times its bytes, whatever DOWNLOAD_MAXSIZE says."""


@dataclass(slots=True)
class Exchange:
    """One request and what came back, as bytes on the wire (inside TLS), filled while it goes on.

    `date` is when the request began to be sent, `ip_address` the peer, `protocols` and `cipher_suite` as in WARC.
    `framed` says that the response ended where its own framing says, `closed` that it ended with the connection, as one
    without a length does. `extra` counts bytes that the server sent after the end, which belong to no response.
    `restarts` counts kept-alive connections that were found dead on use. `spool_folder` is where a large body goes.
    `endless_head` says that it was cut because no head ended in it.
    """

    spool_folder: Path | None = None
    date: datetime = field(default_factory=lambda: datetime.now(UTC))
    sent: list[bytes] = field(default_factory=list, repr=False)
    received: Received = field(default_factory=Received, repr=False)
    ip_address: str | None = None
    tls: tls.Connection | None = None
    framed: bool = False
    closed: bool = False
    extra: int = 0
    restarts: int = 0
    milliseconds: int = 0
    truncated: str | None = None
    problem: str | None = None
    endless_head: bool = False
    _began: float = field(default_factory=monotonic)
    _body: _Body | None = None
    _over: bool = False

    @property
    def failure(self) -> OSError | None:
        """What the disk said where it did not take what arrived."""
        return self.received.failure or (self._body.failure if self._body is not None else None)

    def begin(self, transport: Any) -> None:
        """The request goes out on a connection; a second time where the first one was dead."""
        self.restarts += bool(self.sent)
        self.close()
        self.sent, self.received = [], Received(self.spool_folder)
        self.date, self._began = datetime.now(UTC), monotonic()
        self.ip_address = getattr(transport.getPeer(), "host", None)

    def receive(self, data: bytes, transport: Any) -> None:
        """Bytes came. Those that come after the end, while the connection is being closed, are not wanted any more."""
        if self._over:
            return
        self.received.add(data)
        if self.received.too_large and self._body is not None:
            self._body.drop()
        self.endless_head = self._body is None and len(self.received) > MAX_HEADS_BYTES
        if self.endless_head or self.failure is not None:
            transport.abortConnection()

    def read_by(self, reader: _ResponseReader) -> None:
        """Scrapy's reader of the body begins; what it keeps goes to the disk too, and is let go where it is too large."""
        self._body = _Body(reader._bodybuf.getvalue(), self.spool_folder)
        reader._bodybuf = cast("BytesIO", self._body)
        if self.received.too_large:
            self._body.drop()

    def finish(self, rest: bytes) -> None:
        """The response is whole; `rest` came after its end in the last piece."""
        self.framed = True
        self.extra = len(rest)
        self.received.cut(len(rest))

    def end(self, error: BaseException | None, *, stopped: bool = False) -> None:
        """Nothing more comes. `error` is what the download failed with; `stopped` that we wanted no more of it."""
        self._over = True
        self.milliseconds = round((monotonic() - self._began) * 1000)
        if error is not None:
            self.problem = f"{type(error).__name__}: {error}"
        if self.framed or (self.closed and error is None and not stopped):
            return
        if isinstance(error, DownloadTimeoutError):
            self.truncated = "time"
        elif stopped or self.endless_head or isinstance(error, DownloadCancelledError):
            self.truncated = "length"
        else:
            self.truncated = "disconnect"

    def close(self) -> None:
        """Let go of what is on the disk."""
        self.received.close()
        if self._body is not None:
            self._body.drop()


class _Body:
    """A body in the place of Scrapy's buffer: it does not copy as it grows, is in memory as a whole only when it is asked
    for, and can be dropped on the way."""

    def __init__(self, start: bytes, folder: Path | None) -> None:
        self._kept: Received | None = Received(folder)
        self.failure: OSError | None = None
        self.write(start)

    def write(self, data: bytes) -> int:
        if self._kept is not None:
            self._kept.add(data)
            self.failure = self._kept.failure
        return len(data)

    def getvalue(self) -> bytes:
        block = self._kept.block() if self._kept is not None else b""
        return block if isinstance(block, bytes) else block.read()

    def truncate(self, size: int) -> int:
        """Scrapy does it to be rid of the body."""
        self.drop()
        return size

    def drop(self) -> None:
        """Keep nothing of it, and of what comes."""
        if self._kept is not None:
            self._kept.close()
            self._kept = None


class BodyTooLargeError(ArchiveError, IgnoreRequest):
    """The response is archived, and too large, as it is or when decoded, to be handed to a spider."""


class WireTapDownloadHandler(HTTP11DownloadHandler):
    """Scrapy's HTTP/1.1 handler that hands each exchange to the archive before its response goes on.

    Requests that fail are handed over too, with what there is of them. Connections go through the address guard.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _TapFactory
        self._guard = AddressGuard(crawler.settings.getlist("FETCH_ALLOW_NETWORKS"))
        self._archive: ArchiveExtension | None = None
        self._archive_sought = False

    async def download_request(self, request: Request) -> Response:
        """Download, archive, and only then return or raise."""
        archive = self._find_archive()
        # A request made from another one's carries that one's capture along in its meta.
        request.meta.pop("capture", None)
        if archive is not None:
            archive.check()
        exchange = Exchange(archive.collection.path if archive is not None else None)
        try:
            response = await self._exchange(request, exchange, archive)
        finally:
            exchange.close()
        return response

    async def _exchange(self, request: Request, exchange: Exchange, archive: ArchiveExtension | None) -> Response:
        try:
            response = await self._download(request, exchange)
        except (Exception, asyncio.CancelledError) as error:
            if isinstance(error, AddressRefusedError):
                self._count_refusal(request, error)
            exchange.end(error)
            if archive is not None:
                await archive.archive(request, exchange)
            self._tell_unread(request, exchange)
            if exchange.endless_head:
                raise BodyTooLargeError(f"too large: {len(exchange.received)} bytes, and no end of a head") from error
            raise
        exchange.end(None, stopped="download_stopped" in response.flags)
        if archive is not None:
            await archive.archive(request, exchange, response.body)
        if exchange.received.too_large:
            self._tell_unread(request, exchange)
            raise BodyTooLargeError(f"too large: {len(exchange.received)} bytes are archived, and not read")
        capture: Capture | None = request.meta.get("capture")
        if capture is not None and exchange.received.spooled and capture.body == response.body:
            capture.body = response.body  # a large body is in memory once
        return response

    async def _download(self, request: Request, exchange: Exchange) -> Response:
        agent = _TapAgent(
            exchange,
            self._guard,
            contextFactory=self._contextFactory,
            bindAddress=self._bind_address,
            pool=self._pool,
            maxsize=self._default_maxsize,
            warnsize=self._default_warnsize,
            fail_on_dataloss=self._fail_on_dataloss,
            crawler=self._crawler,
            tls_verbose_logging=self._tls_verbose_logging,
        )
        try:
            with wrap_twisted_exceptions():
                return await maybe_deferred_to_future(agent.download_request(request))
        except ResponseDataLossError:
            if not self._fail_on_dataloss_warned:
                logger.warning(get_dataloss_msg(request.url))
                self._fail_on_dataloss_warned = True
            raise

    def _find_archive(self) -> ArchiveExtension | None:
        if not self._archive_sought:
            from crawler.archive.extension import ArchiveExtension

            self._archive = self._crawler.get_extension(ArchiveExtension)
            self._archive_sought = True
        return self._archive

    def _tell_unread(self, request: Request, exchange: Exchange) -> None:
        """What was cut on the way is no answer: it is asked for again."""
        capture: Capture | None = request.meta.get("capture")
        if capture is not None and exchange.received.too_large and exchange.truncated in {None, "length"}:
            self._crawler.signals.send_catch_log(answer_unread, request=request, capture=capture)

    def _count_refusal(self, request: Request, error: AddressRefusedError) -> None:
        logger.warning("Refused %s: %s", request.url, error)
        if self._crawler.stats:
            self._crawler.stats.inc_value("archive/addresses_refused")


class _TapAgent(_ScrapyAgent):
    """Scrapy's agent for one request, whose connections know that request's exchange."""

    def __init__(self, exchange: Exchange, guard: AddressGuard, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._exchange, self._guard = exchange, guard

    def _get_agent(self, request: Request, timeout: float) -> Agent:
        agent = super()._get_agent(request, timeout)
        agent._pool = cast("HTTPConnectionPool", _PoolForOne(agent._pool, self._exchange))
        if type(agent) is _BindAddressAgent:  # the two others connect to the operator's proxy
            factory = agent._endpointFactory
            factory._reactor = self._guard.reactor(factory._reactor)
        return agent

    def _cb_bodyready(self, txresponse: Any, request: Request) -> Any:
        result = super()._cb_bodyready(txresponse, request)
        if isinstance(txresponse._bodyProtocol, _ResponseReader):  # else all of it is there already, or there is none
            self._exchange.read_by(txresponse._bodyProtocol)
        return result


class _PoolForOne:
    """The pool as one request sees it."""

    def __init__(self, pool: HTTPConnectionPool, exchange: Exchange) -> None:
        self._pool, self._exchange = pool, exchange
        self.persistent = pool.persistent

    def getConnection(self, key: Hashable, endpoint: Any) -> Deferred[_Marking]:  # noqa: N802 - Twisted's name
        connecting: Deferred[Any] = self._pool.getConnection(key, endpoint)
        return connecting.addCallback(_Marking, self._exchange)


class _Marking:
    """A connection that marks the request with its exchange: the pool may send one request on two connections."""

    def __init__(self, connection: Any, exchange: Exchange) -> None:
        self._connection, self._exchange = connection, exchange

    def request(self, request: Any) -> Deferred[IResponse]:
        request.exchange = self._exchange
        sending: Deferred[IResponse] = self._connection.request(request)
        return sending


class _TapProtocol(_LenientHTTP11ClientProtocol):
    """One connection; the exchange that goes on in it is set from the request to the end of its response."""

    _exchange: Exchange | None = None
    _receiving = False

    @cached_property
    def _tls(self) -> tls.Connection | None:
        """Ask when bytes came: then the handshake is over."""
        return tls.of_transport(self.transport)

    def request(self, request: Any) -> Deferred[IResponse]:
        exchange: Exchange | None = getattr(request, "exchange", None)
        if exchange is not None and self.state == "QUIESCENT":
            exchange.begin(self.transport)
            self._exchange = exchange
            write: Callable[[Any], Any] = partial(TxRequest.writeTo, request)
            request.writeTo = lambda transport: write(_Recording(transport, exchange.sent))
        return super().request(request)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        if self._exchange is not None:
            self._exchange.tls = self._tls
            self._exchange.receive(data, self.transport)
        self._receiving = True
        try:
            super().dataReceived(data)  # type: ignore[no-untyped-call]
        finally:
            self._receiving = False

    def _finishResponse(self, rest: bytes) -> None:  # noqa: N802 - Twisted's name
        exchange, self._exchange = self._exchange, None
        if exchange is not None and self._receiving:
            exchange.finish(rest)
        elif exchange is not None:
            exchange.closed = True
        super()._finishResponse(rest)


class _TapFactory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: IAddress | None) -> _TapProtocol:  # noqa: N802 - Twisted's name
        return _TapProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class _Recording:
    """A transport that keeps what is written to it."""

    def __init__(self, transport: Any, sent: list[bytes]) -> None:
        self._transport, self._sent = transport, sent

    def write(self, data: bytes) -> None:
        self._sent.append(data)
        self._transport.write(data)

    def writeSequence(self, pieces: Iterable[bytes]) -> None:  # noqa: N802 - Twisted's name
        self.write(b"".join(pieces))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)
