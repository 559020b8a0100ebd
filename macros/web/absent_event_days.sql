{# The days of int_web__event_days that an incremental web model does not hold and has to read; all of them in a full refresh. #}
{% macro absent_event_days() %}
select event_days.*
from {{ ref('int_web__event_days') }} as event_days
{%- if is_incremental() %}
left join (
    select distinct
        source_system,
        source_instance,
        event_date
    from {{ this }}
) as days_held
    on
        event_days.source_system = days_held.source_system
        and event_days.source_instance = days_held.source_instance
        and event_days.event_date = days_held.event_date
where days_held.event_date is null
{%- endif %}
{% endmacro %}
