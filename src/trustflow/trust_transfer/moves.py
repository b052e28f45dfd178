"""The moves of the trust transfer: what each trigger does in each stage where it is allowed.

An event that is not listed for a stage is not allowed there.
A move is standard unless it says otherwise; an attested one names who made it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..process import Mark, Move, Precedent
from ..sources import Citation
from .stages import Stage

__all__ = ["MOVES"]

S = Stage
ATTESTED, POSSIBLE = Mark.ATTESTED, Mark.POSSIBLE

EVERYWHERE = tuple(S)
UNDER_WAY = EVERYWHERE[1:]
WITH_COMMISSIONER = EVERYWHERE[2:]
SET_UP = (S.DIRECTION_ISSUED, S.VOLUNTARY_TRANSFER, S.SHADOW_RUNNING, S.SETUP_PAUSED)
SET_UP_AND_LIVE = (*SET_UP, S.TRUST_LIVE)
OUTSIDE = (S.TRUST_LIVE, S.EXTERNALLY_LED)

Cells = Callable[[str], Iterator[Move]]
"""Some moves of a trigger that is still to be named."""


def seen(authority: str, on: str, title: str, url: str | None = None) -> Precedent:
    """A precedent with its source; a copy on another's site is named and not linked."""
    return Precedent(authority, on, citation=Citation(title, url=url), shipped=authority in SHIPPED)


def elsewhere(authority: str, on: str) -> Precedent:
    """A precedent whose history is not shipped yet."""
    return Precedent(authority, on, shipped=False)


def leads(stages: tuple[S, ...], to: S, mark: Mark = Mark.STANDARD, *seen_in: Precedent) -> Cells:
    """From each of the stages to another one."""
    return lambda trigger: (Move(trigger, stage, to, mark, seen_in) for stage in stages)


def stays(stages: tuple[S, ...], mark: Mark = Mark.STANDARD, *seen_in: Precedent) -> Cells:
    """In each of the stages to the same."""
    return lambda trigger: (Move(trigger, stage, stage, mark, seen_in) for stage in stages)


def moves(trigger: str, *cells: Cells) -> Iterator[Move]:
    """All moves of one trigger."""
    return (move for some in cells for move in some(trigger))


SHIPPED = {"Sandwell"}
"""The authorities of the precedents whose histories the casebook holds."""

STAY_EVERYWHERE = (
    "inspection_published_partial",
    "inspection_published_ungraded",
    "report_published_by_council",
    "visit_made_focused",
    "visit_made_jtai",
    "visit_made_assurance",
    "visit_letter_published_focused",
    "visit_letter_published_jtai",
    "visit_letter_published_assurance",
    "visit_letter_published_priority_action",
    "draft_plan_shared",
    "action_plan_published",
    "improvement_notice_issued",
    "improvement_notice_lifted",
    "minded_to_direct",
    "adviser_appointed",
    "adviser_reported",
    "independent_review_published",
    "commissioner_stood_down",
    "direction_revoked",
    "direction_issued_improvement",
    "direction_issued_unspecified",
    "deadline_set",
    "requirement_met",
    "support_and_supervision_started",
    "support_and_supervision_ended",
    "authority_reorganised",
    "note",
    "other_subject",
)

