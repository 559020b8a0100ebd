-- A person responds to a campaign once, however many member rows and systems say so.

with

touches as (

    select * from {{ ref('int_engagement__touches') }}

)

select
    person_key,
    campaign_key,
    count(*) as touch_count
from touches
where touch_type = 'campaign_response'
group by person_key, campaign_key
having count(*) > 1
