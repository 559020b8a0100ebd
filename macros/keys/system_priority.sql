{# The rank of a row's system in var systems, 1 first; rows of the generic system that name their own system rank like generic. #}
{% macro system_priority(expression) -%}
    {#- The place in the whole list: a loop with a condition of its own would count only what it keeps. -#}
    case {{ expression }} when '' then 0
    {%- for system in var('systems') %}{% if system != 'generic' %} when '{{ system }}' then {{ loop.index }}{% endif %}
    {%- endfor %} else {{ var('systems').index('generic') + 1 if 'generic' in var('systems') else var('systems') | length + 1 }} end
{%- endmacro %}
