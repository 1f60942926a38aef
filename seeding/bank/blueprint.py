"""The bank: all of its lives and recipes, wired and checked."""

from seeding.bank import cases
from seeding.bank.accounts import counterparties, covers, everyday, ledger, links, parties, people, persons, postings
from seeding.bank.accounts import lives as accounts
from seeding.bank.accounts import recipes as account_recipes
from seeding.bank.compliance import (
    answers,
    audit,
    audit_recipes,
    catches,
    deeds,
    filings,
    kyc,
    reports,
    schemes,
    screening,
    violations,
    watch,
)
from seeding.bank.compliance import recipes as compliance_recipes
from seeding.bank.customers import campaign_recipes, campaigns, complaints, contacts, reach, service_recipes, surveys
from seeding.bank.customers import lives as customers
from seeding.bank.customers import recipes as customer_recipes
from seeding.bank.employees import assignments, development_recipes, reviews, training
from seeding.bank.employees import lives as employees
from seeding.bank.employees import recipes as employee_recipes
from seeding.bank.insurance import beneficiaries, claims, deaths, events, losses, policies, premiums
from seeding.bank.insurance import bookings as insurance_bookings
from seeding.bank.insurance import recipes as insurance_recipes
from seeding.bank.loans import applications, bookings, schedule, security
from seeding.bank.loans import lives as loans
from seeding.bank.loans import recipes as loan_recipes
from seeding.engine.blueprint import Blueprint

BANK = Blueprint.of(
    employees, employee_recipes, training, reviews, assignments, development_recipes,
    people, cases, accounts, persons, parties, links, postings, everyday, covers, ledger,
    counterparties, account_recipes,
    customers, customer_recipes, reach, complaints, contacts, surveys, service_recipes, campaigns, campaign_recipes,
    applications, loans, schedule, security, bookings, loan_recipes,
    policies, premiums, deaths, losses, claims, events, beneficiaries, insurance_bookings, insurance_recipes,
    schemes, deeds, watch, catches, screening, reports, violations, kyc, filings, audit,
    compliance_recipes, audit_recipes, answers,
)  # fmt: skip
