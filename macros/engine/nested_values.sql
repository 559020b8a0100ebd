{#
  Nested columns: lists of keys and values (key, value with string_value, int_value, float_value, double_value) and
  structs, landed natively or as JSON text. The defaults are Spark's. `column` is the landed column as the adapter
  describes it.
#}

{# Whether a landed column is a list, struct or map of the engine, and not JSON text. #}
{% macro is_native_nested(column) -%}{{ return(modules.re.search('[<(\\[]', column.dtype) is not none and not column.dtype.lower().startswith(('decimal', 'varchar', 'numeric'))) }}{%- endmacro %}


{# Whether a value landed in the type that it is declared in, so that there is nothing to read from text. #}
{% macro is_of_declared_type(column, data_type) -%}
    {%- set types = {'integer': 'int', 'int': 'int', 'bigint': 'bigint', 'boolean': 'boolean', 'date': 'date'} -%}
    {{ return(types.get(column.dtype | lower) is not none and types.get(column.dtype | lower) == data_type) }}
{%- endmacro %}


{# Whether a landed struct has a field, by its path; JSON text may have any, as does a type that cannot be looked into. #}
{% macro has_nested_field(column, path) -%}{{ return(adapter.dispatch('has_nested_field')(column, path)) }}{%- endmacro %}
{% macro default__has_nested_field(column, path) -%}
    {#- struct<category:string,web_info:struct<...>>: each name of the path stands before a colon. -#}
    {%- if not is_native_nested(column) -%}{{ return(true) }}{%- endif -%}
    {%- set found = namespace(fields=column.dtype | lower, is_there=column.dtype.lower().startswith('struct<')) -%}
    {%- for name in path if found.is_there -%}
        {%- set parts = modules.re.split('[<,]' ~ name | lower ~ ':', found.fields, 1) -%}
        {%- set found.is_there = parts | length == 2 -%}
        {%- set found.fields = '<' ~ parts[-1].split('<', 1)[-1] -%}
    {%- endfor -%}
    {{ return(found.is_there) }}
{%- endmacro %}
{% macro duckdb__has_nested_field(column, path) -%}
    {%- if not is_native_nested(column) -%}{{ return(true) }}{%- endif -%}
    {%- set found = namespace(fields=column.fields, is_there=true) -%}
    {%- for name in path -%}
        {%- set next = namespace(fields=none) -%}
        {%- for field in found.fields if field.column | replace('"', '') | lower == name | lower -%}
            {%- set next.fields = field.fields -%}
        {%- endfor -%}
        {%- if next.fields is none -%}{%- set found.is_there = false -%}{%- endif -%}
        {%- set found.fields = next.fields or [] -%}
    {%- endfor -%}
    {{ return(found.is_there and not column.dtype.endswith(']')) }}
{%- endmacro %}


{# A list of keys and values read once, for key_value() and key_values_text(). #}
{% macro read_key_values(expression, column) -%}{{ return(adapter.dispatch('read_key_values')(expression, column)) }}{%- endmacro %}
{% macro default__read_key_values(expression, column) -%}
    {%- set kinds = ['string_value', 'int_value', 'float_value', 'double_value'] -%}
    {%- set texts = [] -%}
    {%- set pairs = namespace(sql=expression) -%}
    {%- if is_native_nested(column) -%}
        {%- for kind in kinds if kind ~ ':' in column.dtype | lower -%}
            {%- do texts.append('cast(pair.value.' ~ kind ~ ' as string)') -%}
        {%- endfor -%}
    {%- else -%}
        {%- set pairs.sql = 'from_json(' ~ expression ~ ", 'array<struct<key:string,value:struct<" ~ kinds | join(':string,') ~ ":string>>>')" -%}
        {%- for kind in kinds -%}{%- do texts.append('pair.value.' ~ kind) -%}{%- endfor -%}
    {%- endif -%}
    named_struct('names', transform({{ pairs.sql }}, pair -> pair.key), 'texts', transform({{ pairs.sql }}, pair -> {{
        texts[0] if texts | length == 1 else 'coalesce(' ~ texts | join(', ') ~ ')' }}))
{%- endmacro %}
{% macro duckdb__read_key_values(expression, column) -%}
    {%- set kinds = ['string_value', 'int_value', 'float_value', 'double_value'] -%}
    {%- set texts = [] -%}
    {%- set pairs = namespace(sql=expression) -%}
    {%- if column.dtype.upper().startswith('STRUCT(') and column.dtype.endswith('[]') and has_key_values(column) -%}
        {%- for field in column.fields if field.column | replace('"', '') | lower == 'value' -%}
            {%- for kind in kinds if kind in (field.fields | map(attribute='column') | map('replace', '"', '') | map('lower') | list) -%}
                {%- do texts.append('cast(pair.value.' ~ kind ~ ' as varchar)') -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- else -%}
        {%- set pairs.sql = 'json_transform(' ~ json_of_nested(expression, column) ~ ', \'[{"key": "VARCHAR", "value": {"'
            ~ kinds | join('": "VARCHAR", "') ~ '": "VARCHAR"}}]\')' -%}
        {%- for kind in kinds -%}{%- do texts.append('pair.value.' ~ kind) -%}{%- endfor -%}
    {%- endif -%}
    {'names': list_transform({{ pairs.sql }}, lambda pair: pair.key), 'texts': list_transform({{ pairs.sql }}, lambda pair: {{
        texts[0] if texts | length == 1 else 'coalesce(' ~ texts | join(', ') ~ ')' }})}
{%- endmacro %}


{# The value of a key, as text; of a key that is there twice, the first. #}
{% macro key_value(key_values, key) -%}{{ return(adapter.dispatch('key_value')(key_values, key)) }}{%- endmacro %}
{% macro default__key_value(key_values, key) -%}
    try_element_at({{ key_values }}.texts, cast(nullif(array_position({{ key_values }}.names, '{{ key }}'), 0) as int))
{%- endmacro %}
{% macro duckdb__key_value(key_values, key) -%}
    struct_extract({{ key_values }}, 'texts')[list_position(struct_extract({{ key_values }}, 'names'), '{{ key }}')]
{%- endmacro %}


{# All keys and values as one text, to tell rows apart. #}
{% macro key_values_text(key_values) -%}{{ return(adapter.dispatch('key_values_text')(key_values)) }}{%- endmacro %}
{% macro default__key_values_text(key_values) -%}
    {%- set read = 'element_at(array(' ~ key_values ~ '), 1)' -%}
    array_join({{ read }}.names, '|') || '=' || array_join({{ read }}.texts, '|')
{%- endmacro %}
{% macro duckdb__key_values_text(key_values) -%}
    array_to_string(struct_extract({{ key_values }}, 'names'), '|') || '=' || array_to_string(struct_extract({{ key_values }}, 'texts'), '|')
{%- endmacro %}


{# Whether a native list of structs has the shape of keys and values. #}
{% macro has_key_values(column) -%}
    {%- set names = column.fields | map(attribute='column') | map('replace', '"', '') | map('lower') | list -%}
    {%- set value = column.fields | selectattr('column', 'in', ['value', '"value"']) | list -%}
    {{ return('key' in names and value | length == 1 and value[0].fields | length > 0) }}
{%- endmacro %}


{# The JSON text of a nested value; null for text that is no JSON. #}
{% macro json_of_nested(expression, column) -%}
    {{ 'to_json(' ~ expression ~ ')' if is_native_nested(column)
        else 'case when json_valid(' ~ expression ~ ') then ' ~ expression ~ ' end' }}
{%- endmacro %}


{# A struct read once, for struct_field(): as it is, or the named paths out of its JSON text. #}
{% macro read_struct(expression, column, paths) -%}
    {%- if is_native_nested(column) -%}{{ return(expression) }}{%- endif -%}
    {%- set shape = {} -%}
    {%- for path in paths -%}
        {%- set level = namespace(fields=shape) -%}
        {%- for name in path[:-1] -%}{%- set level.fields = level.fields.setdefault(name, {}) -%}{%- endfor -%}
        {%- do level.fields.update({path[-1]: 'string'}) -%}
    {%- endfor -%}
    {{ return(struct_of_json(expression, column, shape)) }}
{%- endmacro %}


{# JSON text as a struct of texts, by a dict of its fields. #}
{% macro struct_of_json(expression, column, shape) -%}{{ return(adapter.dispatch('struct_of_json')(expression, column, shape)) }}{%- endmacro %}
{% macro default__struct_of_json(expression, column, shape) -%}from_json({{ expression }}, '{{ struct_type(shape) }}'){%- endmacro %}
{% macro duckdb__struct_of_json(expression, column, shape) -%}json_transform({{ json_of_nested(expression, column) }}, '{{ tojson(shape) }}'){%- endmacro %}


{# The type of a struct, by a dict of its fields. #}
{% macro struct_type(shape) -%}
    struct<{% for name, inner in shape.items() %}{{ name }}:{{ inner if inner is string else struct_type(inner) }}{{ ',' if not loop.last }}{% endfor %}>
{%- endmacro %}


{# A field of a struct that read_struct() gave, by its path. #}
{% macro struct_field(struct, path) -%}{{ return(adapter.dispatch('struct_field')(struct, path)) }}{%- endmacro %}
{% macro default__struct_field(struct, path) -%}{{ struct }}.{{ path | join('.') }}{%- endmacro %}
{% macro duckdb__struct_field(struct, path) -%}
    {%- set field = namespace(sql=struct) -%}
    {%- for name in path -%}{%- set field.sql = 'struct_extract(' ~ field.sql ~ ", '" ~ name ~ "')" -%}{%- endfor -%}
    {{ field.sql }}
{%- endmacro %}


{# Microseconds since 1970 as a UTC instant, and back. #}
{% macro timestamp_of_micros(micros) -%}{{ return(adapter.dispatch('timestamp_of_micros')(micros)) }}{%- endmacro %}
{% macro default__timestamp_of_micros(micros) -%}timestamp_micros({{ micros }}){%- endmacro %}
{% macro duckdb__timestamp_of_micros(micros) -%}make_timestamp({{ micros }}){%- endmacro %}

{% macro micros_of_timestamp(instant) -%}{{ return(adapter.dispatch('micros_of_timestamp')(instant)) }}{%- endmacro %}
{% macro default__micros_of_timestamp(instant) -%}unix_micros({{ instant }}){%- endmacro %}
{% macro duckdb__micros_of_timestamp(instant) -%}epoch_us({{ instant }}){%- endmacro %}
