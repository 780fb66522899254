"""What the admin's first page asks about mails."""

from django import template

from accounts.models import Message, User

register = template.Library()


@register.simple_tag
def unwritten_mails(user: User) -> int:
    """How many mails that this person may see the service could not put into words."""
    if not user.has_perm("accounts.view_message"):
        return 0
    return Message.objects.visible_to(user).unwritten().count()
