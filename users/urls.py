from django.contrib.auth import views as auth_views
from django.urls import path

from users.views import account, address, password_reset, sign_in, sign_up

urlpatterns = [
    path("signup/", sign_up.SignUpView.as_view(), name="signup"),
    path("signup/done/", sign_up.SignUpDoneView.as_view(), name="signup_done"),
    path("confirm-email/again/", sign_up.ConfirmEmailAgainView.as_view(), name="confirm_email_again"),
    path("confirm-email/<token>/", sign_up.ConfirmEmailView.as_view(), name="confirm_email"),
    path("login/", sign_in.SignInView.as_view(), name="login"),
    path("logout/", sign_in.SignOutView.as_view(), name="logout"),
    path("account/", account.AccountView.as_view(), name="account"),
    path("account/sessions/end/", account.EndSessionsView.as_view(), name="end_sessions"),
    path("account/delete/", account.DeleteAccountView.as_view(), name="delete_account"),
    path("email-change/", address.AddressChangeView.as_view(), name="email_change"),
    path("email-change/confirm/<token>/", address.ConfirmNewEmailView.as_view(), name="confirm_new_email"),
    path("email-change/undo/<token>/", address.UndoEmailChangeView.as_view(), name="undo_email_change"),
    path("password-change/", account.PasswordChangeView.as_view(), name="password_change"),
    path("password-reset/", password_reset.PasswordResetView.as_view(), name="password_reset"),
    path("password-reset/done/", password_reset.PasswordResetDoneView.as_view(), name="password_reset_done"),
    path("password-reset/complete/", auth_views.PasswordResetCompleteView.as_view(), name="password_reset_complete"),
    path(
        "password-reset/<uidb64>/<token>/",
        password_reset.PasswordResetConfirmView.as_view(),
        name="password_reset_confirm",
    ),
]
