-- A key is the same for the same record, another for another entity, system or id, and null where the id is
-- missing; a missing instance does not make it null.

with

cases as (

    select *
    from (
        values
        ('salesforce', 'main', '001', 'a'),
        ('salesforce', 'main', '001', 'a'),
        ('hubspot', 'main', '001', 'b'),
        ('salesforce', 'other', '001', 'c'),
        ('salesforce', 'main', '0010', 'd'),
        ('salesforce', null, '001', 'e'),
        ('salesforce', 'main', null, null)
    ) as literals (source_system, source_instance, lead_id, expected_group)

),

computed as (

    select
        expected_group,
        {{ surrogate_key('lead', ['source_system', 'source_instance', 'lead_id']) }} as record_key
    from cases
    union all
    select
        'another entity' as expected_group,
        {{ surrogate_key('contact', ['source_system', 'source_instance', 'lead_id']) }} as record_key
    from cases
    where expected_group = 'b'

),

keys_of_groups as (

    select
        expected_group,
        count(distinct record_key) as key_count,
        min(record_key) as record_key
    from computed
    group by expected_group

)

select
    expected_group,
    key_count,
    record_key
from keys_of_groups
where
    key_count != case when expected_group is null then 0 else 1 end
    or (select count(distinct record_key) from computed) != 6
