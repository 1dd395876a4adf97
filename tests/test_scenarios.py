"""The scenarios that are shipped: each reads, shows what it says, comes out as its rule has it, and the scripts run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any, Final

import pytest
from engines import differences

from lifecycle import Atlas, Scenario, Timeline, simulate
from lifecycle.months import month, text

ROOT: Final = Path(__file__).parent.parent
FILES: Final = tuple(sorted((ROOT / "scenarios").glob("*.toml")))
every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)

#: file → months → state, share of the benefit then, share after settlement; each line is reasoned from the rule above it.
EXPECTED: Final[dict[str, dict[str, tuple[str, float, float]]]] = {
    "demo": {
        # Wuhan: an unpaid month is still covered, the one after is not.
        "2024-11": ("suspended", 1, 1),
        # February is the fourth month after the job: from the month after payment, the gap is never covered.
        "2024-12..2025-01": ("suspended", 0, 0),
        "2025-02": ("flexible", 0, 0),
        "2025-03..2025-12": ("flexible", 1, 1),
    },
    "double_payment": {
        # Full employee cover suspends the paid resident year.
        "2025-01..2025-12": ("employee", 1, 1),
    },
    "employer_in_arrears": {
        # Shandong: stops in the month after the first unpaid one, returns in the month after settlement, years only.
        "2025-03": ("suspended", 1, 1),
        "2025-04": ("suspended", 0, 0),
        "2025-05": ("employee", 0, 0),
        "2025-06": ("employee", 1, 1),
    },
    "first_time_flexible": {
        # Suzhou's own example: paid in May, waits June to August, covered from September.
        "2022-05": ("flexible", 0, 0),
        "2022-06..2022-08": ("waiting", 0, 0),
        "2022-09": ("flexible", 1, 1),
    },
    "flexible_all_life": {
        # Chongqing: a newcomer who pays by herself waits six months, the month of payment counts.
        "2024-10..2024-12": ("not_enrolled", 0, 0),
        "2025-01..2025-06": ("waiting", 0, 0),
        "2025-07..2052-11": ("flexible", 1, 1),
        # Born in December 1994, formerly 55: 36 months later at most, so at 58; 335 months are more than 25 years.
        "2052-12..2060-12": ("retired", 1, 1),
    },
    "flexible_misses_a_month_while_waiting": {
        # Shanghai: six months in a row; a break in April starts them again in May.
        "2026-01..2026-03": ("waiting", 0, 0),
        "2026-04": ("suspended", 0, 0),
        "2026-05..2026-10": ("waiting", 0, 0),
        "2026-11": ("flexible", 1, 1),
    },
    "flexible_year_paid_in_march": {
        # Fuzhou 2023: due 10 February, then paused; made up by 31 March it counts as never interrupted.
        "2023-01": ("flexible", 1, 1),
        "2023-02": ("flexible", 0, 1),
        "2023-03..2023-12": ("flexible", 1, 1),
    },
    "gap_paid_back_in_time": {
        # Chongqing, at most three months and paid back: covered from the next month, the gap included afterwards.
        "2025-03": ("suspended", 1, 1),
        "2025-04": ("suspended", 0, 1),
        "2025-05": ("flexible", 0, 1),
        "2025-06": ("flexible", 1, 1),
    },
    "gap_paid_back_too_late": {
        # Chongqing, an individual after more than three months: six months, the month of payment counts.
        "2025-04..2025-06": ("suspended", 0, 0),
        "2025-07..2025-12": ("waiting", 0, 0),
        "2026-01": ("flexible", 1, 1),
    },
    "half_benefit_in_fujian": {
        # Fujian, not paid back: six months at half from the month of resuming, the gap is lost.
        "2024-08..2024-11": ("suspended", 0, 0),
        "2024-12..2025-05": ("waiting", 0.5, 0.5),
        "2025-06": ("employee", 1, 1),
    },
    "half_benefit_in_hainan": {
        # Hainan, two continuous years, a gap of four to six months: half until six months are full.
        "2024-10..2025-01": ("suspended", 0, 0),
        "2025-02..2025-07": ("waiting", 0.5, 0.5),
        "2025-08": ("flexible", 1, 1),
    },
    "hospital_stay_in_a_gap_lost": {
        # Wuhan: the unpaid March is still covered; a gap of four months, paid back or not, makes a newcomer of him.
        "2025-03": ("suspended", 1, 1),
        "2025-04..2025-06": ("suspended", 0, 0),
        "2025-07..2025-12": ("waiting", 0, 0),
        "2026-01": ("flexible", 1, 1),
    },
    "hospital_stay_in_a_gap_paid_back": {
        # Wuhan, three months paid back: covered from the month of payment, the gap included afterwards.
        "2025-03": ("suspended", 1, 1),
        "2025-04..2025-05": ("suspended", 0, 1),
        "2025-06..2025-12": ("flexible", 1, 1),
    },
    "military_service_and_deemed_years": {
        # Born in September 1965: three months after 60; nothing changes until then.
        "2025-01..2025-11": ("employee", 1, 1),
        "2025-12..2026-12": ("retired", 1, 1),
    },
    "moves_and_pays_the_gap_back": {
        # The old place covers the month after the last payment; two months paid back after a move are covered afterwards.
        "2025-04": ("suspended", 1, 1),
        "2025-05": ("suspended", 0, 1),
        "2025-06..2025-12": ("employee", 1, 1),
    },
    "newborn_first_ten_years": {
        # Paid for on 20 February: from birth; every later year in the autumn before it.
        "2026-01": ("not_enrolled", 0, 1),
        "2026-02..2035-12": ("resident", 1, 1),
    },
    "newborn_in_time": {
        # 25 November to 20 January are 56 days: from birth, once the premium is paid.
        "2025-11..2025-12": ("not_enrolled", 0, 1),
        "2026-01..2026-12": ("resident", 1, 1),
    },
    "newborn_late": {
        # 10 March to 15 July are 127 days: Wuhan covers from the month after.
        "2025-03..2025-07": ("not_enrolled", 0, 0),
        "2025-08..2025-12": ("resident", 1, 1),
    },
    "no_claims_raise_the_cap": {
        # Shangrao: each year is paid in the window before it.
        "2024-10..2026-12": ("resident", 1, 1),
    },
    "quits_a_year_without": {
        # Shanghai: one unpaid month is covered; more than three months after cover ended the wait is six months.
        "2025-11": ("suspended", 1, 1),
        "2025-12..2026-10": ("suspended", 0, 0),
        "2026-11..2027-04": ("waiting", 0, 0),
        "2027-05": ("flexible", 1, 1),
    },
    "quits_four_months_without": {
        # Cover ended on 30 November: March is the fourth month after.
        "2025-12..2026-02": ("suspended", 0, 0),
        "2026-03..2026-08": ("waiting", 0, 0),
        "2026-09": ("flexible", 1, 1),
    },
    "quits_one_month_without": {
        # No wait, but payment covers the month after.
        "2025-11": ("suspended", 1, 1),
        "2025-12": ("flexible", 0, 0),
        "2026-01": ("flexible", 1, 1),
    },
    "quits_three_months_without": {
        # February is the third month after cover ended: still no wait, and nothing of the gap comes back.
        "2025-12..2026-01": ("suspended", 0, 0),
        "2026-02": ("flexible", 0, 0),
        "2026-03": ("flexible", 1, 1),
    },
    "quits_to_resident_at_once": {
        # Xining: not bound by the window, from the day of payment in May.
        "2025-04": ("employee", 1, 1),
        "2025-05..2025-12": ("resident", 1, 1),
    },
    "quits_to_resident_later": {
        # Chengdu, two years and a gap of two: from the month after employee cover, which lasted through April.
        "2025-04": ("suspended", 1, 1),
        "2025-05": ("suspended", 0, 1),
        "2025-06": ("resident", 1, 1),
    },
    "resident_all_life": {
        # Chongqing: the first year is paid in its window, the others follow without a break, whatever the age.
        "2024-10..2024-12": ("not_enrolled", 0, 0),
        "2025-01..2060-12": ("resident", 1, 1),
    },
    "resident_misses_window_after_2025": {
        # Qinghai: paid on 1 April, three months, covered from 1 July.
        "2025-12": ("resident", 1, 1),
        "2026-01..2026-03": ("suspended", 0, 0),
        "2026-04..2026-06": ("waiting", 0, 0),
        "2026-07": ("resident", 1, 1),
    },
    "resident_misses_window_before_2025": {
        # Jinan: three months, the month of payment included; the next year is paid in its window.
        "2024-01..2024-02": ("suspended", 0, 0),
        "2024-03..2024-05": ("waiting", 0, 0),
        "2024-06..2025-12": ("resident", 1, 1),
    },
    "resident_skips_two_years": {
        # Three months and one for the second missed year, from 1 January.
        "2025-01..2026-12": ("suspended", 0, 0),
        "2027-01..2027-04": ("waiting", 0, 0),
        "2027-05": ("resident", 1, 1),
    },
    "resident_skips_two_years_and_repairs": {
        # The repaired year takes one month off, and the fixed three stay.
        "2027-01..2027-03": ("waiting", 0, 0),
        "2027-04": ("resident", 1, 1),
    },
    "resident_to_employee": {
        # Shanghai: employee cover from the month after payment; until then the resident year pays.
        "2025-10": ("resident", 1, 1),
        "2025-11..2026-06": ("employee", 1, 1),
    },
    "resident_to_flexible": {
        # Resident cover ended in December; February is within three months: no wait, from the month after payment.
        "2026-01": ("suspended", 0, 0),
        "2026-02": ("flexible", 0, 0),
        "2026-03": ("flexible", 1, 1),
    },
    "resident_to_flexible_refused": {
        # Chengdu: not as an individual inside the resident year; afterwards two years and no gap count at once.
        "2025-06..2025-12": ("resident", 1, 1),
        "2026-01": ("flexible", 1, 1),
    },
    "resident_years_count_at_retirement": {
        # Two continuous years as a resident and no gap: from the month of payment. Born in June 1975, formerly 50: three
        # months later, and 204 + 20 paid and 24 converted months are more than 240.
        "2024-01..2025-08": ("employee", 1, 1),
        "2025-09..2026-06": ("retired", 1, 1),
    },
    "retires_on_time": {
        # Born in December 1970, formerly 55: three months later; 302 months are more than fifteen years.
        "2025-07..2026-02": ("employee", 1, 1),
        "2026-03..2027-06": ("retired", 1, 1),
    },
    "seasonal_job": {
        # Shandong: employee cover from the month after payment; after the job the paid resident year is restored.
        "2025-05": ("resident", 1, 1),
        "2025-06..2025-08": ("employee", 1, 1),
        "2025-09..2025-12": ("resident", 1, 1),
    },
    "short_and_becomes_resident": {
        # Born in August 1975, formerly 50: four months later. The job ends with the month before; one unpaid month is still
        # covered, and the resident year that is paid in December begins on 1 January.
        "2025-01..2025-11": ("employee", 1, 1),
        "2025-12": ("suspended", 1, 1),
        "2026-01..2026-12": ("resident", 1, 1),
    },
    "three_cities_where_to_retire": {
        # The place one leaves covers the month after its last payment, the new one from the month after its first.
        "2024-01..2026-05": ("employee", 1, 1),
        # Born in February 1966: four months after 60; 401 months are more than the fifteen years of Shanghai.
        "2026-06..2026-12": ("retired", 1, 1),
    },
    "three_quarters_in_xiamen": {
        # Under 24 continuous months three quarters, the resident months included; the 24th is May 2026.
        "2025-07..2026-04": ("employee", 0.75, 0.75),
        "2026-05": ("employee", 1, 1),
    },
    "two_years_short_and_tops_up": {
        # Born in May 1965: two months after 60. Seven deemed and 21 paid years, and two that are bought in that month.
        "2025-01..2025-06": ("flexible", 1, 1),
        "2025-07..2026-06": ("retired", 1, 1),
    },
    "unemployment_benefit_then_flexible": {
        # The fund pays from April to December, the person from January: no gap, full benefit.
        "2025-03..2025-12": ("employee", 1, 1),
        "2026-01": ("flexible", 1, 1),
    },
}

#: file, month, field, value: what the shares do not tell.
ALSO: Final[tuple[tuple[str, str, str, Any], ...]] = (
    ("demo", "2025-03", "actual_months", 112 + 2 + 3),  # July 2015 to October 2024, two months, three paid back
    ("double_payment", "2025-12", "continuous_months", 40 + 24),  # twice insured counts once
    ("double_payment", "2025-12", "covered_by", "employee"),
    ("employer_in_arrears", "2025-05", "actual_months", 120 + 2 + 2 + 1),  # the two settled months count as years
    ("flexible_all_life", "2025-01", "own_fen", 256_25),  # 4 % and 1 % of 5125: a twelfth of the published 3075
    ("flexible_all_life", "2025-12", "money_assumed", False),
    ("flexible_all_life", "2026-01", "own_fen", 211_15 + 52_79),  # of 5278.75, which is 3 % more
    ("flexible_all_life", "2026-01", "money_assumed", True),
    ("flexible_all_life", "2052-11", "account_fen", 0),  # the lowest tier has no account
    ("flexible_all_life", "2052-12", "actual_months", 12 * 28 - 1),
    ("flexible_all_life", "2052-12", "own_fen", 5_00),  # what is left to pay in Chongqing
    ("gap_paid_back_too_late", "2025-07", "continuous_months", 1),  # years only: continuity begins anew
    ("gap_paid_back_too_late", "2025-07", "actual_months", 30 + 2 + 4 + 1),
    ("hospital_stay_in_a_gap_lost", "2025-07", "waiting_total", 6),
    ("hospital_stay_in_a_gap_lost", "2025-07", "actual_months", 60 + 2 + 4 + 1),  # years only: continuity begins anew
    ("hospital_stay_in_a_gap_lost", "2025-07", "continuous_months", 1),
    ("hospital_stay_in_a_gap_lost", "2025-07", "own_fen", 5 * 366_81),  # 4.8 % of 7496 and 7 yuan, five times
    ("hospital_stay_in_a_gap_paid_back", "2025-05", "cause.settled_by", "2025-06"),
    ("hospital_stay_in_a_gap_paid_back", "2025-06", "continuous_months", 60 + 2 + 3 + 1),
    ("hospital_stay_in_a_gap_paid_back", "2025-06", "own_fen", 4 * 366_81),
    # Nanchang asks for 30 years in all and 15 really paid: with 197 months only the first is missed, by 163.
    ("military_service_and_deemed_years", "2025-05", "retirement.missing_months", 360 - 197),
    ("military_service_and_deemed_years", "2025-05", "retirement.missing_actual_months", 0),
    # Four years in the army; November 1987 to May 2001 of the rest: the last 25 months come too late.
    ("military_service_and_deemed_years", "2025-06", "deemed_months", 48 + 163),
    ("military_service_and_deemed_years", "2025-06", "retirement.short", 0),
    ("military_service_and_deemed_years", "2025-06", "actual_months", 186 + 6),  # service is not payment
    ("military_service_and_deemed_years", "2025-11", "account_fen", 4000_00 + 11 * 120_00),  # 2 % of 6000 a month
    ("military_service_and_deemed_years", "2026-12", "account_fen", 5320_00 + 13 * 77_00),
    ("moves_and_pays_the_gap_back", "2025-06", "cause.entry_rule", "employee.entry.moved-short-gap-paid"),
    ("moves_and_pays_the_gap_back", "2025-06", "covered_from", "2025-06-01"),
    ("moves_and_pays_the_gap_back", "2025-06", "continuous_months", 70 + 3 + 2 + 1),
    ("moves_and_pays_the_gap_back", "2025-06", "own_fen", 160_00 + 7_00 + 2 * 366_81),  # job in Wuhan, two months by himself
    ("moves_and_pays_the_gap_back", "2025-12", "account_fen", 8000_00 + 3 * 180_00 + 7 * 160_00),
    ("moves_and_pays_the_gap_back", "2025-12", "account_left_fen", 0),
    ("newborn_first_ten_years", "2026-02", "covered_from", "2026-01-06"),
    ("newborn_first_ten_years", "2026-02", "own_fen", 0),  # born in 2026: free
    ("newborn_first_ten_years", "2027-01", "resident_price_fen", 420_00),  # 400 and the assumed 20
    ("newborn_first_ten_years", "2035-12", "paid_own_fen", 9 * 400_00 + 20_00 * (1 + 2 + 3 + 4 + 5 + 6 + 7 + 8 + 9)),
    # 2026 to 2029 are four years: 5,000 for every further one.
    ("newborn_first_ten_years", "2029-12", "continuity_bonus_fen", 0),
    ("newborn_first_ten_years", "2030-01", "resident_years", 4),
    ("newborn_first_ten_years", "2030-01", "continuity_bonus_fen", 5000_00),
    ("newborn_first_ten_years", "2035-12", "continuity_bonus_fen", 6 * 5000_00),
    # 2026, 2027 and 2028 without a claim, 2029 with one, 2030 to 2034 without.
    ("newborn_first_ten_years", "2029-12", "no_claim_bonus_fen", 3 * 5000_00),
    ("newborn_first_ten_years", "2030-12", "no_claim_bonus_fen", 3 * 5000_00),
    ("newborn_first_ten_years", "2035-12", "no_claim_bonus_fen", 8 * 5000_00),
    ("newborn_in_time", "2026-01", "covered_from", "2025-11-25"),
    ("newborn_late", "2025-08", "covered_from", "2025-08-01"),
    ("no_claims_raise_the_cap", "2025-12", "no_claim_bonus_fen", 0),
    ("no_claims_raise_the_cap", "2026-01", "no_claim_bonus_fen", 3000_00),
    ("no_claims_raise_the_cap", "2026-12", "continuity_bonus_fen", 0),  # only 2025 counts so far
    ("no_claims_raise_the_cap", "2026-12", "paid_own_fen", 2 * 400_00),
    ("quits_a_year_without", "2026-10", "actual_months", 48 + 10),  # accumulated months never fall
    ("quits_a_year_without", "2026-10", "continuous_months", 0),
    ("quits_to_resident_at_once", "2025-05", "covered_from", "2025-05-12"),
    ("quits_to_resident_at_once", "2025-05", "resident_price_fen", 400_00),
    ("quits_to_resident_later", "2025-06", "covered_from", "2025-05-01"),
    ("resident_all_life", "2025-01", "resident_price_fen", 400_00),
    ("resident_all_life", "2027-01", "resident_price_fen", 420_00),  # 400 in 2026, the last that is known, and 20
    # 400 in 2025; then 35 years from 400 to 1080, twenty more in each.
    ("resident_all_life", "2060-12", "paid_own_fen", 400_00 + 35 * (400_00 + 1080_00) // 2),
    ("resident_all_life", "2060-12", "actual_months", 0),
    ("resident_all_life", "2060-12", "retirement", None),  # her group is not said, and no year of hers counts towards it
    ("resident_misses_window_after_2025", "2026-04", "waiting_total", 3),
    ("resident_misses_window_after_2025", "2026-07", "covered_from", "2026-07-01"),
    ("resident_misses_window_before_2025", "2025-01", "resident_price_fen", 440_00),
    ("resident_skips_two_years", "2027-01", "missed_windows", 2),
    ("resident_skips_two_years", "2027-01", "waiting_total", 4),
    ("resident_skips_two_years_and_repairs", "2027-01", "waiting_total", 3),
    ("resident_to_employee", "2025-11", "covered_by", "resident"),
    ("resident_to_employee", "2025-12", "covered_by", "employee"),
    ("resident_to_flexible_refused", "2025-06", "scheme", "resident"),
    ("resident_years_count_at_retirement", "2024-01", "converted_months", 8 * 3),
    ("resident_years_count_at_retirement", "2024-01", "continuous_months", 96 + 1),
    ("resident_years_count_at_retirement", "2025-08", "actual_months", 204 + 20),  # 16 short of 240 without the 24
    ("resident_years_count_at_retirement", "2025-08", "retirement.short", 0),
    ("resident_years_count_at_retirement", "2025-08", "paid_own_fen", 20 * 120_00),  # 2 % of 6000
    ("resident_years_count_at_retirement", "2025-08", "unknown_employer_months", 20),  # no source gives the unit's rate
    ("retires_on_time", "2026-02", "retirement.month", "2026-03"),
    ("retires_on_time", "2026-02", "retirement.required_months", 180),
    ("retires_on_time", "2026-02", "retirement.short", 0),
    ("retires_on_time", "2026-02", "own_fen", 300_00),  # 2 % of 15000
    ("retires_on_time", "2026-02", "employer_fen", 1350_00),  # 9 %
    ("retires_on_time", "2026-02", "account_fen", 21000_00 + 8 * 300_00),  # what she pays goes into the account
    ("retires_on_time", "2026-03", "own_fen", 0),
    ("retires_on_time", "2026-03", "employer_fen", 0),
    ("retires_on_time", "2026-03", "account_fen", 23400_00 + 140_00),
    ("retires_on_time", "2027-06", "account_fen", 23400_00 + 16 * 140_00 - 3504_00),  # the stay is paid from it
    ("seasonal_job", "2025-06", "covered_by", "resident"),
    ("seasonal_job", "2025-07", "covered_by", "employee"),
    ("seasonal_job", "2025-10", "covered_by", "resident"),
    # Changsha asks a woman for 25 years, 12 of them in the province: 161 months meet the second only.
    ("short_and_becomes_resident", "2025-11", "retirement.missing_months", 300 - 161),
    ("short_and_becomes_resident", "2025-11", "retirement.missing_local_months", 0),
    ("short_and_becomes_resident", "2025-11", "retirement.top_up_fen", None),  # no source gives the base
    ("short_and_becomes_resident", "2025-12", "actual_months", 150 + 11),
    ("short_and_becomes_resident", "2025-12", "cause.transition", "age_reached_short"),
    ("short_and_becomes_resident", "2025-12", "own_fen", 400_00),  # the resident premium of 2026
    ("short_and_becomes_resident", "2026-01", "covered_from", "2026-01-01"),
    ("short_and_becomes_resident", "2026-01", "waiting_total", 0),
    ("short_and_becomes_resident", "2026-05", "account_fen", 6000_00 + 11 * 100_00),  # 2 % of 5000 a month
    # Wuhan: 30 years, ten of them there. Shenzhen: ten there, and he would have 23 months. Shanghai: fifteen years in all.
    ("three_cities_where_to_retire", "2024-06", "retirement.region", "hubei/wuhan"),
    ("three_cities_where_to_retire", "2025-12", "region", "guangdong/shenzhen"),
    ("three_cities_where_to_retire", "2025-12", "retirement.region", "hubei/wuhan"),
    ("three_cities_where_to_retire", "2025-12", "local_months", 372 + 6),  # those of Wuhan
    ("three_cities_where_to_retire", "2025-12", "retirement.short", 0),
    ("three_cities_where_to_retire", "2026-01", "retirement.region", "shanghai"),
    ("three_cities_where_to_retire", "2026-05", "local_months", 5),
    ("three_cities_where_to_retire", "2026-05", "actual_months", 372 + 6 + 18 + 5),
    ("three_cities_where_to_retire", "2026-06", "region", "shanghai"),
    ("three_cities_where_to_retire", "2026-05", "account_fen", 30000_00 + 6 * 240_00 + 18 * 300_00 + 5 * 320_00),
    ("three_cities_where_to_retire", "2026-12", "account_fen", 38440_00 + 7 * 140_00),
    # Wuhan 2 % and 7 yuan of 12000, Shenzhen 2 % of 15000, Shanghai 2 % of 16000; the units 8.7, 5 and 9 %.
    ("three_cities_where_to_retire", "2026-12", "paid_own_fen", 6 * 247_00 + 18 * 300_00 + 5 * 320_00),
    ("three_cities_where_to_retire", "2026-12", "paid_employer_fen", 6 * 1044_00 + 18 * 750_00 + 5 * 1440_00),
    # The base of 73272 a year at 5 % is the published 3663.60 for each missing year.
    ("two_years_short_and_tops_up", "2025-06", "retirement.missing_months", 24),
    ("two_years_short_and_tops_up", "2025-06", "retirement.top_up_fen", 2 * 3663_60),
    ("two_years_short_and_tops_up", "2025-06", "paid_own_fen", 6 * 256_25),
    ("two_years_short_and_tops_up", "2025-07", "cause.transition", "retires_after_top_up"),
    ("two_years_short_and_tops_up", "2025-07", "own_fen", 2 * 3663_60 + 5_00),
    ("two_years_short_and_tops_up", "2025-07", "actual_months", 252),  # what is bought was not paid
    ("two_years_short_and_tops_up", "2026-06", "paid_own_fen", 6 * 256_25 + 2 * 3663_60 + 12 * 5_00),
    ("unemployment_benefit_then_flexible", "2025-04", "payer", "fund"),
    ("unemployment_benefit_then_flexible", "2026-01", "payer", "self"),
)

#: file, month → what the pool pays of the bill then and finally, and the account of the rest; in yuan.
BILLS: Final[dict[tuple[str, str], tuple[int, int, int]]] = {
    # Level 3, what is over the deductible of 800: 86 % of 49200.
    ("hospital_stay_in_a_gap_paid_back", "2025-05"): (0, 42312, 0),
    ("hospital_stay_in_a_gap_lost", "2025-05"): (0, 0, 0),
    # Hunan's residents, level 2: 80 % of 5200.
    ("newborn_first_ten_years", "2029-07"): (4160, 4160, 0),
    # The retired in Shanghai: 92 % of 28800, and the account pays the rest.
    ("retires_on_time", "2026-05"): (26496, 26496, 3504),
    # Hunan's residents, level 3: 65 % of 28800; the account pays as long as it lasts.
    ("short_and_becomes_resident", "2026-06"): (18720, 18720, 7100),
}


def every(first: str, last: str) -> list[str]:
    """Return the months from one to another, both included."""
    return [text(index) for index in range(month(first), month(last) + 1)]


#: Months that rest on something unknown; the situation leaves no better-founded way to tell it.
ASSUMED: Final[dict[str, list[str]]] = {
    # No source says how long a gap keeps continuity under the rules of 2023 in Shenzhen.
    "moves_and_pays_the_gap_back": every("2025-04", "2025-05"),
    # Windows are announced year by year: none is known for years to come.
    "newborn_first_ten_years": every("2028-01", "2035-12"),
    "resident_all_life": every("2026-01", "2060-12"),
    # No source says how long a unit's cover lasts in Chengdu, nor how residents enter a unit's scheme in Jinhua: the nation answers.
    "quits_to_resident_later": ["2025-04"],
    "resident_years_count_at_retirement": ["2024-01", "2024-02"],
    # No source says from which month benefits hold that were bought at once.
    "two_years_short_and_tops_up": ["2025-07"],
}


@cache
def life(stem: str) -> Timeline:
    """Return the life in a shipped file, lived once."""
    return simulate(Scenario.load(ROOT / "scenarios" / f"{stem}.toml"))


def sentences(said: str, lang: str) -> int:
    """Return how many sentences a text has; it ends with the last."""
    ends = re.findall(r"[。！？]", said) if lang == "zh" else re.findall(r"[.!?](?=\s|$)", said)
    assert said.endswith(tuple("。！？" if lang == "zh" else ".!?"))
    return len(ends)


@every_file
def test_a_scenario_says_what_it_is_and_what_it_shows(path: Path) -> None:
    """A title and two sentences, in both languages, each in its own script."""
    scenario = Scenario.load(path)
    for lang in ("zh", "en"):
        assert scenario.title.in_(lang)
        assert sentences(scenario.shows.in_(lang), lang) == 2
    assert re.search(r"[\u4e00-\u9fff]", scenario.title.zh + scenario.shows.zh)
    assert not re.search(r"[\u4e00-\u9fff]", scenario.title.en + scenario.shows.en)


@every_file
def test_a_scenario_comes_out_as_its_rule_has_it(path: Path) -> None:
    """State and benefit, then and after settlement, of every month that the table above names."""
    wrong = []
    for written, expected in EXPECTED[path.stem].items():
        first, _, last = written.partition("..")
        for at in every(first, last or first):
            row = life(path.stem)[at]
            found = (row.state, row.benefit_factor, row.benefit_factor_finally)
            if found != expected:
                wrong.append(f"{row.month}: {found}, not {expected}")
    assert not wrong


@pytest.mark.parametrize(("stem", "at", "field", "value"), ALSO)
def test_a_scenario_shows_more_than_its_cover(stem: str, at: str, field: str, value: Any) -> None:
    """Who covers, from which day, what counts, what is paid, what is missing: one field of one month."""
    assert attrgetter(field)(life(stem)[at]) == value


@pytest.mark.parametrize(("stem", "at"), BILLS)
def test_a_bill_is_paid_by_its_scale(stem: str, at: str) -> None:
    """What the pool pays then and finally, what the account pays, and the rest is the person's."""
    (bill,) = [event for event in life(stem)[at].cause.events if event["what"] == "bill"]
    pool, pool_finally, account = (yuan * 100 for yuan in BILLS[stem, at])
    assert (bill["pool_fen"], bill["pool_finally_fen"], bill["account_fen"]) == (pool, pool_finally, account)
    assert bill["own_fen"] == bill["amount_fen"] - pool
    assert bill["own_finally_fen"] == bill["amount_fen"] - pool_finally


