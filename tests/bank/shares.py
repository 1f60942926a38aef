"""Every documented share of the bank."""

from tests.bank.shares_of_accounts import ACCOUNTS
from tests.bank.shares_of_compliance import COMPLIANCE
from tests.bank.shares_of_insurance import INSURANCE
from tests.bank.shares_of_lending import LENDING
from tests.bank.shares_of_service import SERVICE

SHARES = (*LENDING, *INSURANCE, *ACCOUNTS, *SERVICE, *COMPLIANCE)
