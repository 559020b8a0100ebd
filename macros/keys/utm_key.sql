{# The key under which int_engagement__utm_channels holds a combination of UTM values, folded here. #}
{% macro utm_key(utm_source, utm_medium, utm_campaign, click_id_type) -%}
    md5({% for part in [utm_source, utm_medium, utm_campaign, click_id_type] -%}
        {{ folded_text("coalesce(" ~ part ~ ", '')") }}{{ " || '|' || " if not loop.last }}
    {%- endfor %})
{%- endmacro %}


{# Which ad platform's click id a web address carries, the first of several; empty text for none. #}
{% macro click_id_type(url) -%}
    coalesce(regexp_extract(lower(regexp_replace({{ url }}, '#.*$', '')), '{{ click_id_pattern() }}', 1), '')
{%- endmacro %}


{# The click id itself; null for none. #}
{% macro click_id_value(url) -%}
    nullif(regexp_extract(regexp_replace({{ url }}, '#.*$', ''), '(?i){{ click_id_pattern() }}', 2), '')
{%- endmacro %}


{# The parameters in which ad platforms hand over a click, with a value. #}
{% macro click_id_pattern() -%}
    [?&](?:amp;)?(gclid|gbraid|wbraid|dclid|fbclid|li_fat_id|msclkid|yclid|ttclid|twclid|ldtag_cl)=([^&]+)
{%- endmacro %}
