{# The key of what is read: a named content (white paper, video) wherever it stands, else the page; null for neither. #}
{% macro content_key(hostname, page_path, content_id) -%}
    coalesce(
        {{ surrogate_key('content', ["'id'", content_id]) }},
        {{ surrogate_key('content', ["'page'", hostname, page_path]) }}
    )
{%- endmacro %}
