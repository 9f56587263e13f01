# syntax=docker/dockerfile:1
# check=error=true
FROM python:3.11-slim-bookworm AS build
WORKDIR /app
RUN python -m venv /venv
COPY requirements.txt ./
RUN /venv/bin/pip install --no-cache-dir --disable-pip-version-check --requirement requirements.txt
COPY . .
# Collecting static files opens nothing; production only wants to be told something for each setting.
RUN SECRET_KEY=only-to-collect-static-files-nothing-is-signed-with-it-0123456789 \
    ALLOWED_HOSTS=build.invalid BASE_URL=https://build.invalid \
    DATABASE_URL=sqlite:///:memory: EMAIL_URL=console: \
    DJANGO_SETTINGS_MODULE=config.settings.production \
    /venv/bin/python manage.py collectstatic --no-input --verbosity 0

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /app corridor \
    && install --directory --owner=corridor /media
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings.production \
    MEDIA_ROOT=/media \
    BIND=0.0.0.0:8000
USER corridor
VOLUME /media
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
    CMD ["python", "tools/health.py"]
CMD ["gunicorn"]
