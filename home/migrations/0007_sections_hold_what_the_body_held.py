from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('home', '0006_body_becomes_sections'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='homepage',
            name='body',
        ),
    ]
