{#
  A policy seed, or the user's whole table raw_policy.<name> in its stead. A file with a header and no row
  replaces too: an empty policy is a decision. For settings models alone, whose yml declares the columns.
#}
{% macro replaced_seed(name, key) %}
    {%- set seed = ref(name) -%}
    {%- if not execute -%}{{ return('select 1 as parsing') }}{%- endif -%}
    {%- set landed = landed_settings('policy', name) %}
select {{ 'distinct' if landed }}
    {{ setting_columns('policy', key, landed) }}
from {{ landed or seed }}
{% endmacro %}
