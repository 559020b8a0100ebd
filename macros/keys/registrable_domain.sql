{# The domain that a company registers: the last two labels of a host, three under a public suffix such as co.jp (mapping_public_suffixes, joined by last_two_labels). #}
{% macro registrable_domain(host, public_suffix) -%}
    case
        when {{ public_suffix }} is not null then nullif(regexp_extract({{ host }}, '[^.]+[.][^.]+[.][^.]+$', 0), '')
        else nullif(regexp_extract({{ host }}, '[^.]+[.][^.]+$', 0), '')
    end
{%- endmacro %}


{# What is compared with the list of public suffixes: co.jp of mail.aoba.co.jp. #}
{% macro last_two_labels(host) -%}
    nullif(regexp_extract({{ host }}, '[^.]+[.][^.]+$', 0), '')
{%- endmacro %}


{# The host of a web address or of a bare domain, folded; www. is no part of it. #}
{% macro host_of_url(expression) -%}
    nullif(regexp_replace(regexp_replace(regexp_replace({{ folded_text(expression) }}, '^[a-z]+://', ''), '[/?#:].*$', ''), '^www[.]', ''), '')
{%- endmacro %}
