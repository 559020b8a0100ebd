{#
  Where a declared column stands inside a nested one, by its meta (see landed_table): a dict {kind, container,
  column, key, path, spelling}, or none. A struct that landed natively must have the field; one that landed as
  JSON text may have it.
#}
{% macro landed_nested(meta, landed, types) %}
    {%- set gathered = [] -%}
    {%- for name in types if meta.get('gathers') and name.lower().startswith(meta['gathers']) -%}{%- do gathered.append(name) -%}{%- endfor -%}
    {%- set container = landed.get(modules.re.sub('[\\W_]+', '', meta.get('nested_in', '') | lower)) if meta.get('nested_in') else none -%}
    {%- if container -%}
        {{ return({
            'kind': 'key_values', 'container': container, 'column': types[container], 'key': meta.get('param'), 'path': [],
            'gathered': gathered | sort, 'read_without': meta.get('read_without', []),
            'spelling': container ~ ('.' ~ meta['param'] if meta.get('param') else ''),
        }) }}
    {%- elif gathered -%}
        {{ return({
            'kind': 'gathered', 'gathered': gathered | sort, 'read_without': meta.get('read_without', []), 'spelling': meta['gathers'] ~ '*',
        }) }}
    {%- endif -%}
    {%- if meta.get('nested_path') -%}
        {%- set names = meta['nested_path'].split('.') -%}
        {%- set container = landed.get(modules.re.sub('[\\W_]+', '', names[0] | lower)) -%}
        {%- if container and has_nested_field(types[container], names[1:]) -%}
            {{ return({
                'kind': 'struct', 'container': container, 'column': types[container], 'key': none,
                'path': names[1:], 'spelling': ([container] + names[1:]) | join('.'),
            }) }}
        {%- endif -%}
    {%- endif -%}
    {{ return(none) }}
{% endmacro %}


{#
  The rows of a landed table, with every nested column that a declared one stands in read once, into a column of
  its own (`_read_<container>`); the table itself where there is none.
#}
{% macro landed_rows(found) %}
    {%- set containers = {} -%}
    {%- for column in found.columns if column.nested and (column.nested.kind == 'struct' or column.nested.key) -%}
        {%- set entry = containers.setdefault(column.nested.container, {'kind': column.nested.kind, 'column': column.nested.column, 'paths': []}) -%}
        {%- if column.nested.path -%}{%- do entry.paths.append(column.nested.path) -%}{%- endif -%}
    {%- endfor -%}
    {%- if not containers -%}{{ return(found.relation) }}{%- endif -%}
(
    select
        *
        {%- for container, entry in containers.items() %},
        {{ read_key_values(quote_landed(container), entry.column) if entry.kind == 'key_values'
            else read_struct(quote_landed(container), entry.column, entry.paths) }} as {{ read_name(container) }}
        {%- endfor %}
    from {{ found.relation }}
) as read_rows
{% endmacro %}


{# What landed_rows() calls a nested column that it has read. #}
{% macro read_name(container) -%}{{ quote_landed('_read_' ~ container) }}{%- endmacro %}


{# The landed text of a column that stands inside a nested one. #}
{% macro nested_value(nested) -%}
    {%- set texts = [] -%}
    {%- for name in nested.get('gathered', []) -%}
        {%- do texts.append("coalesce('" ~ name ~ "=' || cast(" ~ quote_landed(name) ~ ' as ' ~ dbt.type_string() ~ "), '')") -%}
    {%- endfor -%}
    {%- if nested.kind == 'gathered' -%}
        {{ texts | join(" || '|' || ") }}
    {%- elif nested.kind == 'struct' -%}
        {{ struct_field(read_name(nested.container), nested.path) }}
    {%- elif nested.key -%}
        {{ key_value(read_name(nested.container), nested.key) }}
    {%- else -%}
        coalesce({{ ([key_values_text(read_key_values(quote_landed(nested.container), nested.column))] + (
            [texts | join(" || '|' || ")] if texts else ['null'])) | join(', ') }})
    {%- endif -%}
{%- endmacro %}
