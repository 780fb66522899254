from accounts.attempts.models import Attempt
from accounts.files.models import File, FileRemoval
from accounts.line.models import LineAccount, LineBot, LineEvent, LineLinking, LineTopic
from accounts.looks.models import Look
from accounts.messages.models import Message, Notice, StoppedNotice
from accounts.messages.topics import Topic
from accounts.profile.models import FormerAddress
from accounts.pulses.models import Pulse
from accounts.registration.models import MailboxProof
from accounts.sign_in.models import Session
from accounts.users.models import (
    ADVISORS,
    SUPPORT_DESK,
    AdvisorGender,
    JobSeeker,
    Language,
    OfLeaver,
    User,
    leaving,
    new_member_number,
)

__all__ = [
    "ADVISORS",
    "SUPPORT_DESK",
    "AdvisorGender",
    "Attempt",
    "File",
    "FileRemoval",
    "FormerAddress",
    "JobSeeker",
    "Language",
    "LineAccount",
    "LineBot",
    "LineEvent",
    "LineLinking",
    "LineTopic",
    "MailboxProof",
    "Look",
    "Message",
    "Notice",
    "OfLeaver",
    "Pulse",
    "Session",
    "StoppedNotice",
    "Topic",
    "User",
    "leaving",
    "new_member_number",
]
