{# Whether a text identifies anything: the words that scripts write for a missing id would be one giant visitor. #}
{% macro is_identifier(expression) -%}
    lower(coalesce({{ trimmed(expression) }}, '')) not in ('', 'null', 'undefined', 'nan', 'none', '(none)', '(not set)', '0', 'false', 'unknown')
{%- endmacro %}


{# A word of a picklist as it is compared: folded, spaces and hyphens as underscores; null for the empty text. #}
{% macro word_of(expression) -%}
    nullif(replace(replace({{ folded_text(expression) }}, ' ', '_'), '-', '_'), '')
{%- endmacro %}
