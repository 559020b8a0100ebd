{#
  Fails with every value in the user's own settings file that cannot be read as the type its column has, by
  file and row: the settings model holds a null there, which may mean something else (no upper bound).
#}
{% test readable_settings(model, folder) %}
{%- set landed = landed_settings(folder, model.identifier | replace(folder ~ '_', '')) if execute -%}
{%- set spellings = landed_spellings(landed) if landed else {} -%}
{%- set declared = graph.nodes['model.' ~ project_name ~ '.' ~ model.identifier].columns.values() if landed else [] -%}
{%- set checks = [] -%}
{%- for column in declared if not is_text_type(column.data_type) and column.name | replace('_', '') in spellings -%}
    {%- do checks.append({
        'name': column.name,
        'text': landed_text(quote_landed(spellings[column.name | replace('_', '')])),
        'value': landed_setting(column, spellings, folder),
    }) -%}
{%- endfor -%}
{%- for check in checks %}
select
    '{{ check.name }}' as column_name, {{ check.text }} as landed_text,
    {{ landed_metadata(spellings, '_file') }} as landed_file,
    {{ landed_metadata(spellings, '_row_number') }} as landed_row_number
from {{ landed }}
where {{ check.text }} is not null and {{ check.value }} is null
{{ 'union all' if not loop.last }}
{%- else %}
select '' as column_name, '' as landed_text, '' as landed_file, '' as landed_row_number where false
{%- endfor %}
{% endtest %}
