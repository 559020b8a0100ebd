{# The value of a query parameter of a web address, still encoded; its name in any case, nothing after a # read; null when absent or empty. #}
{% macro url_parameter(url, name) -%}
    nullif(regexp_extract(regexp_replace({{ url }}, '#.*$', ''), '(?i)[?&](?:amp;)?{{ name }}=([^&]*)', 1), '')
{%- endmacro %}


{# The host of a page as it is compared: folded, without www. and port; null for an address without a host. #}
{% macro url_host(url) -%}
    nullif(regexp_extract({{ folded_text(url) }}, '^(?:[a-z][a-z0-9+.-]*:)?//(?:[^/?#@]*@)?(?:www[.])?([^/?#:]+)', 1), '')
{%- endmacro %}


{# The path of a web address, decoded, without query, fragment and closing slash; / for the root, null for a missing address. #}
{% macro url_path(url) -%}
    {%- set path = "regexp_replace(regexp_replace(trim(" ~ url ~ "), '[?#].*$', ''), '^([A-Za-z][A-Za-z0-9+.-]*:)?//[^/]*', '')" -%}
    case when nullif(trim({{ url }}), '') is not null
        then coalesce(nullif(regexp_replace({{ percent_decoded(path) }}, '/+$', ''), ''), '/') end
{%- endmacro %}
