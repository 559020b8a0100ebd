{# An e-mail address as it is compared: width folded, trimmed (U+3000 included), lower case; null without an @. #}
{% macro normalised_email(expression) -%}
    case
        when {{ folded_text(expression) }} like '%_@_%' then {{ folded_text(expression) }}
    end
{%- endmacro %}


{# Lower case, full-width letters, digits and signs folded to ASCII, space around it cut. #}
{% macro folded_text(expression) -%}
    {%- set text = 'cast(' ~ expression ~ ' as ' ~ dbt.type_string() ~ ')' -%}
    {#- Text of printable ASCII has nothing to translate, and is most of what lands: translating it costs ten times the test. -#}
    {%- set folded -%}
    lower(case when {{ is_full_match(text, "'[ -~]*'") }} then {{ text }} else translate(
        {{ text }},
        'ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ０１２３４５６７８９＠．－＿＋　',
        'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789@.-_+ '
    ) end)
    {%- endset -%}
    {{ trimmed(folded) }}
{%- endmacro %}
