"""Which addresses the crawler connects to."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.archive.guard import AddressGuard, AddressRefusedError, Allowed
from pipelines.errors import UsageError

INSIDE = [
    "127.0.0.1",
    "127.9.9.9",
    "0.0.0.0",  # noqa: S104 - nothing is bound
    "0.1.2.3",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "100.127.255.254",
    "192.0.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd00:ec2::254",
    "fec0::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:a9fe:a9fe",
    "::127.0.0.1",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::1",
    "64:ff9b::10.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "2001:0:4136:e378:8000:63bf:80ff:fffe",
    "2001:db8::1",
]
OUTSIDE = [
    "8.8.8.8",
    "93.184.216.34",
    "172.32.0.1",
    "100.128.0.1",
    "2606:4700::1111",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
]


@pytest.mark.parametrize("address", INSIDE)
def test_inside_is_refused(address: str) -> None:
    with pytest.raises(AddressRefusedError, match="FETCH_ALLOW_NETWORKS"):
        AddressGuard().check(address, 80)


@pytest.mark.parametrize("address", OUTSIDE)
def test_outside_is_not(address: str) -> None:
    AddressGuard().check(address, 80)


@pytest.mark.parametrize(
    ("entry", "address", "port"),
    [
        ("127.0.0.1/32:8765", "127.0.0.1", 8765),
        ("127.0.0.1:8765", "127.0.0.1", 8765),
        ("127.0.0.1", "127.0.0.1", 1),
        ("10.0.0.0/8", "10.20.30.40", 443),
        ("127.0.0.0/8", "::ffff:127.0.0.1", 443),
        ("::1/128", "::1", 80),
        ("::1", "::1", 80),
        ("::1/128:8765", "::1", 8765),
        ("[::1]:8765", "::1", 8765),
        ("[::1/128]:8765", "::1", 8765),
        ("[fd00::]/8", "fd12::1", 80),
    ],
)
def test_what_is_listed_is_allowed(entry: str, address: str, port: int) -> None:
    AddressGuard([entry]).check(address, port)


@pytest.mark.parametrize(
    ("entry", "address", "port"),
    [
        ("127.0.0.1/32:8765", "127.0.0.1", 8766),
        ("127.0.0.1/32:8765", "127.0.0.2", 8765),
        ("[::1]:8765", "::1", 80),
        ("10.0.0.0/8", "192.168.0.1", 80),
    ],
)
def test_no_more_than_what_is_listed(entry: str, address: str, port: int) -> None:
    with pytest.raises(AddressRefusedError):
        AddressGuard([entry]).check(address, port)


@pytest.mark.parametrize(
    "entry", ["localhost", "127.0.0.1/33", "127.0.0.1:x", "127.0.0.1:0", "127.0.0.1:65536", "10.0.0.1/8"]
)
def test_a_wrong_entry_is_an_error_that_names_it(entry: str) -> None:
    with pytest.raises(UsageError, match="FETCH_ALLOW_NETWORKS"):
        AddressGuard([entry])


@settings(deadline=None)
@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_judged_alike_however_it_is_written(address: object) -> None:
    def refused(text: str) -> bool:
        try:
            AddressGuard().check(text, 80)
        except AddressRefusedError:
            return True
        return False

    plain = refused(str(address))
    assert refused(f"::ffff:{address}") == plain
    assert refused(f"64:ff9b::{address}") == plain
    assert Allowed.parse(str(address)).covers(address, 80)  # type: ignore[arg-type]
