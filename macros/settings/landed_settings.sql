{# The table that a user's settings file landed in, raw_<folder>.<name>; none where there is no such file. #}
{% macro landed_settings(folder, name) %}
    {{ return(load_relation(api.Relation.create(database=target.get('database'), schema='raw_' ~ folder, identifier=name))) }}
{% endmacro %}
