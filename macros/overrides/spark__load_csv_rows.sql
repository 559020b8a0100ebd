{# Rows of a seed as they are written: the adapter's own loader takes an empty cell for the text None and stops at a quotation mark. #}
{% macro spark__load_csv_rows(model, agate_table) %}
    {%- set types = model['config'].get('column_types', {}) -%}
    {%- set statements = [] -%}
    {%- for rows in agate_table.rows | batch(1000) -%}
        {%- set tuples = [] -%}
        {%- for row in rows -%}
            {%- set values = [] -%}
            {%- for column in agate_table.column_names -%}
                {%- set value = row[loop.index0] -%}
                {%- set text = "'" ~ (value | string | replace('\\', '\\\\') | replace("'", "\\'")) ~ "'" -%}
                {%- do values.append(
                    'cast(' ~ ('null' if value is none else text) ~ ' as ' ~ types.get(column, adapter.convert_type(agate_table, loop.index0)) ~ ')'
                ) -%}
            {%- endfor -%}
            {%- do tuples.append('(' ~ values | join(', ') ~ ')') -%}
        {%- endfor -%}
        {%- set sql = 'insert into ' ~ this.render() ~ ' values\n' ~ tuples | join(',\n') -%}
        {%- do adapter.add_query(sql, abridge_sql_log=True) -%}
        {%- do statements.append(sql) -%}
    {%- endfor -%}
    {{ return(statements[0] if statements else '') }}
{% endmacro %}
