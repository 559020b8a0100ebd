-- Every landed row is kept, a duplicate, deleted, excluded or rejected: per table the parts add up to what landed.

select *
from {{ ref('dq_row_accounting') }}
where landed_count != kept_count + duplicate_count + deleted_count + excluded_count + rejected_count
