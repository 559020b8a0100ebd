{#
  Every landed row of a source table with its declared columns, typed. A value that cannot be cast is null
  here and stands in dq_quarantined_values; a column or table that did not land is a typed null or an empty
  relation. Beside the declared columns it gives what latest_version_per_key() reads: source_system,
  source_instance, is_deleted (any loader's mark), loaded_at, is_current_version, landed_file, landed_batch
  and landed_row_number.
#}
{% macro read_landed_table(system, table) %}
    {%- set source_relation = source(system, table) -%}
    {%- if not execute -%}select 1 as parsing{%- do return('') -%}{%- endif -%}
    {%- set found = landed_table(system, table) %}
select
    source_system,
    source_instance,
    {%- for column in found.columns if column.name not in ['source_system', 'source_instance', 'is_deleted'] %}
        {%- set typed = typed_landed_column(column, system)
            if column.landed else 'cast(null as ' ~ column.data_type ~ ')' %}
        {%- if column.name == 'currency' %}
    coalesce(upper({{ typed }}), '{{ var("source_currency").get(system) or var("reporting_currency") }}') as currency,
        {%- else %}
    {{ typed }} as {{ column.name }},
        {%- endif %}
    {%- endfor %}
    is_deleted,
    {{ cast_landed_text('loaded_text', 'timestamp', system) }} as loaded_at,
    is_current_version,
    landed_file,
    landed_batch,
    landed_row_number
from (
    {{ landed_texts(system, found) }}
) as texts
{% endmacro %}


{#
  The first layer of a landed table: its declared columns as clean text under their declared names (as they are
  where they landed in their declared type), and the loader's own columns. Casts refer to these, so that an engine plans each text once.
#}
{% macro landed_texts(system, found) %}
    {%- set landed = found.landed -%}
    {%- set by_name = {} -%}
    {%- for column in found.columns -%}{%- do by_name.update({column.name: column}) -%}{%- endfor -%}
    {%- set own_instance = 'source_instance' in by_name and not landed.get('sourceinstance', '_').startswith('_') -%}

    {%- set deletes = [] -%}
    {%- for mark in ['fivetrandeleted', 'isdeleted', 'deleted', 'archived', 'isdelete'] if mark in landed -%}
        {%- do deletes.append('coalesce(' ~ parse_boolean(landed_text(quote_landed(landed[mark]))) ~ ', false)') -%}
    {%- endfor -%}
    {%- for mark in ['abcdcdeletedat', 'sdcdeletedat', 'deletestamp'] if mark in landed -%}
        {%- do deletes.append(landed_text(quote_landed(landed[mark])) ~ ' is not null') -%}
    {%- endfor -%}

    {%- set stamps = [] -%}
    {%- for stamp in ['fivetransynced', 'airbyteextractedat', 'airbyteemittedat', 'sdcbatchedat', 'sdcreceivedat', 'dltloadid'] if stamp in landed -%}
        {%- do stamps.append(landed_text(quote_landed(landed[stamp]))) -%}
    {%- endfor %}
    select
        {%- if 'source_system' in by_name and by_name['source_system'].landed %}
        coalesce({{ landed_column_text(by_name['source_system']) }}, '{{ system }}') as source_system,
        {%- else %}
        '{{ system }}' as source_system,
        {%- endif %}
        {%- if found.relation is none %}
        cast(null as {{ dbt.type_string() }}) as source_instance,
        {%- elif own_instance %}
        coalesce({{ landed_text(quote_landed(landed['sourceinstance'])) }}, {{ landed_metadata(landed, '_source_instance') }})
            as source_instance,
        {%- else %}
        {{ landed_metadata(landed, '_source_instance') }} as source_instance,
        {%- endif %}
        {%- for column in found.columns if column.landed and column.name not in ['source_system', 'source_instance', 'is_deleted'] %}
        {{ landed_value(column) if column.is_typed else needed_column_text(column, by_name) }} as {{ column.name }},
        {%- endfor %}
        {{ '(' ~ deletes | join(' or ') ~ ')' if deletes else 'false' }} as is_deleted,
        {{ 'coalesce(' ~ (stamps + ['null']) | join(', ') ~ ')' if stamps else 'cast(null as ' ~ dbt.type_string() ~ ')' }} as loaded_text,
        {{ 'coalesce(' ~ parse_boolean(landed_text(quote_landed(landed['fivetranactive']))) ~ ', true)'
            if 'fivetranactive' in landed else 'true' }} as is_current_version,
        {{ landed_metadata(landed, '_file') }} as landed_file,
        {{ landed_metadata(landed, '_batch') }} as landed_batch,
        {{ landed_metadata(landed, '_row_number', 'bigint') }} as landed_row_number
    {%- if found.relation %}
    from {{ landed_rows(found) }}
    {%- else %}
    from (select 1 as absent) as absent_table
    where false
    {%- endif %}
{% endmacro %}


{# Loader columns of the landing step; tables that were in the warehouse already have none of them. #}
{% macro landed_metadata(landed, name, data_type='varchar') -%}
    {%- set fallback = "'main'" if name == '_source_instance' else 'null' -%}
    cast({{ quote_landed(landed[name]) if name in landed else fallback }} as {{ dbt.type_string() if data_type == 'varchar' else data_type }})
{%- endmacro %}


{# A landed header may be any word, reserved ones and spaces included. #}
{% macro quote_landed(name) -%}
    {%- set mark = adapter.quote('')[0] -%}
    {{ adapter.quote(name | replace(mark, mark ~ mark)) }}
{%- endmacro %}


{# The landed value of a declared column: of its own column, inside a nested one, or in the loader's JSON `properties`. #}
{% macro landed_value(column) -%}
    {%- if column.nested and column.own -%}
        coalesce({{ landed_text(quote_landed(column.own)) }}, nullif({{ trimmed(nested_value(column.nested)) }}, ''))
    {%- elif column.nested -%}{{ nested_value(column.nested) }}
    {%- elif column.is_json -%}
        {%- set values = [] -%}
        {%- for key in column.json_keys -%}{%- do values.append(json_text(quote_landed('properties'), key)) -%}{%- endfor -%}
        {{ 'coalesce(' ~ values | join(', ') ~ ')' if values | length > 1 else values[0] }}
    {%- elif column.landed -%}{{ quote_landed(column.landed) }}
    {%- else -%}null{%- endif -%}
{%- endmacro %}


{# The clean text of a declared column. Nested values have no words for null, so their empty text alone is null. #}
{% macro landed_column_text(column) -%}
    {%- if column.nested and column.own -%}{{ landed_value(column) }}
    {%- elif column.nested -%}nullif({{ trimmed(landed_value(column)) }}, '')
    {%- else -%}{{ landed_text(landed_value(column)) }}
    {%- endif -%}
{%- endmacro %}


{# The clean text of a column; of one with meta `read_without` only in rows that lack one of these columns, as it costs much. #}
{% macro needed_column_text(column, by_name) -%}
    {%- set lacks = [] -%}
    {%- for name in (column.nested or {}).get('read_without', []) -%}
        {%- do lacks.append(landed_value(by_name[name]) ~ ' is null' if by_name[name].landed else 'true') -%}
    {%- endfor -%}
    {{ 'case when ' ~ lacks | join(' or ') ~ ' then ' ~ landed_column_text(column) ~ ' end' if lacks else landed_column_text(column) }}
{%- endmacro %}


{# A column of landed_texts() in its declared type; null where it cannot be read as one. #}
{% macro typed_landed_column(column, system) -%}
    {{ column.name if column.is_typed else cast_landed_text(column.name, column.data_type, system) }}
{%- endmacro %}


{# Text as landed: trimmed; the empty text and the loaders' words for null are null. #}
{% macro landed_text(expression) -%}
    {%- set text = trimmed('cast(' ~ expression ~ ' as ' ~ dbt.type_string() ~ ')') -%}
    {#- chr(92) is a backslash, which not every engine takes as it stands. -#}
    {{ ' ' }}case when {{ text }} not in ('', 'NULL', 'null', chr(92) || 'N') then {{ text }} end
{%- endmacro %}


{# Clean landed text in a declared type; null where it cannot be read as one. #}
{% macro cast_landed_text(text, data_type, system) -%}
    {%- if data_type in ('string', 'varchar', 'text') -%}{{ text }}
    {%- elif data_type == 'boolean' -%}{{ parse_boolean(text) }}
    {%- elif data_type == 'date' -%}{{ parse_date(text, system) }}
    {%- elif data_type == 'timestamp' -%}{{ parse_timestamp(text, system) }}
    {%- else -%}{{ parse_number(text, data_type) }}
    {%- endif -%}
{%- endmacro %}


{# A landed value in a declared type, straight from its landed column. #}
{% macro cast_landed_value(expression, data_type, system) -%}
    {{ cast_landed_text(landed_text(expression), data_type, system) }}
{%- endmacro %}
