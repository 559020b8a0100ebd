{#
  A UTM value as it is compared: URL-decoded, width and case folded, trimmed. What tools write for "nothing"
  ((not set), null, undefined ...) and placeholders that an ad platform did not fill in ({campaignid}) are null.
  (direct) stays: whether a visit has a source is for the session to say.
#}
{% macro tracking_value(expression) -%}
    {%- set text = folded_text(url_decoded(expression)) -%}
    {#- One pattern: a list of words would be a join, computed even where nobody asks for the column. -#}
    {%- set nothing = '(not set)|not set|(none)|none|(null)|null|undefined|(undefined)|nan|n/a|(not provided)' -%}
    {%- set unfilled = '[$]?[{].*[}]|%%.*%%|<.*>' -%}
    {%- set pattern = nothing | replace('(', '[(]') | replace(')', '[)]') ~ '|' ~ unfilled -%}
    case when not {{ has_match(text, "'^(|" ~ pattern ~ ")$'") }} then {{ text }} end
{%- endmacro %}
