"""What the guard and a full disk stop is counted under one reason each, whatever the address."""

from __future__ import annotations

import pytest
from twisted.python.failure import Failure

from crawler.archive.extension import ArchiveStoppedError
from crawler.archive.guard import AddressGuard
from crawler.run.failures import reason_of


@pytest.mark.parametrize("address", ["10.0.0.1", "::1"])
def test_refused_addresses_are_one_reason(address: str) -> None:
    with pytest.raises(Exception, match="FETCH_ALLOW_NETWORKS") as refused:
        AddressGuard().check(address, 80)
    assert reason_of(Failure(refused.value)) == "address refused"


def test_a_stopped_archive_is_a_reason() -> None:
    assert reason_of(Failure(ArchiveStoppedError("disk full"))) == "archive stopped"
