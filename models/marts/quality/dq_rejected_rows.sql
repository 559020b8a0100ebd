-- Grain: one row per landed row that could not be kept (source_system, source_instance, table_name, landed_file, landed_row_number).

with

landing_rejects as (

    select * from {{ ref('stg_landing__rejected_rows') }}

),

rows_without_key as (

    {{ keyless_rows() }}

),

final as (

    select
        cast(source_system as {{ dbt.type_string() }}) as source_system,
        cast(source_instance as {{ dbt.type_string() }}) as source_instance,
        cast(table_name as {{ dbt.type_string() }}) as table_name,
        cast(file as {{ dbt.type_string() }}) as landed_file,
        reason,
        row_number as landed_row_number,
        line_number
    from landing_rejects
    where source_system not in ('policy', 'mapping')
    union all
    select
        source_system,
        source_instance,
        table_name,
        landed_file,
        'no_readable_key' as reason,
        landed_row_number,
        cast(null as bigint) as line_number
    from rows_without_key

)

select * from final
