{#
  The key under which int_engagement__utm_channels holds a combination of UTM values, compared as tracking_value()
  gives them. A referrer counts only where neither source nor medium is tagged.
#}
{% macro utm_key(utm_source, utm_medium, utm_campaign, click_id_type, referrer_host="''") -%}
    {{ hashed_utm_values(
        "coalesce(" ~ tracking_value(utm_source) ~ ", '')", "coalesce(" ~ tracking_value(utm_medium) ~ ", '')",
        "coalesce(" ~ tracking_value(utm_campaign) ~ ", '')", "coalesce(" ~ click_id_type ~ ", '')", "coalesce(" ~ referrer_host ~ ", '')"
    ) }}
{%- endmacro %}


{# The same key from values that are compared already and never null. #}
{% macro hashed_utm_values(utm_source, utm_medium, utm_campaign, click_id_type, referrer_host) -%}
    md5({{ utm_source }} || '|' || {{ utm_medium }} || '|' || {{ utm_campaign }} || '|' || {{ click_id_type }} || '|'
        || case when {{ utm_source }} = '' and {{ utm_medium }} = '' then {{ referrer_host }} else '' end)
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
