"""The private names of Scrapy and Twisted that the wire tap stands on. Where one moves, this says which."""

from __future__ import annotations

import inspect
from importlib.metadata import version

import pytest
import scrapy.core.downloader.handlers.http11 as http11
import twisted.web._newclient as newclient
import twisted.web.client as client
from scrapy.utils import _download_handlers

PINNED = {"scrapy": "2.19.0", "twisted": "26.10.0"}


@pytest.mark.parametrize("name", PINNED)
def test_version_is_the_one_that_the_tap_was_read_against(name: str) -> None:
    assert version(name) == PINNED[name], f"read {name}'s source against crawler/archive/wire.py before moving the pin"


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (http11, "HTTP11DownloadHandler"),
        (http11, "_BindAddressAgent"),
        (http11, "_LenientHTTP11ClientFactory"),
        (http11, "_LenientHTTP11ClientProtocol"),
        (http11, "_ScrapyAgent"),
        (http11._ScrapyAgent, "_get_agent"),
        (http11._ScrapyAgent, "_cb_bodyready"),
        (newclient.Response, "_bodyProtocol"),
        (_download_handlers, "get_dataloss_msg"),
        (_download_handlers, "wrap_twisted_exceptions"),
        (newclient.Request, "writeTo"),
        (newclient.HTTP11ClientProtocol, "_finishResponse"),
        (newclient.HTTP11ClientProtocol, "dataReceived"),
        (newclient.HTTP11ClientProtocol, "state"),
        (client.HTTPConnectionPool, "getConnection"),
    ],
)
def test_name_is_there(owner: object, name: str) -> None:
    assert hasattr(owner, name), f"{owner}.{name} is gone"


@pytest.mark.parametrize(
    ("function", "parameters"),
    [
        (http11._ScrapyAgent._get_agent, ["self", "request", "timeout"]),
        (http11._ScrapyAgent.download_request, ["self", "request"]),
        (newclient.HTTP11ClientProtocol.request, ["self", "request"]),
        (newclient.HTTP11ClientProtocol.dataReceived, ["self", "bytes"]),
        (newclient.Request.writeTo, ["self", "transport"]),
        (newclient.HTTPClientParser.__init__, ["self", "request", "finisher"]),
        (client.HTTPConnectionPool.getConnection, ["self", "key", "endpoint"]),
    ],
)
def test_function_is_called_as_before(function: object, parameters: list[str]) -> None:
    assert list(inspect.signature(function).parameters) == parameters  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("function", "words"),
    [
        # The pool makes protocols with `_factory`; the agent takes connections from `_pool`.
        (client.HTTPConnectionPool._newConnection, ["self._factory(quiescentCallback"]),
        (
            client._AgentBase._requestWithEndpoint,
            ["self._pool.getConnection(", "self._pool.persistent", "proto.request("],
        ),
        (client._StandardEndpointFactory.endpointForURI, ["HostnameEndpoint(self._reactor"]),
        # The protocol writes with `writeTo` and gives its own `_finishResponse` to the parser.
        (newclient.HTTP11ClientProtocol.request, ["request.writeTo(self.transport)", "self._finishResponse"]),
        (
            http11.HTTP11DownloadHandler.__init__,
            ["self._pool._factory =", "self._contextFactory", "self._bind_address"],
        ),
        # A body that is on the disk already is taken from the reader, which keeps it in `_bodybuf`.
        (http11._ResponseReader.dataReceived, ["self._bodybuf.write(data)", "self._bodybuf.truncate(0)"]),
        (http11._ResponseReader._finish_response, ["self._bodybuf.getvalue()"]),
        (http11._ScrapyAgent._cb_bodyready, ["txresponse.deliverBody(", "_ResponseReader("]),
        (newclient.Response._bodyDataReceived_INITIAL, ["self._bodyBuffer.append(data)"]),
        (newclient.Response._deliverBody_INITIAL, ["self._bodyProtocol = protocol"]),
        (http11.HTTP11DownloadHandler.download_request, ["_ScrapyAgent(", "self._fail_on_dataloss_warned"]),
    ],
)
def test_function_still_does_what_the_tap_hooks_into(function: object, words: list[str]) -> None:
    source = inspect.getsource(function)  # type: ignore[arg-type]
    assert [word for word in words if word not in source] == []
