{# Fails with every column of the port that this staging model lacks or gives another type, and every column it has beyond the port. #}
{% test matches_port(model, port) %}
{%- set same = {'varchar': 'string', 'text': 'string', 'integer': 'int'} -%}
{%- set declared = {} -%}
{%- for column in port_columns(port) -%}
    {%- set data_type = (column.dtype if column is not mapping else column.data_type) | lower | replace(' ', '') -%}
    {%- do declared.update({column.name: same.get(data_type, data_type)}) -%}
{%- endfor -%}
{%- set actual = {} -%}
{%- for column in (adapter.get_columns_in_relation(model) if execute else []) -%}
    {%- set data_type = (column.dtype if column is not mapping else column.data_type) | lower | replace(' ', '') -%}
    {%- do actual.update({column.name: same.get(data_type, data_type)}) -%}
{%- endfor -%}
{%- set faults = [] -%}
{%- for name, data_type in declared.items() if actual.get(name) != data_type -%}
    {%- do faults.append([name, data_type, actual.get(name, 'missing')]) -%}
{%- endfor -%}
{%- for name in actual if name not in declared -%}
    {%- do faults.append([name, 'not in the port', actual[name]]) -%}
{%- endfor -%}
{%- for fault in faults %}
select '{{ fault[0] }}' as column_name, '{{ fault[1] }}' as declared_type, '{{ fault[2] }}' as actual_type
{{ 'union all' if not loop.last }}
{%- else %}
select '' as column_name, '' as declared_type, '' as actual_type where false
{%- endfor %}
{% endtest %}
