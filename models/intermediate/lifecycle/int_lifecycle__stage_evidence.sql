-- Grain: one row per piece of evidence that a person reached a stage (evidence_key).
-- Which evidence counts is policy (policy_stage_evidence). Words that no mapping knows give stage (unmapped).
-- Excludes: evidence after as_of; records that were deleted and not merged.

with

person_records as (

    select * from {{ ref('int_identity__person_records') }}

),

entities as (

    select * from {{ ref('int_identity__entities') }}

),

people as (

    select * from {{ ref('int_identity__people') }}

),

leads as (

    select * from {{ ref('int_crm__leads') }}

),

lead_status_changes as (

    select * from {{ ref('int_crm__lead_status_changes') }}

),

contact_status_changes as (

    select * from {{ ref('int_crm__contact_status_changes') }}

),

ma_lifecycle_changes as (

    select * from {{ ref('int_ma__lifecycle_changes') }}

),

ma_score_changes as (

    select * from {{ ref('int_ma__score_changes') }}

),

status_snapshots as (

    select * from {{ ref('snapshot_lead_statuses') }}

),

lead_stages as (

    select * from {{ ref('mapping_lead_stages') }}

),

stage_policy as (

    select * from {{ ref('policy_stage_evidence') }}

),

records as (

    select
        person_records.*,
        entities.entity_key as person_key
    from person_records
    inner join entities on person_records.record_key = entities.identifier_key
    inner join people on entities.entity_key = people.person_key
    where not person_records.is_deleted or person_records.is_merged_away

),

record_creations as (

    select
        record_key,
        'record_created' as evidence,
        'lead' as stage,
        cast(null as {{ dbt.type_string() }}) as stage_original,
        false as is_dated_by_snapshot,
        coalesce(created_at, updated_at) as occurred_at
    from records

),

stage_dates as (

    select
        record_key,
        case when record_type = 'ma_person' then 'ma_stage_date' else 'crm_stage_date' end as evidence,
        'mql' as stage,
        cast(null as {{ dbt.type_string() }}) as stage_original,
        false as is_dated_by_snapshot,
        mql_at as occurred_at
    from records
    where mql_at is not null
    union all
    select
        record_key,
        'crm_stage_date' as evidence,
        'sal' as stage,
        cast(null as {{ dbt.type_string() }}) as stage_original,
        false as is_dated_by_snapshot,
        sal_at as occurred_at
    from records
    where sal_at is not null
    union all
    select
        record_key,
        case when record_type = 'ma_person' then 'ma_stage_date' else 'crm_stage_date' end as evidence,
        'sql' as stage,
        cast(null as {{ dbt.type_string() }}) as stage_original,
        false as is_dated_by_snapshot,
        sql_at as occurred_at
    from records
    where sql_at is not null

),

conversions as (

    select
        {{ surrogate_key('person_record', ["'crm_lead'", 'source_system', 'source_instance', 'lead_id']) }} as record_key,
        'lead_conversion' as evidence,
        'sql' as stage,
        cast(null as {{ dbt.type_string() }}) as stage_original,
        converted_at is null as is_dated_by_snapshot,
        coalesce(converted_at, updated_at) as occurred_at
    from leads
    where is_converted

),

scores_at_threshold as (

    select
        {{ surrogate_key('person_record', ["'ma_person'", 'source_system', 'source_instance', 'ma_person_id']) }} as record_key,
        'score_threshold' as evidence,
        'mql' as stage,
        cast(null as {{ dbt.type_string() }}) as stage_original,
        false as is_dated_by_snapshot,
        min(changed_at) as occurred_at
    from ma_score_changes
    where score >= {{ var('mql_score_threshold') or 'null' }} and not is_deleted
    group by source_system, source_instance, ma_person_id

),

