{# The place of a lead stage on the way from lead to won; null for the side exits recycled and disqualified. #}
{% macro lead_stage_order(expression) -%}
    case {{ expression }}
        when 'lead' then 1 when 'valid_lead' then 2 when 'mql' then 3 when 'sal' then 4
        when 'sql' then 5 when 'opportunity' then 6 when 'won' then 7 when 'lost' then 7
    end
{%- endmacro %}
