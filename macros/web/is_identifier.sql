{#
  Whether a text identifies anything: the words that scripts write for a missing id would be one giant visitor.
  One pattern: a list of words would be a join, computed even where nobody asks for the column.
#}
{% macro is_identifier(expression) -%}
    {%- set nothing = "'|null|undefined|nan|none|[(]none[)]|[(]not set[)]|0|false|unknown'" -%}
    not {{ is_full_match('lower(coalesce(' ~ trimmed(expression) ~ ", ''))", nothing) }}
{%- endmacro %}


{# A word of a picklist as it is compared: folded, spaces and hyphens as underscores; null for the empty text. #}
{% macro word_of(expression) -%}
    nullif(replace(replace({{ folded_text(expression) }}, ' ', '_'), '-', '_'), '')
{%- endmacro %}
