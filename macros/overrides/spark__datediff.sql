{# The boundaries of a calendar part between two instants, as elsewhere; dbt's own counts begun hours, minutes and seconds. #}
{% macro spark__datediff(first_date, second_date, datepart) -%}
    {%- if datepart == 'day' -%}
        datediff({{ second_date }}, {{ first_date }})
    {%- elif datepart == 'month' -%}
        (12 * (year({{ second_date }}) - year({{ first_date }})) + month({{ second_date }}) - month({{ first_date }}))
    {%- elif datepart == 'quarter' -%}
        (4 * (year({{ second_date }}) - year({{ first_date }})) + quarter({{ second_date }}) - quarter({{ first_date }}))
    {%- elif datepart == 'year' -%}
        (year({{ second_date }}) - year({{ first_date }}))
    {%- else -%}
        timestampdiff({{ datepart }}, date_trunc('{{ datepart }}', {{ first_date }}), date_trunc('{{ datepart }}', {{ second_date }}))
    {%- endif -%}
{%- endmacro %}
