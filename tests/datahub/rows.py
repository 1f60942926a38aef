"""One valid row of any of the bank's tables, for tests that need some row and do not care which."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from model_bakery import baker

from datahub.accounts.models import Transaction
from datahub.compliance.models import RegulatoryReport
from datahub.databases import BANK_DATABASES
from datahub.employees.models import EmployeeAssignment
from datahub.insurance.models import Claim, Policy, PremiumPayment
from datahub.loans.models import Collateral, Loan, LoanApplication, RepaymentSchedule, RiskAssessment

_DEMANDED: dict[type[models.Model], Callable[[], dict[str, Any]]] = {
    EmployeeAssignment: lambda: {"assignment_type": "project"},
    Transaction: lambda: {"transaction_type": "deposit", "transaction_amount": Decimal("12.50")},
    LoanApplication: lambda: {"requested_amount": Decimal(10_000)},
    Loan: lambda: {
        "principal_amount": Decimal(10_000),
        "interest_rate": Decimal("0.0525"),
        "term_months": 12,
        "disbursement_date": date(2026, 1, 5),
        "maturity_date": date(2027, 1, 5),
    },
    Collateral: lambda: {"appraised_value": Decimal(12_500)},
    RepaymentSchedule: lambda: {
        "installment_number": 1,
        "principal_amount": Decimal("813.46"),
        "interest_amount": Decimal("43.75"),
        "total_amount": Decimal("857.21"),
    },
    RiskAssessment: lambda: {"application": make_row(LoanApplication)},
    Policy: lambda: {"coverage_amount": Decimal(250_000), "premium_amount": Decimal("187.50")},
    Claim: lambda: {"claim_amount": Decimal(3_000)},
    PremiumPayment: lambda: {"amount": Decimal("187.50")},
    RegulatoryReport: lambda: {
        "reporting_period_start": date(2026, 1, 1),
        "reporting_period_end": date(2026, 3, 31),
    },
}
"""What the checks of a table demand of columns that may not be null; model-bakery's chance does not know them."""


def make_row(model: type[models.Model], **attributes: Any) -> Any:
    """Return a saved row of a table, with the rows it must refer to in whichever database; optional columns are null.

    It stays until somebody deletes it: see `rolled_back`.
    """
    chosen = {**_DEMANDED.get(model, dict)(), **attributes}
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and not field.null and not {field.name, field.attname} & chosen.keys():
            chosen[field.name] = make_row(field.related_model)
    return baker.make(model, **chosen)


@contextmanager
def rolled_back() -> Iterator[None]:
    """Take back, at the end, what was done to the six databases: rows that no run wrote make commands refuse work."""
    with ExitStack() as stack:
        for database in BANK_DATABASES:
            stack.enter_context(transaction.atomic(using=database))
        yield
        for database in BANK_DATABASES:
            transaction.set_rollback(True, using=database)
