-- No landed row is rejected. Rejected ones are listed in quality.dq_rejected_rows with file, row and reason.
-- Warns only: a company with a dirty source must get its numbers, with the dirt shown (counts differ from day to day).
{{ config(severity='warn') }}

select *
from {{ ref('dq_rejected_rows') }}
