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
    {%- set folded = "translate(" ~ text ~ ", '０１２３４５６７８９．，－−▲△', '0123456789.,----')" -%}
    {%- set plain = "regexp_replace(" ~ folded ~ ", '[ ,¥￥$€£円]', '', 'g')" -%}
    {%- set unsigned = "regexp_replace(" ~ plain ~ ", '^[(](.*)[)]$', '-\\1')" -%}
    {%- set scaled = "try_cast(regexp_replace(" ~ unsigned ~ ", '[KkMmB]$', '') as " ~ ('decimal(28,8)' if data_type.startswith('decimal') else 'double') ~ ")"
        ~ " * case lower(right(" ~ plain ~ ", 1)) when 'k' then 1000 when 'm' then 1000000 when 'b' then 1000000000 else 1 end" -%}
    case
        {%- if data_type in ('int', 'integer', 'bigint') %}
        when regexp_full_match({{ text }}, '[+-]?[0-9]{1,18}') then try_cast({{ text }} as {{ data_type }})
        {%- endif %}
        when not regexp_matches({{ folded }}, '[0-9]') then null
        {#- 8,5 is no number here: a comma that does not part thousands may be a decimal one. -#}
        {{ ' ' }}when regexp_matches({{ folded }}, ',') and not regexp_matches({{ folded }}, '^[^0-9,]*[0-9]{1,3}(,[0-9]{3})+([^0-9,]|$)')
            then null
        {%- if data_type in ('int', 'integer', 'bigint') %}
        when floor({{ scaled }}) = {{ scaled }} then try_cast({{ scaled }} as {{ data_type }})
        {%- else %}
        else try_cast({{ scaled }} as {{ data_type }})
        {%- endif %}
    end
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
    {%- set tidy = "regexp_replace(regexp_replace(" ~ text ~ ", ' ?(Z|z|UTC|GMT)$', '+00:00'), ' ?([+-][0-9]{2}):?([0-9]{2})$', '\\1:\\2')" -%}
    case
        {#- A cast alone would drop what follows the time, a PM or a zone, without a word: only whole ISO shapes are cast. #}
        when regexp_full_match({{ text }}, '[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}[ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?')
            then {{ wall_clock_to_utc('try_cast(' ~ text ~ ' as timestamp)', zone) }}
        when regexp_matches({{ text }}, ':[0-9]{2}([.][0-9]+)? ?(Z|z|UTC|GMT|JST|[A-Z][A-Za-z]+/[A-Za-z_/]+|[+-][0-9]{2}(:?[0-9]{2})?)$')
            then timezone('UTC', try_cast({{ tidy }} as timestamptz))
        when regexp_full_match({{ text }}, '[0-9]{10}([.][0-9]+)?')
            then timezone('UTC', to_timestamp(try_cast({{ text }} as double)))
        when regexp_full_match({{ text }}, '[0-9]{13}')
            then timezone('UTC', to_timestamp(try_cast({{ text }} as double) / 1000))
        when regexp_matches({{ text }}, '[0-9]:[0-9]')
            then {{ wall_clock_to_utc('try_strptime(' ~ text ~ ', [' ~ landed_date_formats(system) ~ '])', zone) }}
        else {{ wall_clock_to_utc('cast(' ~ parse_date(text, system) ~ ' as timestamp)', var('reporting_timezone')) }}
    end
{%- endmacro %}


{# A calendar day. The time of a landed timestamp is cut off as written: the source's own day. #}
{% macro parse_date(text, system) -%}
    {{ return(adapter.dispatch('parse_date')(text, system)) }}
{%- endmacro %}

{% macro default__parse_date(text, system) -%}
    case
        when regexp_matches({{ text }}, '^[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}([ T][0-9]{1,2}:.*)?$')
            then try_cast(regexp_extract({{ text }}, '^[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}') as date)
        else cast(try_strptime({{ text }}, [{{ landed_date_formats(system) }}]) as date)
    end
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


{# Wall-clock time in a zone as a UTC instant; in UTC it is one already. #}
{% macro wall_clock_to_utc(expression, zone) -%}
    {{ expression if zone == 'UTC' else zone_to_utc(expression, zone) }}
{%- endmacro %}
