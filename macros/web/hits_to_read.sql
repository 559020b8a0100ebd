{# The hits of sessions on the days that an incremental model of int_web__hits does not hold; all of them in a full refresh. #}
{% macro hits_to_read() %}
select hits.*
from {{ ref('int_web__hits') }} as hits
inner join (
    {{ absent_event_days() }}
) as days_to_read
    on
        hits.source_system = days_to_read.source_system
        and hits.source_instance = days_to_read.source_instance
        and hits.event_date = days_to_read.event_date
where hits.session_key is not null
{% endmacro %}