MOVES: tuple[Move, ...] = (
    *(move for trigger in STAY_EVERYWHERE for move in moves(trigger, stays(EVERYWHERE))),
    *moves(
        "inspection_published_inadequate",
        stays((S.RATED_INADEQUATE, S.COMMISSIONER_REVIEW, S.EXTERNALLY_LED, S.RETAINED_BY_COUNCIL)),
        leads((S.ROUTINE_OVERSIGHT, S.RETURNED_TO_COUNCIL), S.RATED_INADEQUATE),
        stays(
            (S.VOLUNTARY_TRANSFER,),
            ATTESTED,
            seen(
                "Birmingham",
                "2016-11-25",
                "Ofsted report, Birmingham SIF re-inspection",
                "https://files.ofsted.gov.uk/v1/file/50004352",
            ),
        ),
        stays(
            (S.TRUST_LIVE,),
            ATTESTED,
            seen(
                "Doncaster",
                "2015-11-27",
                "Ofsted report, Doncaster SIF",
                "https://files.ofsted.gov.uk/v1/file/50004307",
            ),
            seen(
                "Sunderland",
                "2018-07-25",
                "Ofsted report, Sunderland SIF re-inspection",
                "https://files.ofsted.gov.uk/v1/file/50007818",
            ),
            elsewhere("Slough", "2016-02-17"),
        ),
        stays(
            (S.DIRECTION_ISSUED,),
            ATTESTED,
            seen(
                "Sandwell",
                "2018-01-29",
                "Ofsted report, Sandwell SIF re-inspection",
                "https://files.ofsted.gov.uk/v1/file/2755854",
            ),
            seen(
                "Bradford",
                "2023-01-31",
                "Bradford Children and Families Trust: Who we are",
                "https://www.bradfordcft.org.uk/about-us/who-we-are/",
            ),
            elsewhere("Northamptonshire", "2019-07"),
        ),
        stays((S.SHADOW_RUNNING, S.SETUP_PAUSED), POSSIBLE),
    ),
    *moves(
        "inspection_published_not_inadequate",
        stays((S.ROUTINE_OVERSIGHT, S.TRUST_LIVE, S.EXTERNALLY_LED, S.RETURNED_TO_COUNCIL)),
        leads(
            (S.RATED_INADEQUATE, S.COMMISSIONER_REVIEW, S.RETAINED_BY_COUNCIL), S.ROUTINE_OVERSIGHT
        ),
        stays(
            (S.SHADOW_RUNNING,),
            ATTESTED,
            seen(
                "Worcestershire",
                "2019-07-29",
                "Worcester News: Worcestershire's children services rated good",
                "https://www.worcesternews.co.uk/news/23655365.worcestershires-children-services-rated-good-ofsted/",
            ),
        ),
        stays((S.DIRECTION_ISSUED, S.VOLUNTARY_TRANSFER, S.SETUP_PAUSED), POSSIBLE),
    ),
    *moves(
        "visit_made_monitoring",
        stays(UNDER_WAY),
    ),
    *moves(
        "visit_letter_published_monitoring",
        stays(UNDER_WAY),
    ),
    *moves(
        "commissioner_appointed",
        stays(
            (
                S.COMMISSIONER_REVIEW,
                S.DIRECTION_ISSUED,
                S.VOLUNTARY_TRANSFER,
                S.SHADOW_RUNNING,
                S.SETUP_PAUSED,
                S.TRUST_LIVE,
                S.EXTERNALLY_LED,
            )
        ),
        leads((S.RATED_INADEQUATE,), S.COMMISSIONER_REVIEW),
        leads(
            (S.ROUTINE_OVERSIGHT,),
            S.COMMISSIONER_REVIEW,
            ATTESTED,
            seen(
                "Halton",
                "2024",
                "Copy of DfE page: Revised direction issued to Halton",
            ),
            seen(
                "Bromley",
                "2016",
                "LGC: direction lifted as London borough vastly improved",
                "https://www.lgcplus.com/services/children/direction-lifted-as-london-boroughs-childrens-services-vastly-improved/7027319.article",
            ),
            elsewhere("Northamptonshire", "2018-11-30"),
            elsewhere("Rotherham", "2014-10"),
            elsewhere("Solihull", "2022-10-20"),
            elsewhere("North East Lincolnshire", "../2025-09-04"),
        ),
        leads(
            (S.RETAINED_BY_COUNCIL,),
            S.COMMISSIONER_REVIEW,
            ATTESTED,
            seen(
                "Herefordshire",
                "2025-02~",
                "Abergavenny Chronicle: commissioner quits role",
                "https://www.abergavennychronicle.com/news/commissioner-quits-role-overseeing-inadequate-rated-childrens-services-763048",
            ),
            elsewhere("North East Lincolnshire", "2022-01"),
        ),
        leads((S.RETURNED_TO_COUNCIL,), S.COMMISSIONER_REVIEW, POSSIBLE),
    ),
    *moves(
        "commissioner_succeeded",
        stays(WITH_COMMISSIONER),
    ),
    *moves(
        "commissioner_reported",
        stays((S.COMMISSIONER_REVIEW,)),
        stays(
            (S.RETAINED_BY_COUNCIL,),
            ATTESTED,
            seen(
                "Middlesbrough",
                "2021-07",
                "Northern Echo: no longer needs direct oversight",
                "https://thenorthernecho.co.uk/news/19754009.middlesbrough-childrens-services-no-longer-needs-direct-oversight",
            ),
        ),
        stays(
            (S.VOLUNTARY_TRANSFER,),
            ATTESTED,
            seen(
                "Sunderland",
                "2016-01~",
                "Mutual Ventures: Wearside leads the way",
                "https://www.mutualventures.co.uk/post/wearside-leads-the-way-with-a-new-generation-of-children-s-service",
            ),
        ),
        stays(
            (S.DIRECTION_ISSUED, S.SHADOW_RUNNING, S.SETUP_PAUSED, S.TRUST_LIVE, S.EXTERNALLY_LED),
            POSSIBLE,
        ),
    ),
    *moves(
        "commissioner_report_published",
        stays((S.COMMISSIONER_REVIEW,)),
        stays(
            (S.RETAINED_BY_COUNCIL,),
            ATTESTED,
            seen(
                "Herefordshire",
                "2023-03-01",
                "Hereford Times: Herefordshire need help to fix children's services",
                "https://www.herefordtimes.com/news/23355324.herefordshire-need-help-fix-childrens-services/",
            ),
            seen(
                "Herefordshire",
                "2024-12",
                "BBC via Yahoo: children's services still a concern, commissioner",
                "https://ca.news.yahoo.com/childrens-services-still-concern-commissioner-164154382.html",
            ),
            seen(
                "Stoke-on-Trent",
                "2019-11-01~",
                "BBC: two years to turn Stoke-on-Trent around",
                "https://feeds.bbci.co.uk/news/uk-england-stoke-staffordshire-50250033",
            ),
            seen(
                "Tameside",
                "2025-06-16",
                "Tameside Correspondent: commissioner blasts a year lost",
                "https://www.tamesidecorrespondent.co.uk/2025/06/16/commissioner-blasts-a-year-lost-to-improve-tameside-councils-childrens-services/",
            ),
            seen(
                "Blackpool",
                "2021-03~",
                "CYPN: Blackpool to retain control of children's services following DfE review",
                "https://www.cypnow.co.uk/content/news/blackpool-to-retain-control-of-children-s-services-following-dfe-review",
            ),
        ),
        stays(
            (S.VOLUNTARY_TRANSFER,),
            ATTESTED,
            seen(
                "Reading",
                "2017-09",
                "Community Care: Council progresses with plans to move "
                "children's services into company",
                "https://www.communitycare.co.uk/2017/09/13/council-progresses-plans-move-childrens-services-company/",
            ),
        ),
        stays((S.DIRECTION_ISSUED,), ATTESTED, elsewhere("West Sussex", "2019-12-17")),
        stays(
            (S.SETUP_PAUSED,),
            ATTESTED,
            elsewhere("West Sussex", "2020-12-10"),
            elsewhere("West Sussex", "2022-03"),
        ),
        stays((S.SHADOW_RUNNING, S.TRUST_LIVE, S.EXTERNALLY_LED), POSSIBLE),
    ),
    *moves(
        "decision_announced_trust",
        stays((S.COMMISSIONER_REVIEW, S.DIRECTION_ISSUED, S.VOLUNTARY_TRANSFER)),
        stays((S.RATED_INADEQUATE,), ATTESTED, elsewhere("Slough", "2014-07-15")),
    ),
    *moves(
        "decision_announced_voluntary_trust",
        stays((S.DIRECTION_ISSUED, S.VOLUNTARY_TRANSFER)),
        leads((S.COMMISSIONER_REVIEW,), S.VOLUNTARY_TRANSFER),
        leads(
            (S.ROUTINE_OVERSIGHT,),
            S.VOLUNTARY_TRANSFER,
            ATTESTED,
            seen(
                "Windsor and Maidenhead",
                "2016-09-29",
                "Community Care: council to outsource services",
                "https://www.communitycare.co.uk/2016/09/30/council-outsource-childrens-services-community-interest-company/",
            ),
        ),
        leads((S.RATED_INADEQUATE, S.RETAINED_BY_COUNCIL), S.VOLUNTARY_TRANSFER, POSSIBLE),
    ),
    *moves(
        "decision_announced_retain",
        stays((S.RETAINED_BY_COUNCIL,)),
        leads((S.COMMISSIONER_REVIEW,), S.RETAINED_BY_COUNCIL),
        leads(
            (S.RATED_INADEQUATE,),
            S.RETAINED_BY_COUNCIL,
            ATTESTED,
            seen(
                "Somerset",
                "2015-11-06",
                "CYPN: DfE gives council more time to improve",
                "https://www.cypnow.co.uk/content/news/dfe-gives-council-more-time-to-improve-after-inadequate-ofsted-rating",
            ),
            elsewhere("North East Lincolnshire", "2022"),
        ),
        leads(
            (S.SETUP_PAUSED,),
            S.RETAINED_BY_COUNCIL,
            ATTESTED,
            elsewhere("West Sussex", "2022-03-31"),
        ),
        leads((S.DIRECTION_ISSUED, S.VOLUNTARY_TRANSFER), S.RETAINED_BY_COUNCIL, POSSIBLE),
    ),
    *moves(
        "decision_announced_partner",
        stays((S.RATED_INADEQUATE, S.COMMISSIONER_REVIEW, S.EXTERNALLY_LED, S.RETAINED_BY_COUNCIL)),
    ),
    *moves(
        "direction_issued_trust",
        stays((S.DIRECTION_ISSUED, S.SHADOW_RUNNING)),
        leads((S.COMMISSIONER_REVIEW, S.SETUP_PAUSED), S.DIRECTION_ISSUED),
        stays(
            (S.TRUST_LIVE,),
            ATTESTED,
            seen(
                "Bradford",
                "2023-04-03",
                "Copy of DfE page: Revised direction issued to Bradford Council: April 2023",
            ),
        ),
        leads(
            (S.VOLUNTARY_TRANSFER,),
            S.DIRECTION_ISSUED,
            ATTESTED,
            seen(
                "Bradford",
                "2022-02-09",
                "Copy of DfE page: Revised direction issued to Bradford Council: April 2023",
            ),
        ),
        leads((S.RATED_INADEQUATE,), S.DIRECTION_ISSUED, ATTESTED, elsewhere("Slough", "2014-10")),
        leads((S.ROUTINE_OVERSIGHT, S.RETAINED_BY_COUNCIL), S.DIRECTION_ISSUED, POSSIBLE),
    ),
    *moves(
        "direction_issued_pause",
        stays((S.SETUP_PAUSED,)),
        leads(
            (S.DIRECTION_ISSUED,), S.SETUP_PAUSED, ATTESTED, elsewhere("West Sussex", "2020-12-10")
        ),
        leads((S.VOLUNTARY_TRANSFER, S.SHADOW_RUNNING), S.SETUP_PAUSED, POSSIBLE),
    ),
    *moves(
        "direction_issued_takeover",
        leads((S.RATED_INADEQUATE, S.COMMISSIONER_REVIEW), S.EXTERNALLY_LED),
        leads((S.ROUTINE_OVERSIGHT,), S.EXTERNALLY_LED, POSSIBLE),
    ),
    *moves(
        "memorandum_signed",
        stays(SET_UP_AND_LIVE),
    ),
    *moves(
        "trust_incorporated",
        stays(SET_UP_AND_LIVE),
    ),
    *moves(
        "chair_appointed",
        stays(SET_UP_AND_LIVE),
    ),
    *moves(
        "chief_executive_appointed",
        stays(SET_UP_AND_LIVE),
    ),
    *moves(
        "agency_registered",
        stays(SET_UP_AND_LIVE),
    ),
    *moves(
        "employee_information_given",
        stays(SET_UP_AND_LIVE),
    ),
    *moves(
        "contract_signed",
        stays(SET_UP_AND_LIVE),
    ),
    *moves(
        "shadow_started",
        leads((S.DIRECTION_ISSUED, S.VOLUNTARY_TRANSFER), S.SHADOW_RUNNING),
    ),
    *moves(
        "trust_went_live",
        leads((S.DIRECTION_ISSUED, S.VOLUNTARY_TRANSFER, S.SHADOW_RUNNING), S.TRUST_LIVE),
    ),
    *moves(
        "partnership_started",
        leads((S.RATED_INADEQUATE, S.COMMISSIONER_REVIEW, S.RETAINED_BY_COUNCIL), S.EXTERNALLY_LED),
        leads((S.ROUTINE_OVERSIGHT,), S.EXTERNALLY_LED, POSSIBLE),
    ),
    *moves(
        "further_services_transferred",
        stays((S.TRUST_LIVE,)),
    ),
    *moves(
        "ownership_changed",
        stays((S.TRUST_LIVE,)),
    ),
    *moves(
        "contract_extended",
        stays(OUTSIDE),
    ),
    *moves(
        "return_decided",
        stays(OUTSIDE),
    ),
    *moves(
        "returned_to_council",
        leads(OUTSIDE, S.RETURNED_TO_COUNCIL),
    ),
    *moves(
        "intervention_ended",
        stays((S.ROUTINE_OVERSIGHT, S.TRUST_LIVE, S.EXTERNALLY_LED)),
        leads((S.RETAINED_BY_COUNCIL, S.RETURNED_TO_COUNCIL), S.ROUTINE_OVERSIGHT),
        leads(
            (S.COMMISSIONER_REVIEW,),
            S.ROUTINE_OVERSIGHT,
            ATTESTED,
            elsewhere("Kingston upon Hull", "2022-08"),
        ),
        leads(
            (S.RATED_INADEQUATE,),
            S.ROUTINE_OVERSIGHT,
            ATTESTED,
            seen(
                "Leeds",
                "2011-12",
                "Ofsted: inspection report on Leeds children's services, 2015-03-27",
                "https://files.ofsted.gov.uk/v1/file/50004291",
            ),
            seen(
                "Nottinghamshire",
                "2011",
                "IICSA: external inspections of the Nottinghamshire councils",
                "https://www.iicsa.org.uk/reports-recommendations/publications/investigation/nottinghamshire-councils/part-f-cross-cutting-themes/f3-external-inspections-childrens-social-care-councils",
            ),
            elsewhere("South Gloucestershire", "2019-05~"),
        ),
    ),
)
