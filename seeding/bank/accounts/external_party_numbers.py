"""The people and companies outside the bank, in numbers."""

from seeding.engine.shares import CategoryShares
from seeding.engine.vocabulary import Vocabulary

PARTIES = 20_000
"""People and companies in the bank's country and its neighbors whose names appear in the ledger."""
EMPLOYERS = 4_000
"""The number of PARTIES, the first ones, that pay salaries; the others take part in all other transfers."""
COUNTRIES_OF_PARTIES = Vocabulary(("US", "CA", "GB", "DE", "IE", "MX"), (0.95, 0.02, 0.01, 0.01, 0.005, 0.005))
ACCOUNT_NUMBER_DIGITS = 10
"""Digits of an account number at another bank, after its country and two zeros."""

PARTIES_ABROAD, HIGH_RISK_PARTIES = 900, 300
"""People and companies that receive wires abroad, and how many of them, the first ones, are in high-risk countries."""
FOREIGN_COUNTRIES = CategoryShares.of(DE=0.22, GB=0.20, CA=0.20, MX=0.14, JP=0.09, NL=0.08, IN=0.07)
WIRED_TO = CategoryShares.of(MM=0.15, LA=0.20, HT=0.20, VE=0.25, YE=0.12, SS=0.08)
"""The high-risk countries that customers wire money to; they send nothing to the other ones."""
