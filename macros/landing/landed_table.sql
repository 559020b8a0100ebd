{#
  What landed of a source table, matched to what is declared: a dict with `relation` (none if the table
  is absent) and `columns`, one per declared column: {name, data_type, landed (the landed spelling, or none),
  is_json (inside a JSON column `properties`), json_keys (what it may be called there), is_typed (landed in the
  declared type), own (its own landed column, or none), nested (where it stands inside a nested column, or none), is_key}. The one place where spellings are resolved.

  A declared name matches a landed one that differs only in case, separators or the prefixes `property_` and
  `properties_` (snake_case, camelCase, PascalCase, report headers); other spellings stand in the column's
  meta `landed_as`; var column_overrides goes before both. What has no value in a column of its own may stand
  inside a nested one: meta `nested_in: event_params, param: page_title` names a key of a list of keys and values,
  `nested_path: device.category` a field of a struct. `nested_in` without `param` is the whole list as one text;
  where it landed flat, the columns that begin with meta `gathers`. A loader's own column (`_file`, `_source_instance`)
  gives way to one of the same name without the underscore.
#}
{% macro landed_table(system, table) %}
    {%- set source_node = graph.sources['source.' ~ project_name ~ '.' ~ system ~ '.' ~ table] -%}
    {%- set meta = source_node.config.meta -%}
    {%- set declared = port_columns(table) if meta.get('is_port') else source_node.columns.values() | list -%}
    {%- set relation = load_relation(source(system, table)) -%}
    {%- set landed = {} -%}
    {%- set landed_columns = adapter.get_columns_in_relation(relation) if relation else [] -%}
    {%- set types = {} -%}
    {%- for column in landed_columns -%}
        {%- do types.update({column.name: column}) -%}
        {%- set plain = modules.re.sub('[\\W_]+', '', column.name | lower) -%}
        {%- if landed.get(plain, '_').startswith('_') -%}{%- do landed.update({plain: column.name}) -%}{%- endif -%}
        {%- do landed.update({column.name | lower: column.name}) -%}
    {%- endfor -%}
    {%- set columns = [] -%}
    {%- for column in declared -%}
        {%- set found = namespace(landed=none, nested=none) -%}
        {%- set own = (column.get("config") or {}).get("meta", {}) -%}
        {%- set override = var('column_overrides').get(system ~ '.' ~ table ~ '.' ~ column.name) -%}
        {%- set spellings = [override, column.name] + own.get("landed_as", []) -%}
        {%- for spelling in spellings if spelling and found.landed is none and not own.get('gathers') -%}
            {%- set plain = modules.re.sub('[\\W_]+', '', spelling | lower) -%}
            {%- set found.landed = landed.get(plain) or landed.get('property' ~ plain) or landed.get('properties' ~ plain) -%}
        {%- endfor -%}
        {%- set json_keys = [override] if override else [] -%}
        {%- for spelling in spellings if not override and modules.re.fullmatch('[a-z][a-z0-9_]*', spelling or '') -%}
            {%- do json_keys.append(spelling) -%}
        {%- endfor -%}
        {%- set own_landed = found.landed -%}
        {%- set found.nested = landed_nested(own, landed, types) -%}
        {%- if found.landed is none and found.nested -%}{%- set found.landed = found.nested.spelling -%}{%- endif -%}
        {%- do columns.append({
            'name': column.name,
            'data_type': column.data_type,
            'landed': found.landed or (override or column.name if 'properties' in landed else none),
            'is_json': found.landed is none and 'properties' in landed,
            'is_typed': own_landed is not none and not found.nested
                and is_of_declared_type(types[own_landed], column.data_type),
            'own': own_landed,
            'nested': found.nested,
            'json_keys': json_keys,
            'is_key': column.name in meta.get('key', []),
        }) -%}
    {%- endfor -%}
    {{ return({'relation': relation, 'columns': columns, 'landed': landed, 'key': meta.get('key', [])}) }}
{% endmacro %}
