{# Personal data as a keyed hash: the key comes from the environment (HASH_KEY), so that a published hash cannot be guessed from a list of addresses. #}
{% macro hashed_identifier(expression) -%}
    case when {{ expression }} is not null then md5('{{ dbt.escape_single_quotes(env_var("HASH_KEY", "").strip() or "demo") }}' || '|' || {{ expression }}) end
{%- endmacro %}
