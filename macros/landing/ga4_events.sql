{#
  The events of a landed GA4 table, each once, with their instant (occurred_at), their day in the property's own zone
  (property_date), their id, and the place of the table among those that can hold the day (table_rank). The id is made
  of the table's key: two events of one instant differ in their place in the bundle or, where the export has no
  batch ids, in their parameters.
#}
{% macro ga4_events(table) %}
    {%- set instant = 'event_at' if table == 'event' else timestamp_of_micros('event_timestamp') -%}
    {%- set micros = micros_of_timestamp('event_at') if table == 'event' else 'event_timestamp' -%}
    {%- set optional = ['event_bundle_sequence_id', 'batch_page_id', 'batch_ordering_id', 'batch_event_index', 'event_params'] %}
select
    events.*,
    {{ instant }} as occurred_at,
    {{ ga4_property_date(instant) }} as property_date,
    {{ ga4_table_rank(table) }} as table_rank,
    md5(concat(
        coalesce(user_pseudo_id, ''), '|', cast({{ micros }} as {{ dbt.type_string() }}), '|', event_name
        {%- for column in optional %}, '|', coalesce(cast({{ column }} as {{ dbt.type_string() }}), ''){% endfor %}
    )) as web_event_id
from (
    {{ latest_version_per_repeated_key('ga4', table) }}
) as events
{% endmacro %}


{#
  The table that each day of a property is read from, as its rank: a daily table before an intraday one, the
  nested tables before the flat one. Rows of other tables on that day are excluded.
#}
{% macro ga4_first_tables() %}
select
    source_instance,
    property_date,
    min(table_rank) as first_rank
from (
    {%- for table in ['events', 'event', 'events_intraday'] %}
    select
        source_instance,
        {{ ga4_property_date('event_at' if table == 'event' else timestamp_of_micros('event_timestamp')) }} as property_date,
        {{ ga4_table_rank(table) }} as table_rank
    from (
        {{ read_landed_table('ga4', table) }}
    ) as {{ table }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
) as landed_days
group by source_instance, property_date
{% endmacro %}


{# The day of an event in the property's own zone; where it did not land, the reporting day. #}
{% macro ga4_property_date(instant) -%}
    coalesce(event_date, {{ to_reporting_date(instant) }})
{%- endmacro %}


{# The place of a GA4 event table among those that can hold a day. #}
{% macro ga4_table_rank(table) -%}
    {%- if table == 'events' -%}1
    {%- elif table == 'event' -%}case when is_intraday then 4 else 2 end
    {%- else -%}3
    {%- endif -%}
{%- endmacro %}


{# A GA4 value; null for the words that GA4 writes where there is none. #}
{% macro ga4_value(expression) -%}
    case
        when {{ expression }} not like '(%' and {{ expression }} not like '<%' then {{ expression }}
        when regexp_extract(
            lower({{ expression }}),
            '^([(](not set|data deleted|not available|not provided|other|direct|none|organic|referral)[)]|<other>)$', 0
        ) = '' then {{ expression }}
    end
{%- endmacro %}