worded_changes as (

    select
        {{ surrogate_key('person_record', ["'crm_lead'", 'source_system', 'source_instance', 'lead_id']) }} as record_key,
        'crm_status_change' as evidence,
        source_system,
        to_status as stage_original,
        false as is_dated_by_snapshot,
        changed_at as occurred_at
    from lead_status_changes
    where not is_deleted
    union all
    select
        {{ surrogate_key('person_record', ["'crm_contact'", 'source_system', 'source_instance', 'contact_id']) }} as record_key,
        'crm_status_change' as evidence,
        source_system,
        to_status as stage_original,
        false as is_dated_by_snapshot,
        changed_at as occurred_at
    from contact_status_changes
    where not is_deleted
    union all
    select
        {{ surrogate_key('person_record', ["'ma_person'", 'source_system', 'source_instance', 'ma_person_id']) }} as record_key,
        'ma_lifecycle_change' as evidence,
        source_system,
        to_stage as stage_original,
        false as is_dated_by_snapshot,
        changed_at as occurred_at
    from ma_lifecycle_changes
    where not is_deleted

),

-- A status without a dated change is as old as the night on which a snapshot first saw it; what the very
-- first night found is as old as the record's last update.
first_snapshot as (

    select min(dbt_valid_from) as first_taken_at from status_snapshots

),

snapshot_statuses as (

    select
        status_snapshots.record_key,
        case when status_snapshots.record_type = 'ma_person' then 'ma_current_stage' else 'crm_current_status' end as evidence,
        status_snapshots.source_system,
        status_snapshots.current_status as stage_original,
        true as is_dated_by_snapshot,
        case
            when status_snapshots.dbt_valid_from = first_snapshot.first_taken_at then status_snapshots.status_known_at
            else status_snapshots.dbt_valid_from
        end as occurred_at
    from status_snapshots
    cross join first_snapshot
    left join worded_changes
        on
            status_snapshots.record_key = worded_changes.record_key
            and {{ folded_text('status_snapshots.current_status') }} = {{ folded_text('worded_changes.stage_original') }}
    where worded_changes.record_key is null

),

words as (

    select * from worded_changes
    union all
    select * from snapshot_statuses

),

mapped_words as (

    select
        words.record_key,
        words.evidence,
        coalesce(own_stages.stage, any_stages.stage, '(unmapped)') as stage,
        words.stage_original,
        words.is_dated_by_snapshot,
        words.occurred_at
    from words
    left join lead_stages as own_stages
        on
            {{ folded_text('words.stage_original') }} = own_stages.source_value
            and words.source_system = own_stages.source_system
    left join lead_stages as any_stages
        on {{ folded_text('words.stage_original') }} = any_stages.source_value and any_stages.source_system = '*'

),

all_evidence as (

    select * from record_creations
    union all
    select * from stage_dates
    union all
    select * from conversions
    union all
    select * from scores_at_threshold
    union all
    select * from mapped_words

),

used_evidence as (

    select distinct
        stage,
        evidence,
        source_system
    from stage_policy
    where is_used

),

final as (

    select
        -- keys
        {{ surrogate_key('stage_evidence', [
            'all_evidence.record_key', 'all_evidence.evidence', 'all_evidence.stage_original', 'all_evidence.occurred_at', 'all_evidence.stage'
        ]) }} as evidence_key,
        records.person_key,
        all_evidence.record_key,
        records.owner_key,
        -- dimensions
        all_evidence.stage,
        all_evidence.evidence,
        all_evidence.stage_original,
        records.source_system,
        -- flags
        all_evidence.is_dated_by_snapshot,
        -- dates
        {{ to_reporting_date('all_evidence.occurred_at') }} as occurred_date,
        -- timestamps
        all_evidence.occurred_at
    from all_evidence
    inner join records on all_evidence.record_key = records.record_key
    left join used_evidence as own_policy
        on
            all_evidence.stage = own_policy.stage
            and all_evidence.evidence = own_policy.evidence
            and records.source_system = own_policy.source_system
    left join used_evidence as any_policy
        on
            all_evidence.stage = any_policy.stage
            and all_evidence.evidence = any_policy.evidence
            and any_policy.source_system = '*'
    where
        (own_policy.stage is not null or any_policy.stage is not null or all_evidence.stage = '(unmapped)')
        and {{ to_reporting_date('all_evidence.occurred_at') }} <= {{ as_of_date() }}

)

select * from final
