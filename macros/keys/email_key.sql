{# The key of an e-mail (template or send); the events of a system that name none share one. #}
{% macro email_key() -%}
    {{ surrogate_key('email_asset', ['source_system', 'source_instance', "coalesce(email_id, '')"]) }}
{%- endmacro %}
