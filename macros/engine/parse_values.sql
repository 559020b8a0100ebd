{# How landed text becomes a typed value. Each returns null, never an error, for text that is not one. #}

{% macro parse_boolean(text) -%}
    case
        when lower({{ text }}) in ('true', 't', 'yes', 'y', '1', '1.0', 'on', 'はい', '○') then true
        when lower({{ text }}) in ('false', 'f', 'no', 'n', '0', '0.0', 'off', 'いいえ', '×') then false
    end
{%- endmacro %}


{# Numbers with currency signs, thousands separators, full-width digits, accounting minus (brackets, ▲) and K/M/B endings. #}
{% macro parse_number(text, data_type) -%}
    {%- set folded = "translate(" ~ text ~ ", '０１２３４５６７８９．，－−▲△', '0123456789.,----')" -%}
    {%- set plain = "translate(" ~ folded ~ ", ' ,¥￥$€£円', '')" -%}
    {%- set unsigned = "case when " ~ plain ~ " like '(%)' then '-' || substr(" ~ plain ~ ", 2, length(" ~ plain ~ ") - 2) else " ~ plain ~ " end" -%}
    {%- set bare = "regexp_replace(" ~ unsigned ~ ", '[KkMmB]$', '')" -%}
    {%- set factor = "case lower(right(" ~ plain ~ ", 1)) when 'k' then 1000 when 'm' then 1000000 when 'b' then 1000000000 else 1 end" -%}
    {%- set scaled = try_double(bare) ~ ' * ' ~ factor if data_type in ('double', 'float')
        else 'try_cast(' ~ bare ~ ' as decimal(27, 8)) * cast(' ~ factor ~ ' as decimal(10, 0))' -%}
    case
        {%- if data_type in ('int', 'integer', 'bigint') %}
        when {{ is_full_match(text, "'[+-]?[0-9]{1,18}'") }} then try_cast({{ text }} as {{ data_type }})
        {%- endif %}
        when not {{ has_match(folded, "'[0-9]'") }} then null
        {#- 8,5 is no number here: a comma that does not part thousands may be a decimal one. -#}
        {{ ' ' }}when {{ folded }} like '%,%' and not {{ has_match(folded, "'^[^0-9,]*[0-9]{1,3}(,[0-9]{3})+([^0-9,]|$)'") }}
            then null
        {%- if data_type in ('int', 'integer', 'bigint') %}
        when floor({{ scaled }}) = {{ scaled }} then try_cast({{ scaled }} as {{ data_type }})
        {%- else %}
        else try_cast({{ scaled }} as {{ data_type }})
        {%- endif %}
    end
{%- endmacro %}


{# A plain number in text as a double; null for any other text. #}
{% macro try_double(text) -%}{{ return(adapter.dispatch('try_double')(text)) }}{%- endmacro %}
{% macro default__try_double(text) -%}try_cast({{ text }} as double){%- endmacro %}
{#- Java reads 1d and 1f as numbers. -#}
{% macro spark__try_double(text) -%}try_cast(nullif(regexp_extract({{ text }}, '^.*[^dDfF]$', 0), '') as double){%- endmacro %}


{#
  An instant in UTC. An offset or a zone in the text counts (UTC, GMT, JST, Area/City; other abbreviations are
  ambiguous and give null); without one it is read in the system's zone (var source_timezone). A day without a
  time is that day's start in the reporting zone, so that it stays that day.
#}
{% macro parse_timestamp(text, system) -%}
    {%- set zone = var('source_timezone').get(system, 'UTC') -%}
    case
        {#- A cast alone would drop what follows the time, a PM or a zone, without a word: only whole ISO shapes are cast. #}
        when {{ is_full_match(text, "'[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}[ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?'") }}
            then {{ wall_clock_to_utc('try_cast(' ~ iso_dashes(text) ~ ' as timestamp)', zone) }}
        when {{ has_match(text, "':[0-9]{2}([.][0-9]+)? ?(Z|z|UTC|GMT|JST|[A-Z][A-Za-z]+/[A-Za-z_/]+|[+-][0-9]{2}(:?[0-9]{2})?)$'") }}
            then {{ instant_with_zone(text) }}
        when {{ is_full_match(text, "'[0-9]{10}([.][0-9]+)?'") }}
            then {{ timestamp_of_micros('cast(try_cast(' ~ text ~ ' as decimal(27, 6)) * 1000000 as bigint)') }}
        when {{ is_full_match(text, "'[0-9]{13}'") }}
            then {{ timestamp_of_micros('try_cast(' ~ text ~ ' as bigint) * 1000') }}
        when {{ has_match(text, "'[0-9]:[0-9]'") }}
            then {{ wall_clock_to_utc(try_timestamp(text, landed_day_formats(system)), zone) }}
        else {{ wall_clock_to_utc('cast(' ~ parse_date(text, system) ~ ' as timestamp)', var('reporting_timezone')) }}
    end
{%- endmacro %}


{# A calendar day. The time of a landed timestamp is cut off as written: the source's own day. #}
{% macro parse_date(text, system) -%}
    {%- set day = "regexp_extract(" ~ text ~ ", '^[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}', 0)" -%}
    case
        when {{ has_match(text, "'^[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}([ T][0-9]{1,2}:.*)?$'") }}
            then try_cast({{ iso_dashes(day) }} as date)
        else cast({{ try_timestamp(text, landed_day_formats(system)) }} as date)
    end
{%- endmacro %}


{# ISO text with slashes between its parts, as an engine casts it. #}
{% macro iso_dashes(text) -%}{{ return(adapter.dispatch('iso_dashes')(text)) }}{%- endmacro %}
{% macro default__iso_dashes(text) -%}replace({{ text }}, '/', '-'){%- endmacro %}
{% macro duckdb__iso_dashes(text) -%}{{ text }}{%- endmacro %}


{# The UTC instant of a text that ends in an offset or a zone. #}
{% macro instant_with_zone(text) -%}{{ return(adapter.dispatch('instant_with_zone')(text)) }}{%- endmacro %}
{% macro default__instant_with_zone(text) -%}
    try_cast(regexp_replace(regexp_replace(regexp_replace({{ text }},
        '^([0-9]{4})/([0-9]{1,2})/', '$1-$2-'), ' ?(Z|z|UTC|GMT)$', '+00:00'), ' ?([+-][0-9]{2}):?([0-9]{2})$', '$1:$2') as timestamp)
{%- endmacro %}
{% macro duckdb__instant_with_zone(text) -%}
    timezone('UTC', try_cast(
        regexp_replace(regexp_replace({{ text }}, ' ?(Z|z|UTC|GMT)$', '+00:00'), ' ?([+-][0-9]{2}):?([0-9]{2})$', '\1:\2') as timestamptz
    ))
{%- endmacro %}


{#
  Text in one of several formats of a day, with or without a time of day, as a timestamp without a zone. The formats
  are strftime's: %Y, %m, %d, %b and what stands between them.
#}
{% macro try_timestamp(text, day_formats) -%}{{ return(adapter.dispatch('try_timestamp')(text, day_formats)) }}{%- endmacro %}
{% macro default__try_timestamp(text, day_formats) -%}
    {%- set patterns = [] -%}
    {%- for format in day_formats -%}
        {%- do patterns.append('[' ~ (
            'yyyyMMdd' if format == '%Y%m%d'
            else format | replace('%Y', 'yyyy') | replace('%m', 'M') | replace('%d', 'd') | replace('%b', 'MMM')
        ) ~ ']') -%}
    {%- endfor -%}
    {#- Every part is optional to the engine, so that the empty text would be 1970. -#}
    try_to_timestamp(nullif({{ text }}, ''), '{{ patterns | join }}[ h:m:s a][ h:m a][ H:m:s][ H:m]')
{%- endmacro %}
{% macro duckdb__try_timestamp(text, day_formats) -%}
    {%- set formats = [] -%}
    {%- for day in day_formats -%}
        {%- for time in ['', ' %H:%M:%S', ' %H:%M', ' %I:%M:%S %p', ' %I:%M %p'] -%}
            {%- do formats.append("'" ~ day ~ time ~ "'") -%}
        {%- endfor -%}
    {%- endfor -%}
    try_strptime({{ text }}, [{{ formats | join(', ') }}])
{%- endmacro %}


{# Formats of a day beside ISO. Whether 04/05/2025 is in April or May is the user's word (var slash_dates), never a guess. #}
{% macro landed_day_formats(system) -%}
    {%- set days = ['%Y%m%d', '%Y-%m-%d', '%Y/%m/%d', '%Y年%m月%d日', '%d %b, %Y', '%d %b %Y', '%b %d, %Y'] -%}
    {%- set order = var('slash_dates').get(system) -%}
    {%- if order == 'day_first' -%}{%- do days.append('%d/%m/%Y') -%}
    {%- elif order == 'month_first' -%}{%- do days.append('%m/%d/%Y') -%}
    {%- elif order -%}
        {{ exceptions.raise_compiler_error("var slash_dates: '" ~ order ~ "' for " ~ system ~ " is neither day_first nor month_first") }}
    {%- endif -%}
    {{ return(days) }}
{%- endmacro %}


{# Wall-clock time in a zone as a UTC instant; in UTC it is one already. #}
{% macro wall_clock_to_utc(expression, zone) -%}
    {{ expression if zone == 'UTC' else zone_to_utc(expression, zone) }}
{%- endmacro %}
