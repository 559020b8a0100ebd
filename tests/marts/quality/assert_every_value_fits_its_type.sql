-- Every landed value fits its column's type. Others are listed in quality.dq_quarantined_values with file, row and column.
-- Warns only: a company with a dirty source must get its numbers, with the dirt shown (counts differ from day to day).
{{ config(severity='warn') }}

select *
from {{ ref('dq_quarantined_values') }}
