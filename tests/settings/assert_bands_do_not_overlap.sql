-- No number of employees and no amount falls into two bands, and no band ends before it begins.

with

bands as (

    select
        'policy_size_bands' as settings,
        size_band as band,
        cast(min_employees as decimal(20, 2)) as lower_bound,
        cast(max_employees + 1 as decimal(20, 2)) as upper_bound
    from {{ ref('policy_size_bands') }}
    union all
    select
        'policy_deal_size_bands' as settings,
        deal_size_band as band,
        cast(min_amount as decimal(20, 2)) as lower_bound,
        cast(max_amount as decimal(20, 2)) as upper_bound
    from {{ ref('policy_deal_size_bands') }}
    union all
    select
        'policy_budget_bands' as settings,
        budget_band as band,
        cast(min_amount as decimal(20, 2)) as lower_bound,
        cast(max_amount as decimal(20, 2)) as upper_bound
    from {{ ref('policy_budget_bands') }}

)

select
    bands.settings,
    bands.band,
    others.band as overlapping_band
from bands
inner join bands as others
    on
        bands.settings = others.settings
        and bands.band < others.band
        and coalesce(bands.lower_bound < others.upper_bound, true)
        and coalesce(bands.upper_bound > others.lower_bound, true)

union all

select
    settings,
    band,
    band as overlapping_band
from bands
where upper_bound <= lower_bound
