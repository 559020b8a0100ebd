{# The rank of a row's system in var systems, 1 first; rows of the generic system that name their own system rank like generic. #}
{% macro system_priority(expression) -%}
    case {{ expression }}
    {%- for system in var('systems') if system != 'generic' %} when '{{ system }}' then {{ loop.index }}
    {%- else %} when '' then 0
    {%- endfor %} else {{ var('systems').index('generic') + 1 if 'generic' in var('systems') else var('systems') | length + 1 }} end
{%- endmacro %}
