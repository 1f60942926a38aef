-- The deposits of customer_360 are the balances of accounts_db, currency by currency and to the cent.
WITH stated AS (
    UNPIVOT (
        SELECT
            coalesce(sum(deposits_usd), 0) AS USD,
            coalesce(sum(deposits_eur), 0) AS EUR,
            coalesce(sum(deposits_gbp), 0) AS GBP,
            coalesce(sum(deposits_cad), 0) AS CAD
        FROM {{ ref('customer_360') }}
    ) ON USD, EUR, GBP, CAD INTO NAME currency VALUE amount
),

booked AS (
    SELECT currency, sum(balance) AS amount
    FROM {{ source('accounts_db', 'accounts') }}
    GROUP BY currency
)

SELECT currency, stated.amount AS stated, booked.amount AS booked
FROM stated
FULL JOIN booked USING (currency)
WHERE coalesce(stated.amount, 0) <> coalesce(booked.amount, 0)
