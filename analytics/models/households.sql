-- A household is everybody with the same family name at the same address. It bears the id of its first member. Companies,
-- and customers without an address, are alone in theirs.
SELECT
    profile.customer_id,
    min(profile.customer_id) OVER household AS household_id,
    count(*) OVER household AS household_size
FROM {{ source('customer_db', 'customer_profiles') }} AS profile
JOIN {{ source('accounts_db', 'customers') }} AS customer ON customer.customer_id = profile.customer_id
WINDOW household AS (
    PARTITION BY customer.last_name, profile.address, profile.city, profile.country,
                 CASE WHEN profile.customer_segment = 'corporate' OR profile.address IS NULL THEN profile.customer_id END
)
