-- Grain: one row per e-mail event (source_system, source_instance, email_event_id).

with

landed as (

    {{ read_landed_table('hubspot', 'email_event') }}

),

-- Excluded: what HubSpot's own reports leave out, and a drop or bounce that another event makes void.
judged as (

    select
        *,
        coalesce(is_filtered, false)
        or (coalesce(upper(event_type) in ('DROPPED', 'BOUNCE'), false) and obsoleted_by_id is not null) as is_excluded
    from landed

),

final as (

    {{ latest_version_per_key('judged', 'hubspot', 'email_event', ['is_excluded']) }}

)

select * from final
