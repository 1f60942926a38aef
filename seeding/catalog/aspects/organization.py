"""Domains, and the bank's departments and staff as groups and users."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from seeding.catalog.bank_facts import BankFacts
from seeding.catalog.domains import DOMAINS
from seeding.catalog.pack_urns import domain_urn, group_urn, user_urn
from seeding.catalog.proposals import Proposal, owned_by
from seeding.catalog.timestamps import PACK_USER, stamp

MEMBERS = 3
"""Employees of each department, beside the heads, that the pack names: those who have served longest."""

_DEPARTMENTS = "SELECT department_name, department_head_id AS head FROM departments ORDER BY department_id"
_STAFF = f"""
    SELECT employee_id, first_name, last_name, email, role, department, manager_id
    FROM (
        SELECT *, row_number() OVER (
            PARTITION BY department ORDER BY hire_date, length(employee_id), employee_id
        ) AS place
        FROM employees WHERE employment_status = 'active'
    ) staff
    WHERE place <= {MEMBERS} OR employee_id IN (SELECT department_head_id FROM departments)
    ORDER BY length(employee_id), employee_id
"""

Employee = Mapping[str, Any]


def staff(facts: BankFacts) -> list[Employee]:
    """Return the employees that the pack names as users."""
    return list(facts.rows("employees_db", _STAFF))


def heads(facts: BankFacts) -> dict[str, str]:
    """Return the number of the employee who heads each department that has a head."""
    return {row["department_name"]: row["head"] for row in facts.rows("employees_db", _DEPARTMENTS) if row["head"]}


def organization(facts: BankFacts) -> Iterator[Proposal]:
    """Yield domains, groups and users."""
    yield Proposal(PACK_USER, "corpUserInfo", {"active": True, "displayName": "DataHub Bank", "system": True})
    for domain in DOMAINS:
        urn = domain_urn(domain.name)
        properties = {"name": domain.name, "description": domain.description, "created": stamp(facts.close)}
        yield Proposal(urn, "domainProperties", properties)
        yield Proposal(urn, "ownership", owned_by((group_urn(domain.owner), "BUSINESS_OWNER")))
    yield from _groups(facts)
    yield from _users(facts)


def _groups(facts: BankFacts) -> Iterator[Proposal]:
    """Yield the departments; who belongs to a group is said by the users."""
    head_of = heads(facts)
    for row in facts.rows("employees_db", _DEPARTMENTS):
        name = row["department_name"]
        admins = [user_urn(head_of[name])] if name in head_of else []
        info = {
            "displayName": name,
            "description": f"The bank's department {name}.",
            "admins": admins,
            "members": [],
            "groups": [],
            "created": stamp(facts.close),
        }
        yield Proposal(group_urn(name), "corpGroupInfo", info)


def _users(facts: BankFacts) -> Iterator[Proposal]:
    headed: defaultdict[str, list[str]] = defaultdict(list)
    for department, head in heads(facts).items():
        headed[head].append(department)
    employees = staff(facts)
    known = {employee["employee_id"] for employee in employees}
    for employee in employees:
        urn, number = user_urn(employee["employee_id"]), employee["employee_id"]
        yield Proposal(urn, "corpUserInfo", _user_info(employee, known))
        departments = dict.fromkeys([employee["department"], *headed[number]])
        yield Proposal(urn, "groupMembership", {"groups": [group_urn(name) for name in departments]})


def _user_info(employee: Employee, known: set[str]) -> Mapping[str, Any]:
    name = f"{employee['first_name']} {employee['last_name']}"
    manager = {"managerUrn": user_urn(employee["manager_id"])} if employee["manager_id"] in known else {}
    return {
        "active": True,
        "displayName": name,
        "fullName": name,
        "firstName": employee["first_name"],
        "lastName": employee["last_name"],
        "email": employee["email"],
        "title": employee["role"],
        "departmentName": employee["department"],
        **manager,
    }
