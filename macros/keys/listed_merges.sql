{# Merges are rows of source_system, source_instance, merged_id (the record that is gone) and surviving_id. #}

{#
  One row per id in the column `merged_ids` of a CTE: "1;2;3", a lone number, an empty or missing list. As its
  lists name what is gone, the row's own id is the survivor.
#}
{% macro listed_merges(records, record_id) %}
select
    lists.source_system,
    lists.source_instance,
    {{ list_item('lists.ids', ';', 'positions.number + 1') }} as merged_id,
    lists.record_id as surviving_id
from (
    select
        source_system,
        source_instance,
        {{ record_id }} as record_id,
        translate(regexp_replace(merged_ids, '[.]0$', ''), ',[]" ', ';') as ids
    from {{ records }}
    where merged_ids is not null
) as lists
inner join ({{ numbers(1000) }}) as positions
    on positions.number <= length(lists.ids) - length(replace(lists.ids, ';', ''))
where {{ list_item('lists.ids', ';', 'positions.number + 1') }} not in ('', lists.record_id)
{% endmacro %}


{# Those of a record's own list, and those of a CTE of merges whose `record_id` is the survivor. #}
{% macro listed_and_logged_merges(records, record_id, log, merged_id) %}
{{ listed_merges(records, record_id) }}
union all
select
    source_system,
    source_instance,
    {{ merged_id }} as merged_id,
    {{ record_id }} as surviving_id
from {{ log }}
where not is_deleted
{% endmacro %}


{# One survivor per record that is gone; of two records that each name the other the smaller id survives. #}
{% macro direct_merges(merges) %}
    select
        merges.source_system,
        merges.source_instance,
        merges.merged_id,
        min(merges.surviving_id) as surviving_id
    from {{ merges }} as merges
    left join {{ merges }} as reversed_merges
        on
            merges.source_system = reversed_merges.source_system
            and merges.source_instance = reversed_merges.source_instance
            and merges.merged_id = reversed_merges.surviving_id
            and merges.surviving_id = reversed_merges.merged_id
    where
        merges.merged_id != merges.surviving_id
        and (reversed_merges.merged_id is null or merges.surviving_id < merges.merged_id)
    group by merges.source_system, merges.source_instance, merges.merged_id
{% endmacro %}


{#
  The record that is left of each one that is gone, over chains of up to five merges: for systems whose loader
  leaves the history of the gone record behind under its own id.
#}
{% macro surviving_ids(merges) %}
{%- set hops = ['second', 'third', 'fourth', 'fifth'] %}
select
    first_merges.source_system,
    first_merges.source_instance,
    first_merges.merged_id,
    coalesce({% for hop in hops | reverse %}{{ hop }}_merges.surviving_id, {% endfor %}first_merges.surviving_id) as surviving_id
from ({{ direct_merges(merges) }}) as first_merges
{%- for hop in hops %}
    {%- set previous = ([none, 'first'] + hops)[loop.index] %}
left join ({{ direct_merges(merges) }}) as {{ hop }}_merges
    on
        {{ previous }}_merges.source_system = {{ hop }}_merges.source_system
        and {{ previous }}_merges.source_instance = {{ hop }}_merges.source_instance
        and {{ previous }}_merges.surviving_id = {{ hop }}_merges.merged_id
{%- endfor %}
{% endmacro %}


{#
  The records of a CTE: key, `columns` and `merged_into_id`; and one empty record (is_landed false) per id that only a merge tells
  of, so that its history finds the survivor. A merged-away record is deleted, unless its survivor is deleted or
  unknown: a merge never takes both.
#}
{% macro records_with_merges(records, record_id, merges, columns) %}
select
    ids.source_system,
    ids.source_instance,
    ids.record_id as {{ record_id }},
    {%- for column in columns %}
    records.{{ column }},
    {%- endfor %}
    records.{{ record_id }} is not null as is_landed,
    case when survivors.record_id is not null then direct.surviving_id end as merged_into_id,
    coalesce(records.is_deleted, true) or coalesce(survivors.deleted_count = 0, false) as is_deleted
from (
    select source_system, source_instance, {{ record_id }} as record_id from {{ records }}
    union
    select source_system, source_instance, merged_id as record_id from {{ merges }}
) as ids
left join {{ records }} as records
    on
        ids.source_system = records.source_system
        and ids.source_instance = records.source_instance
        and ids.record_id = records.{{ record_id }}
left join ({{ direct_merges(merges) }}) as direct
    on
        ids.source_system = direct.source_system
        and ids.source_instance = direct.source_instance
        and ids.record_id = direct.merged_id
left join (
    select source_system, source_instance, record_id, min(deleted_count) as deleted_count
    from (
        select source_system, source_instance, {{ record_id }} as record_id, cast(is_deleted as int) as deleted_count from {{ records }}
        union all
        select source_system, source_instance, merged_id as record_id, 1 as deleted_count from {{ merges }}
    ) as known_records
    group by source_system, source_instance, record_id
) as survivors
    on
        direct.source_system = survivors.source_system
        and direct.source_instance = survivors.source_instance
        and direct.surviving_id = survivors.record_id
{% endmacro %}
