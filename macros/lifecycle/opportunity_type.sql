{# The kind of business that a folded picklist word names, - and _ as spaces; null for a word that names none. The narrower word decides: "Existing Customer - Upsell (new licences)" is an expansion. #}
{% macro opportunity_type(words) -%}
    case
        when regexp_extract({{ words }}, 'cross ?sell|クロスセル', 0) != '' then 'cross_sell'
        when regexp_extract({{ words }}, 'renewal|renew|更新|継続', 0) != '' then 'renewal'
        when
            regexp_extract({{ words }}, 'expansion|up ?sell|upgrade|add ?on|追加|増額|拡張|アップセル', 0) != ''
            then 'expansion'
        when regexp_extract({{ words }}, '(^|[^a-z])new([^a-z]|$)|新規', 0) != '' then 'new_business'
    end
{%- endmacro %}
