-- Grain: one row per row of the landed history (source_system, source_instance, history_id, valid_from_at).

with

landed as (

    {{ read_landed_table('salesforce', 'lead_history') }}

),

identified as (

    select
        {{ all_with_salesforce_ids('lead_history', ['history_id', 'lead_id', 'changed_by_id']) }}
    from landed

),

final as (

    {{ latest_version_per_key('identified', 'salesforce', 'lead_history') }}

)

select * from final
