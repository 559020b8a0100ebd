-- Allocation moves no yen: per cost function and month, what is allocated sums to the lines, to the cent.

with

lines as (

    select * from {{ ref('int_spend__lines') }}

),

allocated_lines as (

    select * from {{ ref('int_spend__lines_allocated') }}

),

line_totals as (

    select
        cost_function,
        {{ dbt.date_trunc('month', 'spend_date') }} as spend_month,
        sum(amount) as amount
    from lines
    where amount is not null
    group by cost_function, {{ dbt.date_trunc('month', 'spend_date') }}

),

allocated_totals as (

    select
        cost_function,
        {{ dbt.date_trunc('month', 'spend_date') }} as spend_month,
        sum(amount) as amount
    from allocated_lines
    group by cost_function, {{ dbt.date_trunc('month', 'spend_date') }}

)

select
    coalesce(line_totals.cost_function, allocated_totals.cost_function) as cost_function,
    coalesce(line_totals.spend_month, allocated_totals.spend_month) as spend_month,
    line_totals.amount as line_amount,
    allocated_totals.amount as allocated_amount
from line_totals
full outer join allocated_totals
    on
        line_totals.cost_function = allocated_totals.cost_function
        and line_totals.spend_month = allocated_totals.spend_month
where coalesce(line_totals.amount, 0) != coalesce(allocated_totals.amount, 0)
