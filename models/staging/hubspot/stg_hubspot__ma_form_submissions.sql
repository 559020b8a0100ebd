-- Grain: one row per form submission (source_system, source_instance, submission_id).
-- Why: a submission has no campaign parameters of its own; they stand in the address of the page.

with

submissions as (

    select * from {{ ref('base_hubspot__contact_form_submission') }}

),

forms as (

    select * from {{ ref('base_hubspot__form') }}

),

named as (

    select
        submissions.*,
        forms.form_name,
        {{ folded_text("coalesce(forms.form_name, submissions.page_title)") }} as form_words
    from submissions
    left join forms
        on
            submissions.source_system = forms.source_system
            and submissions.source_instance = forms.source_instance
            and submissions.form_id = forms.form_id

),

-- The name of the form tells its purpose, the title of the page where the form did not land.
final as (

    select
        -- keys
        source_system,
        source_instance,
        is_deleted,
        submission_id,
        contact_id as ma_person_id,
        cast(null as {{ dbt.type_string() }}) as email,
        -- dimensions
        form_id,
        form_name,
        case
            when form_words is null then cast(null as {{ dbt.type_string() }})
            when regexp_extract(form_words, 'webinar|seminar|ウェビナー|セミナー|ウェブセミナー', 0) != '' then 'webinar'
            when regexp_extract(form_words, 'newsletter|mail ?magazine|メルマガ|メールマガジン|ニュースレター', 0) != '' then 'newsletter'
            when regexp_extract(form_words, '(^|[^a-z])trial|free account|トライアル|体験|お試し', 0) != '' then 'trial'
            when
                regexp_extract(
                    form_words,
                    'download|white ?paper|e-?book|guide|brochure|case stud|資料|ダウンロード|ホワイトペーパー|事例',
                    0
                ) != ''
                then 'download'
            when
                regexp_extract(form_words, 'contact|inquiry|enquiry|demo|quote|問い?合わ?せ|相談|見積|デモ', 0) != ''
                then 'contact'
            else 'other'
        end as form_type,
        page_url,
        cast(null as {{ dbt.type_string() }}) as content_id,
        cast(null as {{ dbt.type_string() }}) as visitor_id,
        {{ url_decoded(url_parameter('page_url', 'utm_source')) }} as utm_source,
        {{ url_decoded(url_parameter('page_url', 'utm_medium')) }} as utm_medium,
        {{ url_decoded(url_parameter('page_url', 'utm_campaign')) }} as utm_campaign,
        {{ url_decoded(url_parameter('page_url', 'utm_content')) }} as utm_content,
        {{ url_decoded(url_parameter('page_url', 'utm_term')) }} as utm_term,
        -- timestamps
        submitted_at
    from named

)

select * from final
