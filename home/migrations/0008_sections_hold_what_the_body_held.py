from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('home', '0007_body_becomes_sections'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='homepage',
            name='body',
        ),
        migrations.RemoveField(
            model_name='homepage',
            name='lead_story',
        ),
    ]
