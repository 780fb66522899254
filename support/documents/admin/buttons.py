"""What an advisor does with a document they are asked to look at: return it, with a comment or marked up."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from advisors.assignment.assigning import accompanies
from config.admin.buttons import Button, Buttons, Move
from config.typed import Typed
from support.documents.forms import DocumentField
from support.documents.models import DocumentReview
from support.documents.refusals import NothingToReturn
from support.documents.reviewing import return_review

Status = DocumentReview.Status


class ReturnForm(forms.Form):
    comment = forms.CharField(
        label=_("Comment"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What is good already first; then what to change, and how."),
    )
    marked_up = DocumentField(
        label=_("Marked-up file"),
        required=False,
        help_text=_(
            "PDF, Word (.docx), Excel (.xlsx), JPEG or PNG, up to 10 MB. Of a PDF, what is drawn and typed on the pages"
            " stays; what is in notes that open is lost, so write that as a comment."
        ),
    )

    def clean(self) -> Typed:
        said = self.cleaned_data
        if not self.errors and not said.get("comment") and not said.get("marked_up"):
            self.add_error("comment", str(NothingToReturn.said))
        return said


def give_back(review: DocumentReview, by: User, typed: Typed) -> None:
    return_review(review.pk, by=by, **typed)


RETURN = Move(
    name="return",
    title=_("Return it"),
    explanation=_("The seeker gets a mail that it is there, without what you write, and reads it on their page."),
    button=_("Return the document"),
    act=give_back,
    possible={Status.SUBMITTED},
    done=_("The document is returned, and the seeker is told."),
    form=ReturnForm,
)


class ReviewButtons(Buttons[DocumentReview]):
    moves = {RETURN.name: RETURN}
    files: "MultiValueDict[str, UploadedFile[bytes]] | None" = None

    def is_offered(self, move: Move[Any]) -> bool:
        return super().is_offered(move) and accompanies(self.by, self.row.seeker) and not self.row.seeker.is_leaving

    def form(self, move: Move[Any], *sent: QueryDict, **given: Any) -> forms.Form:
        if sent:
            given["files"] = self.files
        return super().form(move, *sent, **given)

    def sent_with(self, key: str, post: QueryDict, files: "MultiValueDict[str, UploadedFile[bytes]]") -> Button | None:
        self.files = files
        return self.sent(key, post)
