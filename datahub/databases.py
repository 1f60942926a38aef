"""The database of each of the bank's apps: the only list of both. The aliases are the names of the databases."""

DATABASE_OF_APP = {
    "employees": "employees_db",
    "customers": "customer_db",
    "accounts": "accounts_db",
    "loans": "loans_db",
    "insurance": "insurance_db",
    "compliance": "compliance_db",
}

BANK_DATABASES = tuple(DATABASE_OF_APP.values())
