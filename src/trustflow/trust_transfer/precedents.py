"""The precedents of the attested moves: councils that left the ordinary route, with sources.

A test checks that the history of every shipped precedent makes the move on the precedent's date.
It also checks that every move in the casebook that is not standard has a precedent here.
"""

from __future__ import annotations

from ..history import Citation
from ..process import Precedent
from .stages import Stage

__all__ = ["PRECEDENTS"]

S = Stage


def precedent(authority: str, on: str, title: str, url: str | None = None) -> Precedent:
    """Return a precedent whose history is in the casebook.

    The source has no link if it is a copy on an unrelated host.
    """
    return Precedent(authority, on, citation=Citation(title, url=url))


PRECEDENTS: dict[tuple[str, S], tuple[Precedent, ...]] = {
    ("inspection_published_inadequate", S.VOLUNTARY_TRANSFER): (
        precedent(
            "Birmingham",
            "2016-11-25",
            "Ofsted report, Birmingham SIF re-inspection",
            "https://files.ofsted.gov.uk/v1/file/50004352",
        ),
        precedent(
            "Kingston upon Thames",
            "2012-07-10",
            "BBC: Kingston Council sorry over 'inadequate' services",
            "http://www.bbc.co.uk/news/uk-england-london-18790296",
        ),
        precedent(
            "Kingston upon Thames",
            "2013-07",
            "Kingston Council: more to do to improve",
            "https://www.kingston.gov.uk/news/article/38/more_to_do_to_improve_children_s_services_say_inspectors",
        ),
    ),
    ("inspection_published_inadequate", S.TRUST_LIVE): (
        precedent(
            "Doncaster",
            "2015-11-27",
            "Ofsted report, Doncaster SIF",
            "https://files.ofsted.gov.uk/v1/file/50004307",
        ),
        precedent(
            "Sunderland",
            "2018-07-25",
            "Ofsted report, Sunderland SIF re-inspection",
            "https://files.ofsted.gov.uk/v1/file/50007818",
        ),
    ),
    ("inspection_published_inadequate", S.DIRECTION_ISSUED): (
        precedent(
            "Sandwell",
            "2018-01-29",
            "Ofsted report, Sandwell SIF re-inspection",
            "https://files.ofsted.gov.uk/v1/file/2755854",
        ),
        precedent(
            "Bradford",
            "2023-01-31",
            "Bradford Children and Families Trust: Who we are",
            "https://www.bradfordcft.org.uk/about-us/who-we-are/",
        ),
    ),
    ("inspection_published_not_inadequate", S.SHADOW_RUNNING): (
        precedent(
            "Worcestershire",
            "2019-07-29",
            "Worcester News: Worcestershire's children services rated good",
            "https://www.worcesternews.co.uk/news/23655365.worcestershires-children-services-rated-good-ofsted/",
        ),
    ),
    ("inspection_published_not_inadequate", S.VOLUNTARY_TRANSFER): (
        precedent(
            "Richmond upon Thames",
            "2012-05/..",
            "Ofsted report, Richmond SIF",
            "https://files.ofsted.gov.uk/v1/file/2762084",
        ),
    ),
    ("commissioner_reported", S.RETAINED_BY_COUNCIL): (
        precedent(
            "Middlesbrough",
            "2021-07",
            "Northern Echo: no longer needs direct oversight",
            "https://thenorthernecho.co.uk/news/19754009.middlesbrough-childrens-services-no-longer-needs-direct-oversight",
        ),
    ),
    ("commissioner_reported", S.VOLUNTARY_TRANSFER): (
        precedent(
            "Sunderland",
            "2016-01~",
            "Mutual Ventures: Wearside leads the way",
            "https://www.mutualventures.co.uk/post/wearside-leads-the-way-with-a-new-generation-of-children-s-service",
        ),
    ),
    ("commissioner_report_published", S.RETAINED_BY_COUNCIL): (
        precedent(
            "Herefordshire",
            "2023",
            "Herefordshire Council, copied by Hereford Voice: Herefordshire to retain control",
        ),
        precedent(
            "Herefordshire",
            "2024-12",
            "BBC via Yahoo: children's services still a concern, commissioner",
            "https://ca.news.yahoo.com/childrens-services-still-concern-commissioner-164154382.html",
        ),
        precedent(
            "Tameside",
            "2025-06-16",
            "Tameside Correspondent: commissioner blasts a year lost",
            "https://www.tamesidecorrespondent.co.uk/2025/06/16/commissioner-blasts-a-year-lost-to-improve-tameside-councils-childrens-services/",
        ),
        precedent(
            "Blackpool",
            "2021-03~",
            "CYPN: Blackpool to retain control of children's services following DfE review",
            "https://www.cypnow.co.uk/content/news/blackpool-to-retain-control-of-children-s-services-following-dfe-review",
        ),
    ),
    ("commissioner_report_published", S.VOLUNTARY_TRANSFER): (
        precedent(
            "Reading",
            "2017-09",
            "Community Care: Council progresses with plans to move "
            "children's services into company",
            "https://www.communitycare.co.uk/2017/09/13/council-progresses-plans-move-childrens-services-company/",
        ),
    ),
    ("commissioner_report_published", S.EXTERNALLY_LED): (
        precedent(
            "Kirklees",
            "2017-09-14",
            "Dewsbury Reporter: lack of leadership led to partnership with Leeds",
            "http://www.dewsburyreporter.co.uk/news/lack-of-leadership-and-management-in-kirklees-led-to-children-s-services-partnership-with-leeds-city-council-1-8754764",
        ),
    ),
    ("decision_announced_voluntary_trust", S.ROUTINE_OVERSIGHT): (
        precedent(
            "Richmond upon Thames",
            "2011-12-15",
            "Richmond & Twickenham Times: merger report wins approval",
            "http://www.richmondandtwickenhamtimes.co.uk/news/9434400.Children_s_services_merger_report_wins_approval/",
        ),
        precedent(
            "Kingston upon Thames",
            "2011~",
            "BBC: Richmond and Kingston plan to merge services",
            "https://feeds.bbci.co.uk/news/uk-england-london-13916750",
        ),
        precedent(
            "Windsor and Maidenhead",
            "2016-09-29",
            "Community Care: council to outsource services",
            "https://www.communitycare.co.uk/2016/09/30/council-outsource-childrens-services-community-interest-company/",
        ),
    ),
    ("decision_announced_retain", S.RATED_INADEQUATE): (
        precedent(
            "Somerset",
            "2015-11-06",
            "CYPN: DfE gives council more time to improve",
            "https://www.cypnow.co.uk/content/news/dfe-gives-council-more-time-to-improve-after-inadequate-ofsted-rating",
        ),
        precedent(
            "Cumbria",
            "2015-22",
            "Barrow and Furness Conservatives: children's services directions",
            "https://barrowandfurnessconservatives.org.uk/news/childrens-services-directions",
        ),
    ),
    ("direction_issued_trust", S.TRUST_LIVE): (
        precedent(
            "Bradford",
            "2023-04-03",
            "Copy of DfE page: Revised direction issued to Bradford Council: April 2023",
        ),
    ),
    ("direction_issued_trust", S.VOLUNTARY_TRANSFER): (
        precedent(
            "Bradford",
            "2022-02-09",
            "Copy of DfE page: Revised direction issued to Bradford Council: April 2023",
        ),
    ),
    ("intervention_ended", S.RATED_INADEQUATE): (
        precedent(
            "Leeds",
            "2011-12",
            "Ofsted: inspection report on Leeds children's services, 2015-03-27",
            "https://files.ofsted.gov.uk/v1/file/50004291",
        ),
        precedent(
            "Nottinghamshire",
            "2011",
            "IICSA: external inspections of the Nottinghamshire councils",
            "https://www.iicsa.org.uk/reports-recommendations/publications/investigation/nottinghamshire-councils/part-f-cross-cutting-themes/f3-external-inspections-childrens-social-care-councils",
        ),
        precedent(
            "Waltham Forest",
            "2013-02",
            "Ofsted: inspection report on Waltham Forest children's services, 2015-01-20",
            "https://files.ofsted.gov.uk/v1/file/2760568",
        ),
        precedent(
            "Wiltshire",
            "2014",
            "Ofsted: inspection report on Wiltshire children's services, 2015-09-01",
            "https://files.ofsted.gov.uk/v1/file/2754222",
        ),
        precedent(
            "Cornwall",
            "2013-04~",
            "Care Appointments: Cornwall taken out of special measures",
            "https://careappointments.com/?p=86584",
        ),
        precedent(
            "Essex",
            "2011-12~",
            "Care Appointments: Essex children's services no longer failing",
            "https://careappointments.com/care-news/england/85430/essex-childrens-services-are-no-longer-regarded-as-failing/",
        ),
        precedent(
            "Kent",
            "2013-12~",
            "KentOnline: improvement notice lifted",
            "http://www.kentonline.co.uk/kent/news/councils-childrens-services-no-longer-10170",
        ),
        precedent(
            "Salford",
            "[2012-11..2013-12]",
            "Child Protection Company: improvement notice lifted",
            "https://www.childprotectioncompany.com/CPC/news/child-protection-news/child-protection-department-improvement-notice-lifted/",
        ),
    ),
}
"""The precedents of each attested move, by the move's trigger and the stage it starts in."""
