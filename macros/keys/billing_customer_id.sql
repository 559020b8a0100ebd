{# Who pays: the billing customer, else the account or line that stands in for it, so that no payment is without a customer. #}
{% macro billing_customer_id(relation, line_id) -%}
    coalesce({{ relation }}.customer_id, {{ relation }}.account_id, {{ relation }}.{{ line_id }})
{%- endmacro %}
