"""Which Django app lives in which database: the only such list. Aliases are the names of the databases."""

DATABASE_OF_APP = {
    "employees": "employees_db",
    "customers": "customer_db",
    "accounts": "accounts_db",
    "loans": "loans_db",
    "insurance": "insurance_db",
    "compliance": "compliance_db",
}

BANK_DATABASES = tuple(DATABASE_OF_APP.values())
