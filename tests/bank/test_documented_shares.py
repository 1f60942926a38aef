"""Every share that is documented, in the databases."""

import pytest

from tests.bank.bank import Bank
from tests.bank.documented import PROMISED_FROM, Documented
from tests.bank.shares import SHARES


@pytest.mark.parametrize("share", SHARES, ids=lambda share: share.name)
def test_a_documented_share_is_kept(bank: Bank, share: Documented) -> None:
    bank.needs(PROMISED_FROM)
    missed = list(share.misses(bank))
    assert not missed, "\n".join(missed)
