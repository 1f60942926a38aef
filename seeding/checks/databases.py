"""The databases that checks query, by name."""

from datahub.databases import DATABASE_OF_APP

EMPLOYEES_DB = DATABASE_OF_APP["employees"]
CUSTOMER_DB = DATABASE_OF_APP["customers"]
ACCOUNTS_DB = DATABASE_OF_APP["accounts"]
LOANS_DB = DATABASE_OF_APP["loans"]
INSURANCE_DB = DATABASE_OF_APP["insurance"]
COMPLIANCE_DB = DATABASE_OF_APP["compliance"]
