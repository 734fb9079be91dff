from django.contrib.auth import views as auth_views
from django.urls import path

from users.views import account
from users.views import password_reset as reset

urlpatterns = [
    path("signup/", account.SignUpView.as_view(), name="signup"),
    path("login/", account.SignInView.as_view(), name="login"),
    path("logout/", auth_views.LogoutView.as_view(), name="logout"),
    path("account/", account.AccountView.as_view(), name="account"),
    path("password-change/", account.PasswordChangeView.as_view(), name="password_change"),
    path("password-reset/", reset.PasswordResetView.as_view(), name="password_reset"),
    path("password-reset/done/", reset.PasswordResetDoneView.as_view(), name="password_reset_done"),
    path("password-reset/complete/", auth_views.PasswordResetCompleteView.as_view(), name="password_reset_complete"),
    path(
        "password-reset/<uidb64>/<token>/",
        reset.PasswordResetConfirmView.as_view(),
        name="password_reset_confirm",
    ),
]
