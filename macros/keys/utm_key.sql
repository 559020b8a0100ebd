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
    case when {{ url }} like '%?%' then lower(regexp_extract({{ url }}, '{{ click_id_pattern() }}', 1)) else '' end
{%- endmacro %}


{# The click id itself; null for none. #}
{% macro click_id_value(url) -%}
    case when {{ url }} like '%?%' then nullif(regexp_extract({{ url }}, '{{ click_id_pattern() }}', 2), '') end
{%- endmacro %}


{# The parameters in which ad platforms hand over a click, with a value, before any #. #}
{% macro click_id_pattern() -%}
    (?i)^[^#]*?[?&](?:amp;)?(gclid|gbraid|wbraid|dclid|fbclid|li_fat_id|msclkid|yclid|ttclid|twclid|ldtag_cl)=([^&#]+)
{%- endmacro %}
