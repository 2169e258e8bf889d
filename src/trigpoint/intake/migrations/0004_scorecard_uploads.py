from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0003_typed_uploads")]

    operations = [
        migrations.AddField(
            model_name="upload",
            name="scorecard",
            field=models.BooleanField(default=False, help_text="A spreadsheet of which definitions are to be made."),
        ),
    ]
