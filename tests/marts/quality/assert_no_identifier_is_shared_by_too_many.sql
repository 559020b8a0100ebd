-- No e-mail address is shared by more records than var max_records_per_email, no visitor by more people than max_people_per_visitor.
-- Others are listed, hashed, in quality.dq_identity_cuts.
-- Warns only: a company with a dirty source must get its numbers, with the dirt shown (counts differ from day to day).
{{ config(severity='warn') }}

select *
from {{ ref('dq_identity_cuts') }}
