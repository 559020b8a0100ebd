{#
  What an incremental event model compares: a hash over the landed files of a day and the vars that decide how
  their text is read. `files_text` is one text of all of file_text().
#}
{% macro fingerprint_of_day(files_text) -%}
    {%- set reading = local_md5(tojson({
        'reporting_timezone': var('reporting_timezone'),
        'source_timezone': var('source_timezone'),
        'slash_dates': var('slash_dates'),
        'column_overrides': var('column_overrides'),
    }, sort_keys=true)) -%}
    md5('{{ reading }}' || {{ files_text }})
{%- endmacro %}


{# A file's part in a day: its name, size and time, the rows of that day in it, and their newest loader stamp. #}
{% macro file_text(days, files) -%}
    coalesce({{ days }}.landed_file, '')
    || '|' || coalesce(cast({{ files }}.byte_count as {{ dbt.type_string() }}), '')
    || '|' || coalesce(cast({{ files }}.file_modified_at as {{ dbt.type_string() }}), '')
    || '|' || cast({{ days }}.row_count as {{ dbt.type_string() }})
    || '|' || coalesce(cast({{ days }}.last_loaded_at as {{ dbt.type_string() }}), '')
{%- endmacro %}
