# SPDX-License-Identifier: Apache-2.0
"""Defaults of parameters (rules.md 7, rulings 5 Parameters) and deadlines; severities of rules.md 6."""
from fractions import Fraction

SEVERITY = dict(
    D01=1, D02=2, D03=3, D04=2, D05=2, D06=2, D07=3, D08=3, D09=3, D10=3, D11=2, D12=3, D13=4, D14=3, D15=2, D16=1,
    D17=2, D18=1, D19=0, D20=3, D21=3, D22=2, D23=3, D24=0, D25=3, I02=2,
    O01=3, O02=2, O03=4, O04=3, O05=2, O06=2, O07=3, O08=2, O09=3, O10=3, O11=2, O12=3, O13=2, O14=2, O15=3, O16=3,
    O17=2, O18=2, O19=1, O20=3, O21=3, O22=2, O23=2, O24=2, O25=2, O26=1, O27=2, O28=1, O29=0, O30=3, O31=2,
    X01=2, X02=1, X03=1, X04=1)

_GENERAL = {"lookback_months": 13, "money_exposure_won": 1000000, "first_action_days": 10, "evidence_max": 50,
            "theta_high": Fraction("0.99")}
_OF_RULES = {
    "D02": {"entered_days": 30},
    "D03": {"class_digits": 2, "tau_days": 0, "handover_days": 1},
    "D04": {"daily_max": {"": 1, "3102": 3, "3103": 3, "3104": 3}},
    "D08": {"episode_gap_days": 180},
    "D09": {"tau_days": 0},
    "D10": {"tau_days": 0},
    "D11": {"epsilon_won": 1000},
    "D12": {"tau_days": 0, "stay_edges": 0, "abroad_days": 90},
    "D13": {"grace_days": {"": 0, "cash": 31}, "funeral_class": 3009, "move_out_days": 31},
    "D14": {"tau_minutes": 0},
    "D15": {"tau_days": 0, "window_days": 30},
    "D16": {"min_persons": {"phone": 3, "address": 6}},
    "D17": {"overlap_days": 14},
    "D18": {"again_days": 14},
    "D19": {"apart_days": 30},
    "D20": {"grace_days": 31},
    "D23": {"tolerance": Fraction("0.01")},
    "D24": {"max_sponsors": 2, "min_unmatched": 1, "sponsor_class": 3008},
    "D25": {"after_days": 30},
    "O02": {"alpha": Fraction("0.8")},
    "O10": {"gap_days": {"": 14, "31": 1}, "one_off_covers_days": 30},
    "O11": {"fact_days": 180, "months": 12},
    "O14": {"min_days": 30},
    "O15": {"min_weight": 3, "months": 12, "days": 30},
    "O16": {"days": 30},
    "O17": {"days": 30},
    "O20": {"days": 14},
    "O21": {"min_failed": 3, "window_days": 14},
    "O22": {"min_needing": 20, "min_coverage": Fraction("0.5"), "days": 90},
    "O23": {"wait_days": 30, "ratio": 1},
    "O24": {"min_share": Fraction("0.5")},
    "O26": {"renew_days": {"": 30, "activity_support": 90}, "application_days": 90},
    "O28": {"margin": Fraction("0.1")},
    "O29": {"late_days": 3},
}
PARAMETERS = {("*", name): {"": value} for name, value in _GENERAL.items()}
PARAMETERS.update({(rule, name): value if isinstance(value, dict) else {"": value}
                   for rule, params in _OF_RULES.items() for name, value in params.items()})
PARAMETERS.update({(rule, "severity"): {"": value} for rule, value in SEVERITY.items()})

DEADLINES = {
    "O01": {"emergency": (3, "day"), "high": (7, "day"), "normal": (30, "day"), "low": (60, "day")},
    "O03": {"": (3, "day")},
    "O04": {"": (1, "day")},
    "O05": {"": (1, "month")},
    "O06": {"emergency": (7, "day"), "focused": (30, "day"), "general": (90, "day"), "public": (180, "day")},
    "O07": {"emergency": (1, "day"), "": (14, "day")},
    "O08": {"": (14, "day")},
    "O09": {"": (7, "day")},
    "O18": {"surveyed": (10, "day"), "met": (15, "day"), "planned": (30, "day")},
    "O19": {"": (7, "day")},
    "O25": {"": (7, "day")},
    "O27": {"team": (14, "day"), "centre": (30, "day")},
    "O30": {"emergency": (1, "day"), "": (3, "day")},
}
