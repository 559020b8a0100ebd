-- Every value of the target profile is one that the warehouse uses: a misspelt one would fit nobody, silently.

with

known_values as (

    select
        'industry' as attribute,
        industry as known_value
    from {{ ref('mapping_industries') }}
    union all
    select
        'country' as attribute,
        country as known_value
    from {{ ref('mapping_countries') }}
    union all
    select
        'title_level' as attribute,
        title_level as known_value
    from {{ ref('mapping_title_levels') }}
    union all
    select
        'size_band' as attribute,
        size_band as known_value
    from {{ ref('policy_size_bands') }}

)

select
    target_profile.attribute,
    target_profile.value
from {{ ref('policy_target_profile') }} as target_profile
left join known_values
    on target_profile.attribute = known_values.attribute and target_profile.value = known_values.known_value
where known_values.known_value is null
