{#
  What landed of an event table per reporting day: rows per landed file, and the newest loader stamp. Reads the
  time and the loader's columns alone. `time_expression` is SQL over the declared columns that gives the UTC
  instant. In a table that always lands whole a new file can delete rows of any day: there neither file nor stamp
  is given, which int_web__event_days takes as "always rebuild".
#}
{% macro landed_event_days(system, table, time_expression) %}
    {%- set source_relation = source(system, table) -%}
    {%- if not execute -%}select 1 as parsing{%- do return('') -%}{%- endif -%}
    {%- set meta = graph.sources['source.' ~ project_name ~ '.' ~ system ~ '.' ~ table].config.meta -%}
    {%- set is_snapshot = meta.get('load') == 'full_snapshot' or (system ~ '.' ~ table) in var('full_snapshot_tables') %}
select
    source_system,
    source_instance,
    event_date,
    {{ 'cast(null as ' ~ dbt.type_string() ~ ')' if is_snapshot else 'landed_file' }} as landed_file,
    count(*) as row_count,
    {{ 'cast(null as timestamp)' if is_snapshot else 'max(loaded_at)' }} as last_loaded_at
from (
    select
        source_system,
        source_instance,
        landed_file,
        loaded_at,
        {{ to_reporting_date(time_expression) }} as event_date
    from (
        {{ read_landed_table(system, table) }}
    ) as landed
) as landed_days
where event_date is not null
group by source_system, source_instance, event_date{{ ', landed_file' if not is_snapshot }}
{% endmacro %}
