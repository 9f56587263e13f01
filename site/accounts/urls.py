"""Addresses of signing in and out, of accepting an invitation and of resetting a password."""

from django.contrib.auth import views as auth_views
from django.db import transaction
from django.urls import path, reverse_lazy

from accounts.forms import PasswordResetForm
from accounts.invitations.views import InvitationView
from accounts.views import AskForLinkView, NewPasswordView, SignInView

app_name = "accounts"

urlpatterns = [
    # A failure is counted whatever becomes of the answer, and no lock is held while a password is hashed.
    path("login/", transaction.non_atomic_requests(SignInView.as_view()), name="login"),
    path("logout/", auth_views.LogoutView.as_view(), name="logout"),
    path(
        "invitation/<str:token>/",
        # A password is hashed before `accept` opens its own transaction.
        transaction.non_atomic_requests(InvitationView.as_view()),
        name="invitation",
    ),
    path(
        "password-reset/",
        AskForLinkView.as_view(
            form_class=PasswordResetForm,
            template_name="accounts/password_reset.html",
            email_template_name="accounts/password_reset_email.txt",
            subject_template_name="accounts/password_reset_subject.txt",
            success_url=reverse_lazy("accounts:password_reset_done"),
        ),
        name="password_reset",
    ),
    path(
        "password-reset/sent/",
        auth_views.PasswordResetDoneView.as_view(template_name="accounts/password_reset_done.html"),
        name="password_reset_done",
    ),
    path(
        "password-reset/<uidb64>/<token>/",
        NewPasswordView.as_view(
            template_name="accounts/password_reset_confirm.html",
            success_url=reverse_lazy("accounts:password_reset_complete"),
        ),
        name="password_reset_confirm",
    ),
    path(
        "password-reset/done/",
        auth_views.PasswordResetCompleteView.as_view(
            template_name="accounts/password_reset_complete.html"
        ),
        name="password_reset_complete",
    ),
]
