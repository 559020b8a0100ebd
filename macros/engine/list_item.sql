{# The n-th item, counted from 1, of a text of items parted by a delimiter; empty text past the last. #}
{% macro list_item(expression, delimiter, number) -%}{{ return(adapter.dispatch('list_item')(expression, delimiter, number)) }}{%- endmacro %}
{% macro default__list_item(expression, delimiter, number) -%}{{ trimmed("split_part(" ~ expression ~ ", '" ~ delimiter ~ "', " ~ number ~ ')') }}{%- endmacro %}
