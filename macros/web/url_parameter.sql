{# The value of a query parameter of a web address, still encoded; its name in any case, nothing after a # read; null when absent or empty. #}
{% macro url_parameter(url, name) -%}
    {#- Most addresses have no query string: only the others are searched. -#}
    case when {{ url }} like '%?%'
        then nullif(regexp_extract({{ url }}, '(?i)^[^#]*?[?&](?:amp;)?{{ name }}=([^&#]*)', 1), '') end
{%- endmacro %}


{# The host of a page as it is compared: folded, without www. and port; null for an address without a host. #}
{% macro url_host(url) -%}
    {%- set host = "regexp_extract(" ~ url ~ ", '^ *(?:[A-Za-z][A-Za-z0-9+.-]*:)?//(?:[^/?#@]*@)?([^/?#:]+)', 1)" -%}
    nullif(regexp_replace({{ folded_text(host) }}, '^www[.]', ''), '')
{%- endmacro %}


{# The path of a web address, decoded, without query, fragment and closing slash; / for the root, null for a missing address. #}
{% macro url_path(url) -%}
    {%- set path = "regexp_extract(" ~ url ~ ", '^ *(?:[A-Za-z][A-Za-z0-9+.-]*:)?(?://[^/?#]*)?([^?#]*)', 1)" -%}
    {%- set decoded = "case when " ~ path ~ " like '%!%%' escape '!' then " ~ percent_decoded(path) ~ " else " ~ path ~ " end" -%}
    case when nullif({{ url }}, '') is not null
        then coalesce(nullif(trim(trailing '/' from {{ trimmed(decoded) }}), ''), '/') end
{%- endmacro %}
