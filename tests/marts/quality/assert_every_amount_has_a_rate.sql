-- Every amount in another currency has a rate of exchange. Missing ones are listed in quality.dq_missing_rates: add them to finance_fx_rates.
-- Warns only: a company with a dirty source must get its numbers, with the dirt shown (counts differ from day to day).
{{ config(severity='warn') }}

select *
from {{ ref('dq_missing_rates') }}
