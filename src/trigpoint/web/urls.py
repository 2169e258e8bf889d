"""The address of every screen."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
