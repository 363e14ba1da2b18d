"""Where we are: from what people say to the fulfilment of each field, with what they disagree on.

>>> from omniprio.assessment import Assessment, combine
>>> seen = combine([Assessment(rater="IT", ratings={"R": 1}), Assessment(rater="Shops", ratings={"R": 2})])
>>> seen.start
{'R1': 1.0, 'R2': 0.5, 'R3': 0.0}
"""

from omniprio.assessment.agreement import Agreement, agreement
from omniprio.assessment.answered import AnsweredProfile, profile_of
from omniprio.assessment.channels import (
    BidsByChannel,
    ChannelAssessment,
    ChannelBids,
    ChannelProfile,
    combine_by_channel,
    over_channels,
)
from omniprio.assessment.profile import Profile
from omniprio.assessment.raters import (
    Assessment,
    Bids,
    CombinedProfile,
    FieldRatings,
    RaterDeviation,
    combine,
)
from omniprio.assessment.respondents import agreement_of_respondents, bids_of_respondents
from omniprio.assessment.starting import starting_from
from omniprio.assessment.survey import Answers, Question, Questionnaire, Scale, Survey, shipped_questionnaire

__all__ = [
    "Agreement",
    "AnsweredProfile",
    "Answers",
    "Assessment",
    "Bids",
    "BidsByChannel",
    "ChannelAssessment",
    "ChannelBids",
    "ChannelProfile",
    "CombinedProfile",
    "FieldRatings",
    "Profile",
    "Question",
    "Questionnaire",
    "RaterDeviation",
    "Scale",
    "Survey",
    "agreement",
    "agreement_of_respondents",
    "bids_of_respondents",
    "combine",
    "combine_by_channel",
    "over_channels",
    "profile_of",
    "shipped_questionnaire",
    "starting_from",
]
