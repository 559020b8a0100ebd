-- Grain: one row per landed value that its column's type cannot hold (source_system, source_instance, table_name, landed_file, landed_row_number, column_name).

with

values_without_type as (

    {{ quarantined_values() }}

),

final as (

    select
        cast(source_system as {{ dbt.type_string() }}) as source_system,
        cast(source_instance as {{ dbt.type_string() }}) as source_instance,
        cast(table_name as {{ dbt.type_string() }}) as table_name,
        cast(landed_file as {{ dbt.type_string() }}) as landed_file,
        cast(column_name as {{ dbt.type_string() }}) as column_name,
        cast(declared_type as {{ dbt.type_string() }}) as declared_type,
        cast(landed_value as {{ dbt.type_string() }}) as landed_value,
        cast(landed_row_number as bigint) as landed_row_number
    from values_without_type
    where landed_value is not null

)

select * from final