def test_every_bill_of_a_scenario_is_expected() -> None:
    """No bill is left out of the table."""
    found = {
        (path.stem, row.month) for path in FILES for row in life(path.stem) if any(e["what"] == "bill" for e in row.cause.events)
    }
    assert found == set(BILLS)


@every_file
def test_a_scenario_is_the_same_life_on_both_engines(path: Path) -> None:
    """Machine and compiled step agree in every field of every month."""
    assert differences(Scenario.load(path)) == []


@every_file
def test_a_scenario_is_well_founded(path: Path) -> None:
    """No month is assumed but those that are named above."""
    assert [row.month for row in life(path.stem) if row.assumed] == ASSUMED.get(path.stem, [])


def test_a_refused_attempt_is_told() -> None:
    """In the month of a refusal the event had no effect, and the rule that refused is cited."""
    row = life("resident_to_flexible_refused")["2025-06"]
    assert [event["effect"] for event in row.cause.events if event["what"] == "start_flexible"] == [False]
    assert any(p.key == "flexible.entry.resident-same-year" for p in row.cause.parameters)


def test_every_scenario_is_expected() -> None:
    """The tables and the files are the same set, and titles are their own."""
    stems = {path.stem for path in FILES}
    assert stems == set(EXPECTED) >= {stem for stem, *_ in ALSO} | set(ASSUMED)
    assert len({Scenario.load(path).title for path in FILES}) == len(FILES)


