{#
  Every column of a landed Salesforce table, the named ids cut to their first 15 characters: the API's 18 are the 15 of
  a report plus a checksum, and both must be one record. Case matters: ...aB and ...ab are two records.
#}
{% macro all_with_salesforce_ids(table, columns) -%}
    {%- set replaced = {} -%}
    {%- for column in columns -%}{%- do replaced.update({column: salesforce_id(column)}) -%}{%- endfor -%}
    {{ landed_columns_with('salesforce', table, replaced) }}
{%- endmacro %}


{# A Salesforce id as it is compared. #}
{% macro salesforce_id(column) -%}left({{ column }}, 15){%- endmacro %}
