"""Commentary under headings, which is proposed and approved; what was written before counts as approved."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def take_up(apps, schema_editor):
    """Each text becomes one part without a heading, approved by its author when it was written."""
    written = apps.get_model("manage", "Commentary").objects
    for row in written.iterator():
        row.parts = [["", row.text]]
        row.proposed_by_id, row.proposed_at = row.author_id, row.at
        row.decided_by_id, row.decided_at, row.decision = row.author_id, row.at, "approved"
        row.save()
    # PostgreSQL alters no table whose references are still to be checked.
    schema_editor.connection.check_constraints()


def put_back(apps, schema_editor):
    """Each text in one piece, its headings as lines."""
    written = apps.get_model("manage", "Commentary").objects
    for row in written.iterator():
        row.text = "\n\n".join(f"{heading}\n{text}" if heading else text for heading, text in row.parts)
        row.save()


class Migration(migrations.Migration):
    dependencies = [
        ("manage", "0003_undertakings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("commentary", "parts", models.JSONField(default=list)),
        migrations.AddField(
            "commentary",
            "proposed_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField("commentary", "proposed_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "commentary",
            "decided_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField("commentary", "decided_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "commentary",
            "decision",
            models.CharField(blank=True, choices=[("approved", "Approved"), ("sent-back", "Sent back")], max_length=20),
        ),
        migrations.AddField(
            "commentary",
            "reason",
            models.TextField(blank=True, help_text="Why it was sent back.", max_length=4000),
        ),
        # Going back, the column must be there, and able to be empty, before the texts are put into it.
        migrations.AlterField("commentary", "text", models.TextField(default="")),
        migrations.RunPython(take_up, put_back),
        migrations.RemoveField("commentary", "text"),
        migrations.AddIndex(
            "commentary", models.Index(fields=["indicator", "period"], name="manage_comm_indicat_e46140_idx")
        ),
    ]
