"""The last customers of the largest bank: their keys, ids and numbers are the longest, and every column holds them.

Keys grow with the number of the customer or of the employee, and a room is multiplied with it: what fits for the last
ones fits for all. A history that goes on for years has the largest rooms.
"""

from datetime import date
from itertools import chain

import numpy as np
import polars as pl
import pytest

from datahub.accounts.models import Account, Customer, Transaction
from datahub.compliance.models import AuditTrail, KycRecord, RuleViolation, SuspiciousActivityReport
from datahub.customers.models import CampaignResponse, Complaint, Interaction, SatisfactionSurvey
from datahub.employees.models import Employee, EmployeeAssignment, EmployeeTraining, PerformanceReview
from datahub.insurance.models import Beneficiary, Claim, Policy, PolicyEvent, PremiumPayment
from datahub.loans.models import Loan, LoanApplication, LoanGuarantor, RepaymentSchedule, RiskAssessment
from seeding.bank.graph import BANK
from seeding.bank.loans.earlier_applications import owner_and_year
from seeding.engine.blocks import Block
from seeding.engine.cells import cell_count, customers_before
from seeding.engine.evaluation import Evaluation
from seeding.engine.layout import History
from seeding.engine.plan import MAX_CUSTOMERS, MAX_EMPLOYEES, Plan
from seeding.engine.regions import region_of
from seeding.execution.pipeline import bake_blocks
from tests.bank.test_regions import frames
from tests.sampling import first

START, UNTIL = date(2026, 6, 30), date(2031, 6, 30)
HAS_ROWS = (
    Account, AuditTrail, Beneficiary, CampaignResponse, Claim, Complaint, Customer, Employee, EmployeeAssignment,
    EmployeeTraining, Interaction, KycRecord, Loan, LoanApplication, LoanGuarantor, PerformanceReview, Policy,
    PolicyEvent, PremiumPayment, RepaymentSchedule, RiskAssessment, RuleViolation, SatisfactionSurvey,
    SuspiciousActivityReport, Transaction,
)  # fmt: skip


@pytest.fixture(
    scope="module", params=first([[History.BRIEF, UNTIL], [History.FULL, UNTIL], [History.FULL, START]]), ids=str
)
def plan(request: pytest.FixtureRequest) -> Plan:
    history, until = request.param
    return Plan(11, MAX_CUSTOMERS, MAX_EMPLOYEES, START, until, until, history=history)


@pytest.fixture(scope="module")
def last_block(plan: Plan) -> dict[str, pl.DataFrame]:
    """All tables of the last two cells, with those of the staff of the last region."""
    bank, cells = Evaluation.of_bank(BANK, plan), cell_count(plan.layout)
    staff = bank.in_region(region_of(plan.layout, cells - 1)).tables(BANK.region_recipes)
    return frames(chain(staff, bake_blocks(BANK, bank, [Block(cells - 2, cells)])))


def first_customer(plan: Plan) -> int:
    return customers_before(cell_count(plan.layout) - 2) + 1


def test_every_column_holds_the_rows_of_the_last_customers(plan: Plan, last_block: dict[str, pl.DataFrame]) -> None:
    """Columns that are too narrow fail when the rows are made."""
    assert not [model.__name__ for model in HAS_ROWS if last_block[model._meta.db_table].is_empty()]
    ids = last_block["customers"]["customer_id"]
    assert ids.to_list() == [f"CUST-{number}" for number in range(first_customer(plan), MAX_CUSTOMERS + 1)]


def test_no_key_repeats(last_block: dict[str, pl.DataFrame]) -> None:
    for model in HAS_ROWS:
        key = last_block[model._meta.db_table][model._meta.pk.column]
        assert key.is_unique().all(), model.__name__


def test_business_numbers_are_unique_and_as_long_as_they_should(last_block: dict[str, pl.DataFrame]) -> None:
    for table, column, pattern in (
        ("accounts", "account_number", r"^77\d{10}$"),
        ("loans", "loan_number", r"^LN\d{10}$"),
        ("policies", "policy_number", r"^PL\d{10}$"),
        ("claims", "claim_number", r"^CL[1-9]\d{10}$"),
        ("kyc_records", "document_number", r"^X([PN]|[DB]-)[A-Z]\d{8}$"),
        ("employees", "employee_number", r"^E[1-9]\d{6,7}$"),
    ):
        numbers = last_block[table][column]
        assert numbers.is_unique().all(), column
        assert numbers.str.contains(pattern).all(), column


def test_applications_belong_to_the_last_customers(plan: Plan, last_block: dict[str, pl.DataFrame]) -> None:
    number = last_block["loan_applications"]["customer_id"].str.slice(5).cast(pl.Int64)
    assert number.is_between(first_customer(plan), MAX_CUSTOMERS).all()
    if plan.is_full and plan.until == START:
        assert last_block["loan_applications"]["application_id"].str.contains(r"-[3-9]$").any()


def test_the_last_employees_work_in_the_last_region(plan: Plan, last_block: dict[str, pl.DataFrame]) -> None:
    last = region_of(plan.layout, cell_count(plan.layout) - 1)
    ids = last_block["employees"]["employee_id"]
    assert ids.to_list() == [f"EMP-{number}" for number in last.employee_numbers.tolist()]
    assert ids[-1] == f"EMP-{MAX_EMPLOYEES}"


def test_the_last_application_of_the_last_years_is_not_taken_for_one_of_earlier_years() -> None:
    owner, _ = owner_and_year(np.array([2 * MAX_CUSTOMERS + 1]))
    assert owner[0] < 1
