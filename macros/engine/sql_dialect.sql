{# What engines write differently. Each has a standard or cross-database default that a further engine overrides. #}

{# Whether a part of a text matches a pattern, both SQL expressions. #}
{% macro has_match(text, pattern) -%}{{ return(adapter.dispatch('has_match')(text, pattern)) }}{%- endmacro %}
{% macro default__has_match(text, pattern) -%}regexp_like({{ text }}, {{ pattern }}){%- endmacro %}
{% macro duckdb__has_match(text, pattern) -%}regexp_matches({{ text }}, {{ pattern }}){%- endmacro %}

{# Whether the whole of a text matches a pattern, both SQL expressions. #}
{% macro is_full_match(text, pattern) -%}{{ return(adapter.dispatch('is_full_match')(text, pattern)) }}{%- endmacro %}
{#- What follows the group says "no character more": $ alone stands before a closing line break too. -#}
{% macro default__is_full_match(text, pattern) -%}regexp_like({{ text }}, concat('^(?:', {{ pattern }}, ')(?s:(?!.))')){%- endmacro %}
{% macro duckdb__is_full_match(text, pattern) -%}regexp_full_match({{ text }}, {{ pattern }}){%- endmacro %}

{# A text without the spaces around it, the wide and the non-breaking ones included. #}
{% macro trimmed(text) -%}{{ return(adapter.dispatch('trimmed')(text)) }}{%- endmacro %}
{% macro default__trimmed(text) -%}trim(both '                　' from {{ text }}){%- endmacro %}
{% macro duckdb__trimmed(text) -%}trim({{ text }}){%- endmacro %}

{# One property of a JSON text, as text. #}
{% macro json_text(expression, key) -%}{{ return(adapter.dispatch('json_text')(expression, key)) }}{%- endmacro %}
{% macro default__json_text(expression, key) -%}get_json_object({{ expression }}, '$.{{ key }}'){%- endmacro %}
{% macro duckdb__json_text(expression, key) -%}
    json_extract_string(case when json_valid({{ expression }}) then {{ expression }} end, '$."{{ key }}"')
{%- endmacro %}

{# A UTC instant as wall-clock time in another zone. #}
{% macro utc_to_zone(expression, zone) -%}{{ return(adapter.dispatch('utc_to_zone')(expression, zone)) }}{%- endmacro %}
{% macro default__utc_to_zone(expression, zone) -%}from_utc_timestamp({{ expression }}, '{{ zone }}'){%- endmacro %}
{% macro duckdb__utc_to_zone(expression, zone) -%}timezone('{{ zone }}', timezone('UTC', {{ expression }})){%- endmacro %}

{# The median of a numeric expression over a group. #}
{% macro median_of(expression) -%}{{ return(adapter.dispatch('median_of')(expression)) }}{%- endmacro %}
{% macro default__median_of(expression) -%}percentile({{ expression }}, 0.5){%- endmacro %}
{% macro duckdb__median_of(expression) -%}quantile_cont({{ expression }}, 0.5){%- endmacro %}

{# Every number from 0 to n - 1, as column `number`. #}
{% macro numbers(n) -%}{{ return(adapter.dispatch('numbers')(n)) }}{%- endmacro %}
{% macro default__numbers(n) -%}select cast(id as int) as number from range({{ n }}){%- endmacro %}
{% macro duckdb__numbers(n) -%}select cast(range as int) as number from range({{ n }}){%- endmacro %}

{# The value of the row that comes first by a rank, among the rows of a group where it is known. #}
{% macro first_known(expression, rank) -%}{{ return(adapter.dispatch('first_known')(expression, rank)) }}{%- endmacro %}
{% macro default__first_known(expression, rank) -%}min_by({{ expression }}, case when {{ expression }} is not null then {{ rank }} end){%- endmacro %}
{% macro duckdb__first_known(expression, rank) -%}arg_min({{ expression }}, {{ rank }}) filter (where {{ expression }} is not null){%- endmacro %}

{# Wall-clock time in a zone as a UTC instant. #}
{% macro zone_to_utc(expression, zone) -%}{{ return(adapter.dispatch('zone_to_utc')(expression, zone)) }}{%- endmacro %}
{% macro default__zone_to_utc(expression, zone) -%}to_utc_timestamp({{ expression }}, '{{ zone }}'){%- endmacro %}
{% macro duckdb__zone_to_utc(expression, zone) -%}timezone('UTC', timezone('{{ zone }}', {{ expression }})){%- endmacro %}

{# Text with its %xx sequences decoded; as it stands where they are no valid UTF-8. #}
{% macro percent_decoded(text) -%}{{ return(adapter.dispatch('percent_decoded')(text)) }}{%- endmacro %}
{% macro default__percent_decoded(text) -%}
    {#- A % without two digits stands for itself; bytes that are no UTF-8 come out as the replacement character. -#}
    {%- set decoded = "url_decode(replace(regexp_replace(" ~ text ~ ", '%(?![0-9A-Fa-f]{2})', '%25'), '+', '%2B'))" -%}
    case when position('�' in {{ decoded }}) = 0 then {{ decoded }} else {{ text }} end
{%- endmacro %}
{% macro duckdb__percent_decoded(text) -%}coalesce(try(url_decode({{ text }})), {{ text }}){%- endmacro %}

{# A value of a query string decoded: + is a space. #}
{% macro url_decoded(text) -%}
    {{ percent_decoded("replace(" ~ text ~ ", '+', ' ')") }}
{%- endmacro %}

{# The texts of a group in order, joined by line breaks. #}
{% macro joined_texts(expression) -%}{{ return(adapter.dispatch('joined_texts')(expression)) }}{%- endmacro %}
{% macro default__joined_texts(expression) -%}array_join(sort_array(collect_list({{ expression }})), chr(10)){%- endmacro %}
{% macro duckdb__joined_texts(expression) -%}string_agg({{ expression }}, chr(10) order by {{ expression }}){%- endmacro %}

{# A text for people with every e-mail address cut to t***@d***.co.jp and every IP address to ***. #}
{% macro masked_text(expression) -%}{{ return(adapter.dispatch('masked_text')(expression)) }}{%- endmacro %}
{% macro default__masked_text(expression) -%}
    regexp_replace(
        regexp_replace({{ expression }}, '([^ @=|&?/,;<>])[^ @=|&?/,;<>]*(@|＠|%40)([^ @.=|&?/,;<>])[^ @.=|&?/,;<>]*', '$1***@$3***'),
        '[0-9]{1,3}([.][0-9]{1,3}){3}', '***'
    )
{%- endmacro %}
{% macro duckdb__masked_text(expression) -%}
    regexp_replace(
        regexp_replace({{ expression }}, '([^ @=|&?/,;<>])[^ @=|&?/,;<>]*(@|＠|%40)([^ @.=|&?/,;<>])[^ @.=|&?/,;<>]*', '\1***@\3***', 'g'),
        '[0-9]{1,3}([.][0-9]{1,3}){3}', '***', 'g'
    )
{%- endmacro %}

{# How a table that grows by day lies on disk, so that a changed day touches its own files alone; none where the engine sees to it. #}
{% macro event_partitions() -%}{{ return(adapter.dispatch('event_partitions')()) }}{%- endmacro %}
{% macro default__event_partitions() -%}{{ return(none) }}{%- endmacro %}
{% macro spark__event_partitions() -%}
    {{ return([env_var('SPARK_EVENT_PARTITIONS', 'months(event_date)')]) }}
{%- endmacro %}
