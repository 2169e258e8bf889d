"""Signing in and out; and, in the demo on the loopback address only, becoming somebody else with one click."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from trigpoint.access.callers import on_this_machine
from trigpoint.access.models import User
from trigpoint.access.sign_in import too_many_failures
from trigpoint.catalogue.starting import is_started
from trigpoint.manage.own_addresses import is_own
from trigpoint.outbox.writing import mail_is_set
from trigpoint.web.views.me import with_look


def may_become_anybody(request: HttpRequest) -> bool:
    """Whether this is the demo, asked for on the machine itself and not through a proxy."""
    return settings.DEMO and on_this_machine(request)


class SignInForm(AuthenticationForm):
    """Name and password, of which too many wrong ones lately are not even tried."""

    def clean(self) -> dict[str, object]:
        # The name as the form reads it is the one that is looked up, and the one whose failures are counted.
        name = self.cleaned_data.get("username")
        if name and too_many_failures(name, self.request):
            raise ValidationError("There were too many wrong passwords. Wait 15 minutes, then try again.")
        return super().clean()


@method_decorator([login_not_required, sensitive_post_parameters("password")], name="dispatch")
class SignIn(LoginView):
    """The sign-in page; in the demo it lists the people whom one may become."""

    template_name = "web/sign_in.html"
    authentication_form = SignInForm

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        return with_look(super().form_valid(form), form.get_user().settings)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        people = []
        if may_become_anybody(self.request):
            people = User.objects.filter(is_active=True).prefetch_related("memberships").order_by("pk")
        return super().get_context_data(people=people, nothing_yet=not is_started(), mails=mail_is_set(), **kwargs)


@login_not_required
@require_POST
def become(request: HttpRequest) -> HttpResponse:
    """Sign in as somebody, without a password. Does not exist outside the demo."""
    if not may_become_anybody(request):
        raise Http404
    user = get_object_or_404(User, username=request.POST.get("username", ""), is_active=True)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    target = request.POST.get("next", "")
    onward = redirect(target if is_own(target) else "home")
    return with_look(onward, user.settings)
