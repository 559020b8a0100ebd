{# How landed text becomes a typed value. Each returns null, never an error, for text that is not one. #}

{% macro parse_boolean(text) -%}
    case
        when lower({{ text }}) in ('true', 't', 'yes', 'y', '1', '1.0', 'on', 'はい', '○') then true
        when lower({{ text }}) in ('false', 'f', 'no', 'n', '0', '0.0', 'off', 'いいえ', '×') then false
    end
{%- endmacro %}


{# Numbers with currency signs, thousands separators, full-width digits, accounting minus (brackets, ▲) and K/M/B endings. #}
{% macro parse_number(text, data_type) -%}
    {{ return(adapter.dispatch('parse_number')(text, data_type)) }}
{%- endmacro %}

{% macro default__parse_number(text, data_type) -%}
    {%- set plain = "regexp_replace(translate(" ~ text ~ ", '０１２３４５６７８９．，－−▲△', '0123456789.,----'), '[ ,¥￥$€£円]', '', 'g')" -%}
    {%- set unsigned = "regexp_replace(" ~ plain ~ ", '^[(](.*)[)]$', '-\\1')" -%}
    {%- set scaled = "try_cast(regexp_replace(" ~ unsigned ~ ", '[KkMmB]$', '') as " ~ ('decimal(28,8)' if data_type.startswith('decimal') else 'double') ~ ")"
        ~ " * case lower(right(" ~ plain ~ ", 1)) when 'k' then 1000 when 'm' then 1000000 when 'b' then 1000000000 else 1 end" -%}
    {%- if data_type in ('int', 'integer', 'bigint') -%}
    case
        when regexp_full_match({{ unsigned }}, '[+-]?[0-9]{1,18}') then try_cast({{ unsigned }} as {{ data_type }})
        when floor({{ scaled }}) = {{ scaled }} then try_cast({{ scaled }} as {{ data_type }})
    end
    {%- else -%}
    case when regexp_matches({{ text }}, '[0-9０-９]') then try_cast({{ scaled }} as {{ data_type }}) end
    {%- endif -%}
{%- endmacro %}


{#
  An instant in UTC. An offset or a zone in the text counts (UTC, GMT, JST, Area/City; other abbreviations are
  ambiguous and give null); without one it is read in the system's zone (var source_timezone). A day without a
  time is that day's start in the reporting zone, so that it stays that day.
#}
{% macro parse_timestamp(text, system) -%}
    {{ return(adapter.dispatch('parse_timestamp')(text, system)) }}
{%- endmacro %}

{% macro default__parse_timestamp(text, system) -%}
    {%- set zone = var('source_timezone').get(system, 'UTC') -%}
    {%- set reporting = var('reporting_timezone') -%}
    {%- set has_offset = "regexp_matches(" ~ text ~ ", ':[0-9]{2}([.][0-9]+)? ?(Z|z|UTC|GMT|JST|[A-Z][A-Za-z]+/[A-Za-z_/]+|[+-][0-9]{2}(:?[0-9]{2})?)$')" -%}
    {%- set tidy = "regexp_replace(regexp_replace(" ~ text ~ ", ' ?(Z|z|UTC|GMT)$', '+00:00'), ' ?([+-][0-9]{2}):?([0-9]{2})$', '\\1:\\2')" -%}
    {#- A cast alone would drop what follows the time, a PM or a zone, without a word. -#}
    {%- set iso = "regexp_full_match(" ~ text ~ ", '[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}[ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?')" -%}
    {%- set formats = landed_date_formats(system) -%}
    case
        when {{ has_offset }} then timezone('UTC', try_cast({{ tidy }} as timestamptz))
        when regexp_full_match({{ text }}, '[0-9]{10}([.][0-9]+)?')
            then timezone('UTC', to_timestamp(try_cast({{ text }} as double)))
        when regexp_full_match({{ text }}, '[0-9]{13}')
            then timezone('UTC', to_timestamp(try_cast({{ text }} as double) / 1000))
        when {{ parse_date(text, system) }} is not null and not regexp_matches({{ text }}, '[0-9]:[0-9]')
            then timezone('UTC', timezone('{{ reporting }}', cast({{ parse_date(text, system) }} as timestamp)))
        else timezone('UTC', timezone('{{ zone }}', coalesce(
            case when {{ iso }} then try_cast({{ text }} as timestamp) end, try_strptime({{ text }}, [{{ formats }}])
        )))
    end
{%- endmacro %}


{# A calendar day. The time of a landed timestamp is cut off as written: the source's own day. #}
{% macro parse_date(text, system) -%}
    {{ return(adapter.dispatch('parse_date')(text, system)) }}
{%- endmacro %}

{% macro default__parse_date(text, system) -%}
    coalesce(
        try_cast(regexp_extract({{ text }}, '^[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}') as date),
        cast(try_strptime({{ text }}, [{{ landed_date_formats(system) }}]) as date)
    )
{%- endmacro %}


{# Formats beside ISO. Whether 04/05/2025 is in April or May is the user's word (var slash_dates), never a guess. #}
{% macro landed_date_formats(system) -%}
    {%- set days = ['%Y%m%d', '%Y-%m-%d', '%Y/%m/%d', '%Y年%m月%d日', '%d %b, %Y', '%d %b %Y', '%b %d, %Y'] -%}
    {%- set order = var('slash_dates').get(system) -%}
    {%- if order == 'day_first' -%}{%- do days.append('%d/%m/%Y') -%}
    {%- elif order == 'month_first' -%}{%- do days.append('%m/%d/%Y') -%}
    {%- elif order -%}
        {{ exceptions.raise_compiler_error("var slash_dates: '" ~ order ~ "' for " ~ system ~ " is neither day_first nor month_first") }}
    {%- endif -%}
    {%- set formats = [] -%}
    {%- for day in days -%}
        {%- for time in ['', ' %H:%M:%S', ' %H:%M', ' %I:%M:%S %p', ' %I:%M %p'] -%}
            {%- do formats.append("'" ~ day ~ time ~ "'") -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ formats | join(', ') }}
{%- endmacro %}
