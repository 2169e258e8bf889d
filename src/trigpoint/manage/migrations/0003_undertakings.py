import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Actions become one kind of undertaking, beside projects and risks."""

    dependencies = [
        ('manage', '0002_actions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='actionstep',
            name='one_step_a_number',
        ),
        migrations.RenameModel('Action', 'Undertaking'),
        migrations.RenameModel('ActionStep', 'Step'),
        migrations.RenameField('Step', 'action', 'undertaking'),
        migrations.CreateModel(
            name='Concern',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('indicator', models.CharField(blank=True, max_length=100)),
                ('framework', models.CharField(blank=True, max_length=100)),
                ('node', models.CharField(blank=True, max_length=100)),
            ],
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('name', models.CharField(max_length=200)),
                ('due', models.DateField()),
                ('done', models.DateField(null=True)),
            ],
            options={
                'ordering': ['due', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Score',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('likelihood_before', models.IntegerField(choices=[(1, 'Rare'), (2, 'Unlikely'), (3, 'Possible'), (4, 'Likely'), (5, 'Almost certain')])),
                ('impact_before', models.IntegerField(choices=[(1, 'Slight'), (2, 'Minor'), (3, 'Moderate'), (4, 'Major'), (5, 'Severe')])),
                ('likelihood', models.IntegerField(choices=[(1, 'Rare'), (2, 'Unlikely'), (3, 'Possible'), (4, 'Likely'), (5, 'Almost certain')])),
                ('impact', models.IntegerField(choices=[(1, 'Slight'), (2, 'Minor'), (3, 'Moderate'), (4, 'Major'), (5, 'Severe')])),
                ('controls', models.TextField(blank=True, max_length=4000)),
                ('target', models.IntegerField(help_text='The score after control that is aimed at.', null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Wait',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.RenameIndex(
            model_name='undertaking',
            new_name='manage_unde_indicat_aec5d0_idx',
            old_name='manage_acti_indicat_8cb884_idx',
        ),
        migrations.RenameIndex(
            model_name='undertaking',
            new_name='manage_unde_owner_i_81fc9a_idx',
            old_name='manage_acti_owner_i_902475_idx',
        ),
        migrations.AddField(
            model_name='step',
            name='project',
            field=models.ForeignKey(help_text='That an action belongs to.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='manage.undertaking'),
        ),
        migrations.AddField(
            model_name='step',
            name='start',
            field=models.DateField(help_text='Of a project.', null=True),
        ),
        migrations.AddField(
            model_name='undertaking',
            name='kind',
            field=models.CharField(choices=[('action', 'Action'), ('project', 'Project'), ('risk', 'Risk')], default='action', max_length=10),
        ),
        migrations.AddField(
            model_name='undertaking',
            name='note',
            field=models.ForeignKey(help_text='That it was raised from.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='manage.note'),
        ),
        migrations.AddField(
            model_name='undertaking',
            name='project',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='manage.undertaking'),
        ),
        migrations.AlterField(
            model_name='step',
            name='state',
            field=models.CharField(choices=[('to-do', 'To do'), ('under-way', 'Under way'), ('done', 'Done'), ('dropped', 'Dropped'), ('open', 'Open'), ('closed', 'Closed')], max_length=20),
        ),
        migrations.AlterField(
            model_name='undertaking',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='undertakings', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='undertaking',
            name='state',
            field=models.CharField(choices=[('to-do', 'To do'), ('under-way', 'Under way'), ('done', 'Done'), ('dropped', 'Dropped'), ('open', 'Open'), ('closed', 'Closed')], default='to-do', max_length=20),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.UniqueConstraint(fields=('undertaking', 'number'), name='one_step_a_number'),
        ),
        migrations.AddField(
            model_name='concern',
            name='undertaking',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='concerns', to='manage.undertaking'),
        ),
        migrations.AddField(
            model_name='milestone',
            name='undertaking',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='milestones', to='manage.undertaking'),
        ),
        migrations.AddField(
            model_name='score',
            name='step',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='score', to='manage.step'),
        ),
        migrations.AddField(
            model_name='wait',
            name='awaited',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='awaited_by', to='manage.undertaking'),
        ),
        migrations.AddField(
            model_name='wait',
            name='undertaking',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='waits', to='manage.undertaking'),
        ),
        migrations.AddIndex(
            model_name='concern',
            index=models.Index(fields=['indicator'], name='manage_conc_indicat_73c070_idx'),
        ),
    ]
