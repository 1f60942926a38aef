"""The storylines: the stories of the first customers, who are the same in every bank of 60 or more customers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Role:
    """A customer of a storyline with the traits that the storyline needs; all other traits are drawn as usual.

    `customer` is the customer number; `accounts` and `policies` name the types that the customer holds, in order.
    `loan` is the type of the loan, empty for none; `loan_days_ago` and `storm_days_ago` count back from the last day of
    the plan.
    """

    customer: int
    title: str
    accounts: tuple[str, ...] = ("checking",)
    segment: str = "retail"
    status: str = "active"
    risk: str = "low"
    household: bool = False
    shares_account: bool = False
    salaried: bool = False
    job_lost_days_ago: int = 0
    """When the customer lost a job, in days before the last day of the plan; 0 for never."""
    loan: str = ""
    loan_status: str = "active"
    loan_days_ago: int = 0
    policies: tuple[str, ...] = ()
    storm_days_ago: int = 0
    deposits: str = ""
    """Where the customer deposits cash: in the planted case ("planted"), in its innocent twin ("twin"), or nowhere."""
    outspoken: bool = False
    """Whether the customer complained, answers surveys and a campaign, and is in an advisor's portfolio."""

    @property
    def customer_id(self) -> str:
        """The customer's key in every database."""
        return f"CUST-{self.customer:08}"

    @property
    def account_ids(self) -> tuple[str, ...]:
        """The keys of the customer's accounts."""
        return tuple(f"ACC-{self.customer:08}-{ordinal + 1}" for ordinal in range(len(self.accounts)))

    @property
    def row_ids(self) -> dict[str, str]:
        """The ids of the first rows that the customer has, or would have, by name; the recipes write the same ids."""
        return {name: template.format(self.customer) for name, template in _ROW_IDS.items()}


_ROW_IDS = {
    "customer": "CUST-{:08}",
    "account": "ACC-{:08}-1",
    "second_account": "ACC-{:08}-2",
    "application": "APP-{:08}-1",
    "loan": "LOAN-{:08}-1",
    "collateral": "COL-{:08}-1",
    "policy": "POL-{:08}-1",
    "second_policy": "POL-{:08}-2",
    "report": "SAR-{:08}-1",
}


@dataclass(frozen=True)
class Storyline:
    """A story that the rows of a few customers tell; `key` names it in commands and pages."""

    key: str
    title: str
    roles: tuple[Role, ...]

    @property
    def reveals_answers(self) -> bool:
        """Whether the story gives away a planted case or its innocent twin."""
        return any(role.deposits for role in self.roles)


STORYLINES = (
    Storyline("model-customer", "The model customer, who uses every product", (
        Role(
            1, "model customer", ("checking", "savings"), segment="premium", salaried=True, outspoken=True,
            loan="auto", loan_days_ago=640, policies=("life", "property"),
        ),
    )),
    Storyline("household", "A household of two with a joint account", (
        Role(
            3, "one adult", ("checking",), household=True, shares_account=True, salaried=True, policies=("health",),
        ),
        Role(4, "the other adult", ("checking", "savings"), household=True),
    )),
    Storyline("mortgage-default", "A mortgage that defaults", (
        Role(
            5, "borrower", salaried=True, loan="mortgage", loan_status="defaulted", loan_days_ago=900,
            job_lost_days_ago=820,
        ),
    )),
    Storyline("storm-claim", "A storm claim that is paid", (
        Role(6, "policyholder", segment="premium", policies=("property",), storm_days_ago=300),
    )),
    Storyline("structuring-ring", "A ring that deposits cash below the reporting threshold", (
        Role(7, "organizer", risk="high", deposits="planted"),
        Role(8, "helper", risk="medium", deposits="planted"),
        Role(9, "helper", risk="medium", deposits="planted"),
    )),
    Storyline("innocent-twin", "The ring's innocent twin: a store's daily cash receipts", (
        Role(10, "store owner", deposits="twin"),
    )),
    Storyline("early-payoff", "A loan that is paid off early", (
        Role(
            11, "borrower", ("checking", "savings"), segment="premium", salaried=True,
            loan="personal", loan_status="paid_off", loan_days_ago=800,
            policies=("vehicle",),
        ),
    )),
    Storyline("dormant-account", "An account that nobody has used for years", (
        Role(12, "owner", ("savings",), status="dormant"),
    )),
)  # fmt: skip

ROLES = {role.customer: role for storyline in STORYLINES for role in storyline.roles}
"""The roles by customer number."""
LAST_STORYLINE_CUSTOMER = max(ROLES)
"""The highest customer number in a storyline; lower numbers without a role are ordinary customers."""
