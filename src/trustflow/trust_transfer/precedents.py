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
        precedent(
            "Slough",
            "2016-02-17",
            "Ofsted: inspection report on Slough children's services, 2016-02-17",
            "https://files.ofsted.gov.uk/v1/file/2755672",
        ),
        precedent(
            "Slough",
            "2026-08-25",
            "ILACS summary (JT-39/ofsted-ilacs-scrape-tool index.html at commit "
            "dc265f52) listing Ofsted file 50309683",
            "https://files.ofsted.gov.uk/v1/file/50309683",
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
            "Ofsted report, Bradford ILACS standard",
            "https://files.ofsted.gov.uk/v1/file/50206434",
        ),
        precedent(
            "Northamptonshire",
            "2019-07",
            "Community Care: DfE-appointed commissioner quits",
            "https://www.communitycare.co.uk/2019/09/26/new-turmoil-northamptonshire-childrens-services-dfe-appointed-commissioner-quits/",
        ),
    ),
    ("inspection_published_not_inadequate", S.SHADOW_RUNNING): (
        precedent(
            "Worcestershire",
            "2019-07-29",
            "Ofsted report, Worcestershire ILACS standard",
            "https://files.ofsted.gov.uk/v1/file/50096455",
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
        precedent(
            "Surrey",
            "2019-12-20",
            "Reigate.uk: significant progress in Surrey",
            "https://reigate.uk/significant-progress-in-surreys-childrens-services-department/",
        ),
        precedent(
            "Tameside",
            "2025-10",
            "Tameside Reporter",
            "https://www.notreallyheremedia.com/news/tameside-reporter/service-in-special-measures-has-foundations-of-improvement",
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
        precedent(
            "Bromley",
            "2017-09",
            "LGC: direction lifted as London borough vastly improved",
            "https://www.lgcplus.com/services/children/direction-lifted-as-london-boroughs-childrens-services-vastly-improved/7027319.article",
        ),
        precedent(
            "Surrey",
            "2020-01",
            "Community Care: council to keep hold of children's services",
            "https://www.communitycare.co.uk/2020/01/27/threat-of-childrens-services-trust-surrey-over-final-commissioner-report/",
        ),
    ),
    ("commissioner_report_published", S.VOLUNTARY_TRANSFER): (
        precedent(
            "Reading",
            "2017-09",
            "Community Care: Council progresses with plans to move children's "
            "services into company",
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
            "Waltham Forest",
            "2013-02",
            "Ofsted: inspection report on Waltham Forest children's services, 2015-01-20",
            "https://files.ofsted.gov.uk/v1/file/2760568",
        ),
    ),
    ("commissioner_appointed", S.ROUTINE_OVERSIGHT): (
        precedent(
            "Northamptonshire",
            "2018-11-30",
            "Chris Heaton-Harris MP: future delivery of children's services in "
            "Northamptonshire (commissioner's discussion document)",
        ),
        precedent(
            "Rotherham",
            "2014-10-10",
            "gov.uk: Rotherham council childrens services: direction to improve",
            "https://gov.uk/government/publications/rotherham-council-childrens-services-direction-to-improve",
        ),
        precedent(
            "Solihull",
            "[2022-11-01..2022-11-11]",
            "Ofsted: inspection report on Solihull children's services, 2023-01-13, page 1",
            "https://files.ofsted.gov.uk/v1/file/50204405",
        ),
    ),
    ("commissioner_report_published", S.DIRECTION_ISSUED): (
        precedent(
            "West Sussex",
            "2020-12-10",
            "gov.uk: Revised direction December 2020",
            "https://www.gov.uk/government/publications/revised-direction-issued-to-west-sussex-county-council-december-2020",
        ),
    ),
    ("commissioner_report_published", S.SETUP_PAUSED): (
        precedent(
            "West Sussex",
            "2022-03",
            "CYPN: West Sussex - independent trust no longer needed",
            "https://www.cypnow.co.uk/news/article/west-sussex-independent-trust-no-longer-needed-to-take-over-children-s-services",
        ),
    ),
    ("decision_announced_trust", S.RATED_INADEQUATE): (
        precedent(
            "Doncaster",
            "2013-07-16",
            "Community Care: Doncaster outsourced for five years",
            "https://www.communitycare.co.uk/2013/07/16/doncaster-childrens-services-outsourced-for-five-years-after-damning-review/",
        ),
        precedent(
            "Slough",
            "2014-07-15",
            "CYPN: Timpson orders creation of independent trust in Slough",
            "https://www.cypnow.co.uk/news/article/timpson-orders-creation-of-independent-trust-in-slough",
        ),
    ),
    ("decision_announced_retain", S.SETUP_PAUSED): (
        precedent(
            "West Sussex",
            "2022-03-31",
            "CYPN: West Sussex - independent trust no longer needed",
            "https://www.cypnow.co.uk/news/article/west-sussex-independent-trust-no-longer-needed-to-take-over-children-s-services",
        ),
    ),
    ("direction_issued_trust", S.RATED_INADEQUATE): (
        precedent(
            "Slough",
            "2014-10-07",
            "Slough Borough Council: cabinet decision, Memorandum of Understanding",
            "http://www.slough.gov.uk/moderngov/mgAi.aspx?ID=27105",
        ),
    ),
    ("direction_issued_pause", S.DIRECTION_ISSUED): (
        precedent(
            "West Sussex",
            "2020-12-10",
            "DfE: Revised direction issued to West Sussex County Council (December 2020)",
            "https://www.gov.uk/government/publications/revised-direction-issued-to-west-sussex-county-council-december-2020",
        ),
    ),
    ("intervention_stepped_down", S.COMMISSIONER_REVIEW): (
        precedent(
            "Kingston upon Hull",
            "2022-08-05",
            "GovWire copy of gov.uk: Direction issued to Kingston upon Hull",
        ),
    ),
}
"""The precedents of each attested move, by the move's trigger and the stage it starts in."""
