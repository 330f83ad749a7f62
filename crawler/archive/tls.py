"""What the archive says of a TLS connection, in the words that other crawlers use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256

_VERSIONS = {"TLSv1.3": "tls/1.3", "TLSv1.2": "tls/1.2", "TLSv1.1": "tls/1.1", "TLSv1": "tls/1.0", "SSLv3": "ssl/3"}
# OpenSSL's name of a cipher suite before TLS 1.3, such as ECDHE-RSA-AES128-GCM-SHA256 or AES256-SHA.
_SUITE = re.compile(
    r"(?:(?P<exchange>ECDHE|DHE)-(?P<auth>RSA|ECDSA|DSS)-)?"
    r"(?P<cipher>AES128|AES256|CHACHA20|CAMELLIA128|CAMELLIA256|ARIA128|ARIA256)"
    r"(?:-(?P<mode>GCM|CCM8|CCM|POLY1305))?(?:-(?P<mac>SHA\d*))?\Z"
)


def iana_suite(name: str) -> str:
    """The IANA registry's name for OpenSSL's `name` of a cipher suite; `name` itself where it is none we know."""
    match = _SUITE.match(name)
    if match is None:
        return name
    exchange, auth, cipher, mode, mac = match.groups()
    key = f"{exchange}_{auth}" if exchange else "RSA"
    if cipher == "CHACHA20":
        return f"TLS_{key}_WITH_CHACHA20_POLY1305_SHA256"
    block = f"{cipher[:-3]}_{cipher[-3:]}"
    if mode in ("CCM", "CCM8"):
        return f"TLS_{key}_WITH_{block}_{mode.replace('CCM8', 'CCM_8')}"
    return f"TLS_{key}_WITH_{block}_{mode or 'CBC'}_{mac or 'SHA'}"


@dataclass(frozen=True, slots=True)
class Connection:
    """WARC-Protocol and WARC-Cipher-Suite of a connection, and the SHA-256 of each certificate that the server showed
    (DER, hexadecimal), its own first."""

    protocol: str
    cipher_suite: str
    certificates: tuple[str, ...]


def of_transport(transport: Any) -> Connection | None:
    """What there is to say of a Twisted transport after its handshake; None where it is not TLS."""
    handle = transport.getHandle()
    if not hasattr(handle, "get_cipher_name"):
        return None
    suite = handle.get_cipher_name()
    if not suite:
        return None
    version = handle.get_protocol_version_name()
    chain = handle.get_peer_cert_chain(as_cryptography=True) or ()
    certificates = tuple(each.fingerprint(SHA256()).hex() for each in chain)
    return Connection(_VERSIONS.get(version, version.lower()), iana_suite(suite), certificates)
