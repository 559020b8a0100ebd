-- A list of merged ids gives one merge per id, whatever its shape; a chain of merges ends at its last record.

with

contacts as (

    select *
    from (
        values
        ('crm', 'main', '9', '1;2;;3'),
        ('crm', 'main', '20', '21'),
        ('crm', 'main', '30', '31.0'),
        ('crm', 'main', '40', ''),
        ('crm', 'main', '50', cast(null as {{ dbt.type_string() }})),
        ('crm', 'main', '60', '["61", "62"]'),
        ('crm', 'main', '70', '70;71'),
        ('crm', 'main', '71', '72')
    ) as literals (source_system, source_instance, contact_id, merged_ids)

),

read_merges as (

    {{ listed_merges('contacts', 'contact_id') }}

),

survivors as (

    {{ surviving_ids('read_merges') }}

),

expected as (

    select *
    from (
        values
        ('1', '9', '9'),
        ('2', '9', '9'),
        ('3', '9', '9'),
        ('21', '20', '20'),
        ('31', '30', '30'),
        ('61', '60', '60'),
        ('62', '60', '60'),
        ('71', '70', '70'),
        ('72', '71', '70')
    ) as literals (merged_id, surviving_id, last_id)

),

found as (

    select
        read_merges.merged_id,
        read_merges.surviving_id,
        survivors.surviving_id as last_id
    from read_merges
    left join survivors on read_merges.merged_id = survivors.merged_id

),

missing as (

    select * from expected
    except
    select * from found

),

surplus as (

    select * from found
    except
    select * from expected

)

select * from missing
union all
select * from surplus
