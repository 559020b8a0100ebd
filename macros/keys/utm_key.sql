{# The key under which int_engagement__utm_channels holds a combination of UTM values, folded here. #}
{% macro utm_key(utm_source, utm_medium, utm_campaign, click_id_type) -%}
    md5({% for part in [utm_source, utm_medium, utm_campaign, click_id_type] -%}
        {{ folded_text("coalesce(" ~ part ~ ", '')") }}{{ " || '|' || " if not loop.last }}
    {%- endfor %})
{%- endmacro %}


{# Which ad platform's click id a web address carries; empty text for none. #}
{% macro click_id_type(url) -%}
    coalesce(regexp_extract({{ url }}, '[?&](gclid|gbraid|wbraid|dclid|fbclid|li_fat_id|msclkid|yclid)=', 1), '')
{%- endmacro %}