def run(script: str, *arguments: str) -> str:
    """Run a script of the folder as a reader would, and return what it prints."""
    ran = subprocess.run(
        [sys.executable, ROOT / "scenarios" / script, *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "COLUMNS": "100"},
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    assert not ran.stderr
    return ran.stdout


def table(printed: str) -> list[list[str]]:
    """Return the cells of a table as rich draws it, without its head."""
    return [[cell.strip() for cell in line.strip("│").split("│")] for line in printed.splitlines() if line.startswith("│")]


def test_the_first_script_prints_a_life_and_a_reason() -> None:
    """The spells of the introduction, then why February 2025 is not covered."""
    printed = run("first_life.py")
    assert re.search(r"2024-12 \.\. 2025-01 +2 +suspended +uncovered", printed)
    assert "from-unit-months-4-to-6" in printed


def test_the_first_script_draws_where_it_is_told(tmp_path: Path) -> None:
    """With a path the chart is saved there."""
    run("first_life.py", str(tmp_path / "life.png"))
    assert (tmp_path / "life.png").stat().st_size > 0


def test_the_sweep_tells_where_the_rule_turns() -> None:
    """Wuhan: up to two months come back, three to five cost themselves, from six on the wait is added."""
    rows = table(run("gap_sweep.py"))
    assert [row[0] for row in rows] == [str(gap) for gap in range(13)]
    assert rows[2][1:] == ["1", "2025-01", "1"]
    assert [int(row[1]) for row in rows[3:6]] == [3, 4, 5]
    assert [int(row[1]) for row in rows[6:]] == [gap + 5 for gap in range(6, 13)]


def test_the_same_life_differs_by_city() -> None:
    """Every city has a row: Wuhan resumes without a wait, Fuzhou at half, Shanghai after six months."""
    rows = {row[0]: row[1:] for row in table(run("regions_side_by_side.py"))}
    known = Atlas().ids()
    assert len(rows) == len(
        [one for one in known if one != "national" and not any(other.startswith(f"{one}/") for other in known)]
    )
    assert rows["Wuhan"][:3] == ["4", "0", "2026-07"]
    assert rows["Fuzhou"][:3] == ["3", "6", "2026-12"]
    assert rows["Shanghai"][:3] == ["9", "0", "2026-12"]


def test_a_city_without_rules_of_its_own_takes_those_above_it() -> None:
    """Changsha waits thirty days from 1 June; where no source speaks, six months from June are assumed."""
    rows = {row[0]: row[1:] for row in table(run("regions_side_by_side.py"))}
    assert rows["Changsha"] == ["4", "0", "2026-07", "K", "yes"]
    for city in ("Jinhua", "Shangrao", "Shenzhen"):
        assert rows[city] == ["9", "0", "2026-12", "K", "yes"]


def test_a_month_more_costs_a_stay() -> None:
    """Wuhan: three months paid back bring the stay back, four do not, and the wait costs six more."""
    rows = {row[0]: row[1:] for row in table(run("what_a_gap_costs.py"))}
    covered, own = "7,688", "50,000"  # 50000 less 86 % of what is over 800
    assert list(rows) == every("2025-02", "2026-02")
    for at, shares in rows.items():
        in_short_gap, in_long_gap = "2025-04" <= at <= "2025-05", "2025-04" <= at <= "2025-12"
        assert shares[:2] == [own if in_short_gap else covered, covered]
        assert shares[2:] == ([own, own] if in_long_gap else [covered, covered])
