{#
  Which landed table brings a port's records, per enabled system: source_system, port, table_name. It is the first that
  the system's staging model of the port reads; others only add columns to it.
#}
{% macro port_tables(port_names) %}
    {%- set selects = [] -%}
    {%- for port in port_names -%}
        {%- for system in var('systems') if execute and system in ports()[port]['systems'] -%}
            {%- set found = namespace(table=none) -%}
            {%- for parent in graph.nodes['model.' ~ project_name ~ '.stg_' ~ system ~ '__' ~ port].depends_on.nodes
                if found.table is none and (parent.startswith('source.') or '.base_' in parent) -%}
                {%- set found.table = parent.split('.')[-1].split('__')[-1] -%}
            {%- endfor -%}
            {%- do selects.append(
                "select '" ~ system ~ "' as source_system, '" ~ port ~ "' as port, '" ~ found.table ~ "' as table_name"
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ (selects or ["select '' as source_system, '' as port, '' as table_name where false"]) | join('\nunion all\n') }}
{% endmacro %}
