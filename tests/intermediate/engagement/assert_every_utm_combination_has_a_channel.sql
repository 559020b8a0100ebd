-- Every combination of UTM values fits a rule of seeds/mapping/channel_rules.csv; what is listed counts as channel (unmapped).
{{ config(severity='warn') }}

with

utm_channels as (

    select * from {{ ref('int_engagement__utm_channels') }}

)

select
    utm_source,
    utm_medium,
    utm_campaign,
    click_id_type
from utm_channels
where channel = '(unmapped)'
