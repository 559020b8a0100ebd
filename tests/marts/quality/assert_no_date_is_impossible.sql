-- No close date lies in the future of a closed deal, and no stage comes before an earlier one. Others are listed in quality.dq_date_anomalies.
-- Warns only: a company with a dirty source must get its numbers, with the dirt shown (counts differ from day to day).
{{ config(severity='warn') }}

select *
from {{ ref('dq_date_anomalies') }}
