{#
  Every column of a select, the named Salesforce ids cut to their first 15 characters: the API's 18 are the 15 of
  a report plus a checksum, and both must be one record. Case matters: ...aB and ...ab are two records.
#}
{% macro all_with_salesforce_ids(columns) -%}
    * {{ except_columns(columns) }}
    {%- for column in columns %}, left({{ column }}, 15) as {{ column }}{% endfor %}
{%- endmacro %}
