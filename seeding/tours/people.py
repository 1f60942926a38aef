"""Tours of the people whose stories are their accounts: the household, the dormant account."""

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
        "Two adults of one surname; each is a customer in their own right.",
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
        "They live at one address, which customer relations know.",
        CustomerProfile,
        """
        SELECT customer_id, full_name, address, city, customer_segment, assigned_agent_id
        FROM customer_profiles
        WHERE customer_id IN ('{customer}', '{customer_2}')
        ORDER BY customer_id
        """,
        Page(Customer, "{customer_2}"),
        keeps=("assigned_agent_id",),
    ),
    Stop(
        "One adviser keeps both.",
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
        "The joint account: a link between the accounts of the two, made after both were opened.",
        AccountRelationship,
        """
        SELECT relationship_id, primary_account_id, related_account_id, relationship_type, created_at::date AS linked
        FROM account_relationships
        WHERE relationship_type = 'joint_owner' AND primary_account_id IN ('{account}', '{account_2}')
        ORDER BY relationship_id
        """,
        Page(AccountRelationship, "{relationship_id}"),
        keeps=("relationship_id",),
    ),
    Stop(
        "A steady salary on banking days from one employer.",
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
        "A health policy, paid every quarter from that account.",
        Policy,
        """
        SELECT p.policy_id, p.policy_type, p.premium_frequency, p.linked_account_id, count(*) AS premiums,
        sum(m.amount) AS paid
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
        "The bank says that this customer is dormant.",
        CustomerProfile,
        """
        SELECT customer_id, full_name, customer_status, onboarding_date, kyc_status
        FROM customer_profiles
        WHERE customer_id = '{customer}'
        """,
        _CUSTOMER,
    ),
    Stop(
        "The savings account is open and holds money.",
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
        "The ledger agrees: since it was opened nobody did anything, and only the bank's interest moves it.",
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
        "If a large sum left it now, this rule would catch it.",
        ComplianceRule,
        """
        SELECT rule_id, rule_name, threshold_value, is_active, description
        FROM compliance_rules
        WHERE rule_id = 'R14'
        """,
        Page(ComplianceRule, "R14"),
    ),
    Stop(
        "Sleeping customers are verified, too: when, and when the next review is due.",
        KycRecord,
        """
        SELECT kyc_id, verification_date, kyc_status, document_type, expiry_date, next_review_date, risk_rating
        FROM kyc_records
        WHERE customer_id = '{customer}'
        """,
        Page(Customer, "{customer}", "compliance"),
    ),
)
