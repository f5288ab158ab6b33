"""The rules of a plan: what decides results, whoever is there and however far the campaign has come."""

from dataclasses import replace

from xlcampaign.model.plan import Plan

RULE_SETTINGS = (
    *("threshold", "recommend_branch", "recommend_member", "places_branch", "places_member", "rectify_share"),
    *("quota", "trim", "missing", "uniform_ballots", "identical_ballots", "abstentions", "peers_with_own"),
    *("few_raters", "few_public", "satisfaction_alarm"),
)
"""The settings that decide results or what is told of them; the others go on, or are about forms and messages."""


def ruled_by(plan: Plan, rules: Plan) -> Plan:
    """Return a plan with the rules of another one; people, days and lists stay its own."""
    campaign = replace(
        plan.campaign, **{setting: getattr(rules.campaign, setting) for setting in RULE_SETTINGS}
    )
    return replace(
        plan,
        campaign=campaign,
        goals=rules.goals,
        stars=rules.stars,
        ways=rules.ways,
        scales=rules.scales,
        levels=rules.levels,
        vetoes=rules.vetoes,
    )
