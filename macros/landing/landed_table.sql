{#
  What landed of a source table, matched to what is declared: a dict with `relation` (none if the table
  is absent) and `columns`, one per declared column: {name, data_type, landed (the landed spelling, or none),
  is_json (inside a JSON column `properties`), is_key}. The one place where spellings are resolved.

  A declared name matches a landed one that differs only in case, separators or the prefix `property_`
  (snake_case, camelCase, PascalCase, report headers); other spellings stand in the column's
  meta `landed_as`; var column_overrides goes before both. A loader's own column (`_file`, `_source_instance`)
  gives way to one of the same name without the underscore.
#}
{% macro landed_table(system, table) %}
    {%- set source_node = graph.sources['source.' ~ project_name ~ '.' ~ system ~ '.' ~ table] -%}
    {%- set meta = source_node.config.meta -%}
    {%- set declared = port_columns(table) if meta.get('is_port') else source_node.columns.values() | list -%}
    {%- set relation = load_relation(source(system, table)) -%}
    {%- set landed = {} -%}
    {%- for column in (adapter.get_columns_in_relation(relation) if relation else []) -%}
        {%- set plain = modules.re.sub('[\\W_]+', '', column.name | lower) -%}
        {%- if landed.get(plain, '_').startswith('_') -%}{%- do landed.update({plain: column.name}) -%}{%- endif -%}
        {%- do landed.update({column.name | lower: column.name}) -%}
    {%- endfor -%}
    {%- set columns = [] -%}
    {%- for column in declared -%}
        {%- set found = namespace(landed=none) -%}
        {%- set override = var('column_overrides').get(system ~ '.' ~ table ~ '.' ~ column.name) -%}
        {%- set spellings = [override, column.name] + (column.get("config") or {}).get("meta", {}).get("landed_as", []) -%}
        {%- for spelling in spellings if spelling and found.landed is none -%}
            {%- set plain = modules.re.sub('[\\W_]+', '', spelling | lower) -%}
            {%- set found.landed = landed.get(plain) or landed.get('property' ~ plain) -%}
        {%- endfor -%}
        {%- do columns.append({
            'name': column.name,
            'data_type': column.data_type,
            'landed': found.landed or (override or column.name if 'properties' in landed else none),
            'is_json': found.landed is none and 'properties' in landed,
            'is_key': column.name in meta.get('key', []),
        }) -%}
    {%- endfor -%}
    {{ return({'relation': relation, 'columns': columns, 'landed': landed, 'key': meta.get('key', [])}) }}
{% endmacro %}
