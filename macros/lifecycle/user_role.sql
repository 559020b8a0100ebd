{# What a CRM user does, read from the folded name of their team or role. The narrower word decides: "Inside Sales" is not "Sales", and CS and SDR count only as words of their own. #}
{% macro user_role(words) -%}
    case
        when regexp_extract({{ words }}, 'inside|インサイド|(^|[^a-z])[sb]drs?([^a-z]|$)', 0) != '' then 'inside_sales'
        when
            regexp_extract({{ words }}, 'customer ?success|カスタマーサクセス|(^|[^a-z])csm?s?([^a-z]|$)', 0) != ''
            then 'customer_success'
        when regexp_extract({{ words }}, 'marketing|マーケ', 0) != '' then 'marketing'
        when regexp_extract({{ words }}, 'sales|account executive|営業|セールス', 0) != '' then 'sales'
        else 'other'
    end
{%- endmacro %}
