"""The addresses of the views."""

from django.urls import path

from . import views

urlpatterns = [
    path("cases/<str:name>", views.show),
    path("cases/<str:name>/<str:trigger>", views.record),
]
