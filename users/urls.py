from django.contrib.auth import views as auth_views
from django.urls import path, re_path

from users.views import (
    account,
    address,
    address_links,
    confirm_email,
    delete_account,
    mailbox,
    password_change,
    password_reset,
    password_reset_done,
    sessions,
    sign_in,
    sign_up,
)

# What a mail program or a sentence may have made of the end of a link: the page of the link says so, not a 404.
DAMAGED = r"(?P<token>[\s\S]*)\Z"

urlpatterns = [
    path("signup/", sign_up.SignUpView.as_view(), name="signup"),
    path("signup/done/", sign_up.SignUpDoneView.as_view(), name="signup_done"),
    path("confirm-email/<token>/", confirm_email.ConfirmEmailView.as_view(), name="confirm_email"),
    re_path("^confirm-email/" + DAMAGED, confirm_email.ConfirmEmailView.as_view()),
    path("login/", sign_in.SignInView.as_view(), name="login"),
    path("logout/", sign_in.SignOutView.as_view(), name="logout"),
    path("account/", account.AccountView.as_view(), name="account"),
    path("account/sessions/end/", sessions.EndSessionsView.as_view(), name="end_sessions"),
    path("account/mailbox-works/", mailbox.MailboxWorksView.as_view(), name="mailbox_works"),
    path("account/delete/", delete_account.DeleteAccountView.as_view(), name="delete_account"),
    path("account/secured/", address_links.AccountSecuredView.as_view(), name="account_secured"),
    path(
        "account/address-restored/",
        address_links.AccountSecuredView.as_view(extra_context={"undone": True}),
        name="address_restored",
    ),
    path("email-change/", address.AddressChangeView.as_view(), name="email_change"),
    path("email-change/resend/", address.ResendNewAddressView.as_view(), name="resend_email_change"),
    path("email-change/use-suggestion/", address.UseSuggestionView.as_view(), name="use_suggestion"),
    path("email-change/withdraw/", address.WithdrawNewAddressView.as_view(), name="withdraw_email_change"),
    path("email-change/confirm/<token>/", address_links.ConfirmNewEmailView.as_view(), name="confirm_new_email"),
    re_path("^email-change/confirm/" + DAMAGED, address_links.ConfirmNewEmailView.as_view()),
    path("email-change/stop/<token>/", address_links.RefuseEmailChangeView.as_view(), name="refuse_email_change"),
    re_path("^email-change/stop/" + DAMAGED, address_links.RefuseEmailChangeView.as_view()),
    path("email-change/undo/<token>/", address_links.UndoEmailChangeView.as_view(), name="undo_email_change"),
    re_path("^email-change/undo/" + DAMAGED, address_links.UndoEmailChangeView.as_view()),
    path("password-change/", password_change.PasswordChangeView.as_view(), name="password_change"),
    path("password-reset/", password_reset.PasswordResetView.as_view(), name="password_reset"),
    path("password-reset/done/", password_reset_done.PasswordResetDoneView.as_view(), name="password_reset_done"),
    path("password-reset/complete/", auth_views.PasswordResetCompleteView.as_view(), name="password_reset_complete"),
    path(
        "password-reset/<uidb64>/<token>/",
        password_reset.PasswordResetConfirmView.as_view(),
        name="password_reset_confirm",
    ),
    re_path(
        r"^password-reset/(?!(?:done|complete)\Z)(?P<rest>[\s\S]+)\Z", password_reset.DamagedResetLinkView.as_view()
    ),
]
