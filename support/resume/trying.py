"""That what is handed in can still be read is tried before somebody needs it, by a sheet that the press has drawn."""

from datetime import datetime

from support.documents.judging import drawn, judged
from support.resume.drawing import draw_blank
from support.resume.printing import cut_photo


def read_blank(*, now: datetime) -> None:
    """A paper of nobody, as a document with its pages and as a photo. Raises what they who hand one in would meet."""
    paper = judged(draw_blank(now=now).content, "blank.pdf")
    picture = drawn(paper.content, 1)
    judged(picture, "blank.png")
    cut_photo(picture)
