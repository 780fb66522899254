"""That what is handed in can still be read is tried before somebody needs it."""

from support.documents.judging import drawn, judged
from support.resume.printing import cut_photo

# One empty page, written by nothing that could fail with what reads it.
BLANK = b"""%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]>> endobj
trailer <</Root 1 0 R>>
%%EOF
"""


def read_blank() -> None:
    """A paper of nobody, as a document with its pages and as a photo. Raises what they who hand one in would meet."""
    paper = judged(BLANK, "blank.pdf")
    picture = drawn(paper.content, 1)
    judged(picture, "blank.png")
    cut_photo(picture)
