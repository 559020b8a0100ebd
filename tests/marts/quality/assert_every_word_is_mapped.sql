-- Every status, stage, source and industry is known to a mapping. Others are listed in quality.dq_unmapped_values: add them to RAW_DATA_DIR/mapping/.
-- Warns only: a company with a dirty source must get its numbers, with the dirt shown (counts differ from day to day).
{{ config(severity='warn') }}

select *
from {{ ref('dq_unmapped_values') }}
