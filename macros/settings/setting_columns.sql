{#
  The select list of a settings model: the columns its yml declares, from the seed or, where `landed` is
  given, from the all-text landed table (typed; a column that did not land is null, a further one is ignored).
  Key columns of text are folded, so that 'MQL ' and 'ｍｑｌ' are the key 'mql' on both sides.
#}
{% macro setting_columns(folder, key, landed=none) %}
    {%- set spellings = landed_spellings(landed) -%}
    {%- set expressions = [] -%}
    {%- for column in model.columns.values() -%}
        {%- set value = landed_setting(column, spellings, folder) if landed else column.name -%}
        {%- if column.name in key and is_text_type(column.data_type) -%}
            {%- set value = folded_text(value) -%}
        {%- endif -%}
        {%- do expressions.append('cast(' ~ value ~ ' as ' ~ column.data_type ~ ') as ' ~ column.name) -%}
    {%- endfor -%}
    {{ return(expressions | join(',\n        ')) }}
{% endmacro %}


{# The landed column names by their bare letters, so that `Source Value` is source_value, and as they stand. #}
{% macro landed_spellings(landed) %}
    {%- set spellings = {} -%}
    {%- for column in (adapter.get_columns_in_relation(landed) if landed else []) -%}
        {%- do spellings.update({modules.re.sub('[\\W_]+', '', column.name | lower): column.name}) -%}
        {%- do spellings.update({column.name | lower: column.name}) -%}
    {%- endfor -%}
    {{ return(spellings) }}
{% endmacro %}


{# One declared column of a landed settings table, typed. #}
{% macro landed_setting(column, spellings, folder) %}
    {%- set spelling = spellings.get(column.name | replace('_', '')) -%}
    {{ return(cast_landed_value(quote_landed(spelling), column.data_type | lower, folder) if spelling else 'null') }}
{% endmacro %}


{# Whether a declared type is text. An enforced contract puts the engine's own word for it in the place of `string`. #}
{% macro is_text_type(data_type) %}
    {{ return(data_type | lower in ('string', 'text', 'varchar')) }}
{% endmacro %}
