"""The address of every screen, one line each, in the order of the top bar."""

from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, path

from trigpoint.manage.models import Kind
from trigpoint.web.views import (
    actions,
    catalogue,
    changes,
    data,
    data_set,
    definition,
    definition_sheets,
    definition_text,
    explain,
    explore,
    health,
    help,
    home,
    indicator,
    loads,
    me,
    owed,
    people,
    raising,
    reports,
    risks,
    scorecard,
    sign_in,
    start,
    style_guide,
    trail,
    typed_figures,
    undertaking,
    uploads,
    write_definition,
    write_values,
)

urlpatterns: list[URLPattern] = [
    # Explore
    path("explore/", explore.explore, name="explore"),
    # Catalogue
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("catalogue/health/", health.health, name="health"),
    path("catalogue/new/", write_definition.make, name="make"),
    path("catalogue/new/<kind>/", write_definition.make_definition, name="make-definition"),
    path("catalogue/changes/", changes.changes, name="changes"),
    path("catalogue/changes/<int:pk>/", changes.change, name="change"),
    path("catalogue/sheets/", definition_sheets.sheets, name="definition-sheets"),
    path("catalogue/sheets/<code>/", definition_sheets.definition_sheet, name="definition-sheet"),
    path("catalogue/<kind>/<code>/", definition.definition, name="definition"),
    path("catalogue/dimension/<code>/values/<value>/", write_values.write_values, name="write-values"),
    path("catalogue/<kind>/<code>/change/", write_definition.change_definition, name="change-definition"),
    path("catalogue/<kind>/<code>/text/", definition_text.definition_text, name="definition-text"),
    path("catalogue/<kind>/<code>/withdraw/", definition_text.withdraw_definition, name="withdraw-definition"),
    # Help
    path("help/", help.help_index, name="help"),
    path("help/pictures/<path:name>", help.help_picture, name="help-picture"),
    path("help/<page>/", help.help_page, name="help-page"),
    # Home
    path("", home.home, name="home"),
    path("seen/", home.seen, name="seen"),
    path("portfolio/follow/", home.follow_indicator, name="follow"),
    path("portfolio/unfollow/", home.unfollow_indicator, name="unfollow"),
    path("portfolio/move/", home.move_item, name="move"),
    path("owed/", owed.owed, name="owed"),
    # Scorecard
    path("scorecards/", scorecard.scorecards, name="scorecards"),
    path("scorecards/<code>/", scorecard.scorecard, name="scorecard"),
    path("scorecards/<code>/board/", scorecard.board, name="board"),
    # Indicator
    path("indicators/<code>/", indicator.indicator, name="indicator"),
    path("indicators/<code>/explain/", explain.explain, name="explain"),
    path("indicators/<code>/files/<int:pk>/", indicator.attachment, name="indicator-file"),
    # Actions, projects and risks
    path("actions/", actions.actions, name="actions"),
    path("actions/<int:pk>/", undertaking.undertaking, {"kind": Kind.ACTION}, name="action"),
    path("actions/<int:pk>/move/", actions.move_card, name="move-card"),
    path("projects/new/", raising.raise_one, {"kind": Kind.PROJECT}, name="new-project"),
    path("projects/<int:pk>/", undertaking.undertaking, {"kind": Kind.PROJECT}, name="project"),
    path("risks/", risks.risks, name="risks"),
    path("risks/new/", raising.raise_one, {"kind": Kind.RISK}, name="new-risk"),
    path("risks/<int:pk>/", undertaking.undertaking, {"kind": Kind.RISK}, name="risk"),
    # Data
    path("data/", data.data, name="data"),
    path("data/sets/<code>/", data_set.data_set, name="data-set"),
    path("data/sets/<code>/type/", typed_figures.type_figures, name="type-figures"),
    path("data/upload/", uploads.upload, name="upload"),
    path("data/upload/<int:pk>/", uploads.upload_preview, name="upload-preview"),
    path("data/loads/<int:pk>/", loads.load, name="load"),
    path("data/loads/<int:pk>/leave/", loads.leave_rejected, name="leave-rejected"),
    path("data/loads/<int:pk>/faults.csv", loads.fault_list, name="fault-list"),
    path("data/loads/<int:pk>/rejected/<int:ordinal>/", loads.rejected_file, name="rejected-file"),
    # People
    path("people/", people.people, name="people"),
    path("people/<username>/", people.person, name="person"),
    path("trail/", trail.trail, name="trail"),
    # Reports
    path("reports/", reports.reports, name="reports"),
    path("reports/<name>.<ending>", reports.report_file, name="report-file"),
    path("reports/<name>/", reports.report, name="report"),
    # My own settings
    path("me/", me.me, name="me"),
    path("me/look/", me.save_look, name="save-look"),
    path("me/views/", me.keep_view, name="keep-view"),
    path("me/views/forget/", me.forget_view, name="forget-view"),
    path("me/keys/", me.new_key, name="new-key"),
    path("me/keys/end/", me.end_key, name="end-key"),
    path("me/password/", me.change_password, name="change-password"),
    # Signing in
    path("start/<word>/", start.begin, name="start"),
    path("sign-in/", sign_in.SignIn.as_view(), name="sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("become/", sign_in.become, name="become"),
    path("style-guide/", style_guide.style_guide, name="style-guide"),
]
