{#
  Per landed table: rows in the warehouse's raw table, rows that its base model keeps, rows that it marks as
  deleted, rows that it marks as excluded by a rule of the system (is_excluded, where its yml has that column), and
  rows that gave way to another of the same key. The last is counted on its own, from the keys, so that the
  accounting can fail.
#}
{% macro kept_row_counts() %}
    {%- set selects = [] -%}
    {%- for node in landed_sources() -%}
        {%- set found = landed_table(node.source_name, node.name) -%}
        {%- set is_port = node.config.meta.get('is_port') -%}
        {%- set model_name = ('stg_' if is_port else 'base_') ~ node.source_name ~ '__' ~ node.name -%}
        {%- set model = graph.nodes['model.' ~ project_name ~ '.' ~ model_name] -%}
        {%- set kept = model.relation_name -%}
        {%- set excluded = 'is_excluded' if 'is_excluded' in model.columns else 'false' -%}
        {%- if found.relation -%}
            {%- if is_port -%}
                {%- set keys = ['source_system', 'source_instance'] -%}
                {%- for column in found.columns
                    if column.name in node.config.meta.key + node.config.meta.get('optional_key', []) and column.landed -%}
                    {%- do keys.append(
                        'coalesce(cast(' ~ typed_landed_column(column, node.source_name) ~ ' as '
                        ~ dbt.type_string() ~ "), '')"
                    ) -%}
                {%- endfor -%}
                {%- set duplicates = '(select count(*) - count(distinct ' ~ keys | join(" || '|' || ") ~ ') from ('
                    ~ landed_texts(node.source_name, found) ~ ') as texts where not ' ~ lacks_key(node) ~ ')' -%}
            {%- else -%}
                {%- set duplicates = 'counts.duplicate_count' -%}
            {%- endif -%}
            {#- One pass over each model: it may be a view of very many rows. -#}
            {%- do selects.append(
                "select '" ~ node.source_name ~ "' as source_system, '" ~ node.name ~ "' as table_name, "
                ~ '(select count(*) from ' ~ found.relation ~ ') as raw_count, '
                ~ 'counts.kept_count, counts.deleted_count, counts.excluded_count, ' ~ duplicates ~ ' as duplicate_count from ('
                ~ 'select count(case when not is_deleted and not ' ~ excluded ~ ' then 1 end) as kept_count, '
                ~ 'count(case when is_deleted then 1 end) as deleted_count, '
                ~ 'count(case when not is_deleted and ' ~ excluded ~ ' then 1 end) as excluded_count, '
                ~ ('0' if is_port else 'coalesce(sum(version_count - 1), 0)') ~ ' as duplicate_count from ' ~ kept
                ~ ') as counts'
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ (selects or [
        "select '' as source_system, '' as table_name, 0 as raw_count, 0 as kept_count, 0 as deleted_count, "
        ~ '0 as excluded_count, 0 as duplicate_count where false'
    ]) | join('\nunion all\n') }}
{% endmacro %}
