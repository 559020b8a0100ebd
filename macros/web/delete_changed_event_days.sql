{#
  Pre-hook of the incremental event models: deletes every day whose fingerprint is no longer that of
  `event_days`, vanished days included, so that the model finds it absent and reads it again.
#}
{% macro delete_changed_event_days(event_days='int_web__event_days') %}
    {%- if execute and load_relation(this) and not flags.FULL_REFRESH -%}
delete from {{ this }} as held
where not exists (
    select 1
    from {{ ref(event_days) }} as days
    where
        days.source_system = held.source_system
        and days.source_instance = held.source_instance
        and days.event_date = held.event_date
        and days.day_fingerprint = held.day_fingerprint
)
    {%- endif -%}
{% endmacro %}
