"""Charts say what the tables of other pages say, to who sees them and to who does not."""

import re
from decimal import Decimal

ROOT = "/admin/billing"


def number(text):
    return Decimal(text.replace(",", "").replace("\u2212", "-"))


def open_tables(page):
    """Shows the table of each chart."""
    for summary in page.locator(".chart__table > summary").all():
        summary.click()


def figures(page, chart):
    """Rows of a chart's table: name and value, and the total."""
    table = page.locator(f"#{chart}-table").locator("xpath=ancestor::table")
    rows = {row.locator("th").inner_text(): row.locator("td").inner_text() for row in table.locator("tbody tr").all()}
    return rows, table.locator("tfoot td").inner_text()


def test_traffic_of_a_month_is_the_usage_of_the_month(visit):
    page = visit(f"{ROOT}?month=2026-09")
    open_tables(page)
    rows, total = figures(page, "chart-traffic")
    assert len(rows) == 28
    assert sum(number(value) for value in rows.values()) - number(total) < Decimal("2"), "each day is rounded for the eye"
    usage = visit(f"{ROOT}/cdrs/usage?period=2026-09")
    assert usage.locator("tfoot td[data-label='Minutes billed']").inner_text() == total


def test_margin_of_a_month_is_what_was_sold_less_what_was_bought(visit):
    page = visit(f"{ROOT}?month=2026-09")
    open_tables(page)
    rows, total = figures(page, "chart-margin-USD")
    assert sum(number(value) for value in rows.values()) == number(total)
    sides = [
        number(visit(f"{ROOT}/cdrs/usage?period=2026-09&side={side}").locator("tfoot td[data-label='Amount, USD']").inner_text())
        for side in ("sell", "buy")
    ]
    assert number(total) == sides[0] - sides[1]


def test_a_column_is_as_high_as_its_figure(visit):
    page = visit(f"{ROOT}?month=2026-09")
    open_tables(page)
    rows, _ = figures(page, "chart-traffic")
    chart = page.locator("figure.chart").filter(has=page.locator("#chart-traffic-title"))
    heights = [Decimal(bar.get_attribute("height").rstrip("%")) for bar in chart.locator("rect.chart__bar").all()]
    values = [number(value) for value in rows.values()]
    assert len(heights) == len(values)
    scale = heights[0] / values[0]
    for height, value in zip(heights, values):
        assert abs(height / value - scale) / scale < Decimal("0.05")


def test_the_ageing_bar_adds_up_to_the_open_invoices(visit):
    page = visit(ROOT)
    parts = [number(value) for value in page.locator(".ageing__value").all_inner_texts()]
    assert sum(parts) == number(page.locator(".ageing__total").inner_text())
    overdue = page.locator("article").filter(has_text="Overdue").locator(".summary-card__value .figure")
    expected = number(overdue.inner_text()) if overdue.count() else Decimal(0)
    assert sum(parts[1:]) == expected


def test_a_month_without_traffic_says_so_and_leads_to_others(visit):
    page = visit(f"{ROOT}?month=2026-02")
    assert page.locator("text=No traffic in 2026-02").count() == 1
    page.click("text=Month before")
    assert "month=2026-01" in page.url


def test_shares_are_the_rows_of_the_table(visit):
    page = visit(f"{ROOT}/cdrs/usage?period=2026-09")
    bars = page.locator(".bars__item").all()
    assert len(bars) == 3
    table = {
        row.locator("th").inner_text(): row.locator("td[data-label='Amount, USD']").inner_text()
        for row in page.locator("tbody tr").all()
    }
    for bar in bars:
        assert table[bar.locator(".bars__name").inner_text()] == bar.locator(".bars__amount").inner_text()
    assert sum(number(bar.locator(".bars__percent").inner_text().rstrip("%")) for bar in bars) - 100 < Decimal("0.2")


def test_a_customer_has_its_own_days(visit):
    page = visit(f"{ROOT}/customers/c01?month=2026-09")
    open_tables(page)
    rows, total = figures(page, "chart-sold")
    assert list(rows) == ["2026-09-01", "2026-09-08", "2026-09-15"]
    usage = visit(f"{ROOT}/cdrs/usage?period=2026-09&partner=c01")
    assert usage.locator("tfoot td[data-label='Minutes billed']").inner_text() == total


def test_who_does_not_see_a_chart_hears_what_it_shows(visit):
    page = visit(f"{ROOT}?month=2026-09")
    plot = page.locator("svg[role=img][aria-describedby]").first
    described = page.locator(f"#{plot.get_attribute('aria-describedby')}").text_content()
    assert re.match(r"30 points\. Highest [\d,.]+ \(2026-09-\d\d\), lowest [\d,.]+ \(2026-09-\d\d\)\.", described)
