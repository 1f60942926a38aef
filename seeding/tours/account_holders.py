"""The tours of account holders: the household and the dormant account."""

from datahub.accounts.models import Account, AccountRelationship, Customer, Transaction
from datahub.compliance.models import ComplianceRule, KycRecord
from datahub.customers.models import CustomerProfile
from datahub.employees.models import Employee, EmployeeAssignment
from datahub.insurance.models import Policy
from seeding.tours.tour import Page, Stop, tour

_CUSTOMER = Page(Customer, "{customer}")

HOUSEHOLD = tour(
    "household",
    Stop(
        "Two adults with the same surname. Each is a customer.",
        Customer,
        """
        SELECT customer_id, first_name, last_name, date_of_birth, created_at::date AS joined
        FROM customers
        WHERE customer_id IN ('{customer}', '{customer_2}')
        ORDER BY customer_id
        """,
        _CUSTOMER,
    ),
    Stop(
        "The CRM database shows that they live at the same address.",
        CustomerProfile,
        """
        SELECT customer_id, full_name, address, city, customer_segment, assigned_agent_id
        FROM customer_profiles
        WHERE customer_id IN ('{customer}', '{customer_2}')
        ORDER BY customer_id
        """,
        Page(Customer, "{customer_2}"),
        captures=("assigned_agent_id",),
    ),
    Stop(
        "They have the same advisor.",
        EmployeeAssignment,
        """
        SELECT a.related_entity_id, e.first_name, e.last_name, e.role, a.start_date
        FROM employee_assignments AS a
        JOIN employees AS e ON e.employee_id = a.employee_id
        WHERE a.related_entity_id IN ('{customer}', '{customer_2}') AND a.end_date IS NULL
        ORDER BY a.related_entity_id
        """,
        Page(Employee, "{assigned_agent_id}"),
    ),
    Stop(
        "The joint account is a link between their two accounts, created after both were opened.",
        AccountRelationship,
        """
        SELECT relationship_id, primary_account_id, related_account_id, relationship_type, created_at::date AS linked
        FROM account_relationships
        WHERE relationship_type = 'joint_owner' AND primary_account_id IN ('{account}', '{account_2}')
        ORDER BY relationship_id
        """,
        Page(AccountRelationship, "{relationship_id}"),
        captures=("relationship_id",),
    ),
    Stop(
        "A regular salary from one employer, always on a business day.",
        Transaction,
        """
        SELECT transaction_id, transaction_date::date AS day, transaction_amount, balance_after, description
        FROM transactions
        WHERE account_id = '{account}' AND transaction_type = 'salary'
        ORDER BY transaction_id
        LIMIT 6
        """,
        Page(Account, "{account}", "statement"),
    ),
    Stop(
        "Every card purchase has the four-digit category of its merchant (MCC): 5411 is groceries.",
        Transaction,
        """
        SELECT merchant_category, count(*) AS purchases, -sum(transaction_amount) AS spent, min(description) AS example
        FROM transactions
        WHERE account_id = '{account}' AND channel = 'card' AND transaction_type = 'payment'
        GROUP BY merchant_category
        ORDER BY spent DESC, merchant_category
        LIMIT 8
        """,
        Page(Account, "{account}", "statement"),
    ),
    Stop(
        "A health policy with quarterly premiums, paid from that account; it names the person it insures.",
        Policy,
        """
        SELECT p.policy_id, p.product_name, p.insured_name, p.insured_relationship, p.premium_frequency,
        p.linked_account_id, count(*) AS premiums, sum(m.amount) AS paid
        FROM policies AS p
        JOIN premium_payments AS m ON m.policy_id = p.policy_id
        WHERE p.customer_id = '{customer}' AND m.payment_status = 'completed'
        GROUP BY p.policy_id
        ORDER BY p.policy_id
        """,
        Page(Policy, "{policy}"),
    ),
)

DORMANT_ACCOUNT = tour(
    "dormant-account",
    Stop(
        "The CRM database shows the customer as dormant.",
        CustomerProfile,
        """
        SELECT customer_id, full_name, customer_status, onboarding_date, kyc_status
        FROM customer_profiles
        WHERE customer_id = '{customer}'
        """,
        _CUSTOMER,
    ),
    Stop(
        "The savings account is open and has a balance.",
        Account,
        """
        SELECT account_id, account_type, account_status, balance, opened_date
        FROM accounts
        WHERE customer_id = '{customer}'
        ORDER BY account_id
        """,
        Page(Account, "{account}"),
    ),
    Stop(
        "The ledger agrees: since the opening deposit, the account has only received interest.",
        Transaction,
        """
        SELECT transaction_id, transaction_date::date AS day, transaction_type, channel, transaction_amount,
        balance_after
        FROM transactions
        WHERE account_id = '{account}'
        ORDER BY transaction_id
        """,
        Page(Account, "{account}", "statement"),
    ),
    Stop(
        "If a large amount left the account now, this rule would raise an alert.",
        ComplianceRule,
        """
        SELECT rule_id, rule_name, threshold_value, is_active, description
        FROM compliance_rules
        WHERE rule_id = 'R14'
        """,
        Page(ComplianceRule, "R14"),
    ),
    Stop(
        "The bank verifies dormant customers, too. The row shows the last verification and the day of the next review.",
        KycRecord,
        """
        SELECT kyc_id, verification_date, kyc_status, document_type, expiry_date, next_review_date, risk_rating
        FROM kyc_records
        WHERE customer_id = '{customer}'
        """,
        Page(Customer, "{customer}", "compliance"),
    ),
)
