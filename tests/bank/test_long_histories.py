"""Histories that go on for years after the bank was first seen: what only they could break."""

from dataclasses import replace
from datetime import date

import polars as pl

from seeding.bank.accounts.posting_times import window
from seeding.checks.reader import plan_parameters
from seeding.engine.calendar import Calendar
from seeding.engine.days import day_number
from seeding.engine.layout import History
from seeding.engine.plan import Plan
from tests.bank.baked import Baked

START, UNTIL = date(2021, 11, 20), date(2026, 11, 20)
BRIEF = Plan(20_240_229, 600, 75, START, UNTIL, UNTIL)


def test_only_restructured_loans_which_run_on_are_paid_after_a_missed_installment() -> None:
    first = date(2024, 2, 10)
    bank = Baked(replace(BRIEF, customers=6_000, employees=750, start=first), only=("loans", "repayment_schedule"))
    loans, installments = bank.table("loans"), bank.table("repayment_schedule")
    missed = installments.filter(pl.col("payment_status") == "missed").select("loan_id", missed="installment_number")
    paid = installments.filter(pl.col("payment_date").is_not_null())
    paid_later = paid.join(missed, on="loan_id").filter(pl.col("installment_number") > pl.col("missed"))
    found = loans.filter(pl.col("loan_id").is_in(paid_later["loan_id"].unique().implode()))
    assert len(found) > 5
    assert set(found["loan_status"]) == {"restructured"}
    assert (found["maturity_date"] > UNTIL).all()
    assert (loans["maturity_date"] <= UNTIL).any()


def test_a_full_history_begins_before_the_first_account_was_opened() -> None:
    full = replace(BRIEF, customers=60, employees=7, history=History.FULL)
    opened = Baked(full, only=("accounts",)).table("accounts")["opened_date"].min()
    assert isinstance(opened, date)
    assert window(full.layout, Calendar()).first <= day_number(opened)


def test_checks_know_the_holidays_of_the_whole_history() -> None:
    holidays = plan_parameters(replace(BRIEF, as_of=START))["holidays"]
    assert {day.year for day in holidays} == set(range(START.year - 11, UNTIL.year + 1))
