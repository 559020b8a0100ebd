{# The days of `event_days` that an incremental event model does not hold and has to read; all of them in a full refresh. #}
{% macro absent_event_days(event_days='int_web__event_days') %}
select days.*
from {{ ref(event_days) }} as days
{%- if is_incremental() %}
left join (
    select distinct
        source_system,
        source_instance,
        event_date
    from {{ this }}
) as days_held
    on
        days.source_system = days_held.source_system
        and days.source_instance = days_held.source_instance
        and days.event_date = days_held.event_date
where days_held.event_date is null
{%- endif %}
{% endmacro %}
