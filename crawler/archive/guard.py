"""The address guard: a page on the web must not make the crawler fetch from inside its own network.

Addresses are checked where the connection is made, after the name was looked up, so a name that leads inside is
refused too. A proxy is the operator's choice and is not checked; what it connects to is the proxy's to guard.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from scrapy.exceptions import IgnoreRequest
from zope.interface import directlyProvides, providedBy

from pipelines.errors import ArchiveError, UsageError

Address = IPv4Address | IPv6Address
_NAT64 = IPv6Network("64:ff9b::/96")
_SITE_LOCAL = IPv6Network("fec0::/10")


class AddressRefusedError(ArchiveError, IgnoreRequest):
    """A connection to an address that is not on the public internet and that the operator did not allow."""


@dataclass(slots=True, frozen=True)
class Allowed:
    """A network that may be fetched from, on one port or on all (None)."""

    network: IPv4Network | IPv6Network
    port: int | None

    @classmethod
    def parse(cls, entry: str) -> Allowed:
        """`10.0.0.0/8`, `127.0.0.1/32:8765`, `::1/128`, `[::1]:8765`. Raises UsageError."""
        words = entry.strip().replace("[", "").replace("]/", "/")
        address, slash, rest = words.partition("/")
        if slash:
            prefix, colon, port = rest.replace("]", "").partition(":")
        elif "]" in address:
            address, _, rest = address.partition("]")
            prefix, colon, port = "", rest[:1], rest[1:]
        elif address.count(":") == 1:
            prefix, (address, colon, port) = "", address.partition(":")
        else:
            prefix, colon, port = "", "", ""
        try:
            network = ip_network(f"{address}/{prefix}" if prefix else address)
            number = int(port) if colon else None
        except ValueError as error:
            raise UsageError(f"FETCH_ALLOW_NETWORKS: {entry!r} is no network[:port] ({error})") from error
        if number is not None and not 0 < number < 65536:
            raise UsageError(f"FETCH_ALLOW_NETWORKS: {entry!r}: there is no port {number}")
        return cls(network, number)

    def covers(self, address: Address, port: int) -> bool:
        """Whether the address is in the network, and the port the one named."""
        return self.port in (None, port) and address in self.network


class AddressGuard:
    """Says which addresses may be connected to; `allowed` are entries of `FETCH_ALLOW_NETWORKS`."""

    def __init__(self, allowed: Iterable[str] = ()) -> None:
        self._allowed = [Allowed.parse(entry) for entry in allowed if entry.strip()]

    def check(self, host: str, port: int) -> None:
        """Raise AddressRefusedError where a connection to this numeric address is not to be made."""
        address = ip_address(host)
        forms = list(_forms(address))
        if all(map(_is_public, forms)):
            return
        if any(entry.covers(form, port) for entry in self._allowed for form in forms):
            return
        raise AddressRefusedError(
            f"{_shown(address, port)} is not on the public internet; to fetch from it, put it into FETCH_ALLOW_NETWORKS"
        )

    def reactor(self, reactor: Any) -> Any:
        """`reactor`, with its TCP connections checked."""
        return _GuardedReactor(reactor, self)


class _GuardedReactor:
    def __init__(self, reactor: Any, guard: AddressGuard) -> None:
        self._reactor, self._guard = reactor, guard
        directlyProvides(self, providedBy(reactor))

    def connectTCP(self, host: str, port: int, *args: Any, **kwargs: Any) -> Any:  # noqa: N802 - Twisted's name
        self._guard.check(host, port)
        return self._reactor.connectTCP(host, port, *args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reactor, name)


def _forms(address: Address) -> Iterable[Address]:
    """The address, and the IPv4 addresses that it carries inside: all of them are where it may lead."""
    if isinstance(address, IPv4Address):
        return [address]
    inner: list[IPv4Address | None] = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64:
        inner.append(IPv4Address(int(address) & 0xFFFFFFFF))
    carried = [form for form in inner if form is not None]
    # The mapped and the NAT64 form are only another way to write the IPv4 address.
    return carried if address.ipv4_mapped or address in _NAT64 else [address, *carried]


def _is_public(address: Address) -> bool:
    if address.is_multicast or address.is_reserved or address.is_unspecified or not address.is_global:
        return False
    return address.version == 4 or address not in _SITE_LOCAL


def _shown(address: Address, port: int) -> str:
    return f"[{address}]:{port}" if address.version == 6 else f"{address}:{port}"
