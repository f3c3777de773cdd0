# One image, three services: web, worker and beat (docker-compose.yml says which is which).
FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 REGIA_PRODUCTION=1
WORKDIR /app

COPY requirements/app.txt requirements/app.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/app.txt

COPY . .
RUN for po in locale/*/LC_MESSAGES/django.po; do pybabel --quiet compile -i "$po" -o "${po%.po}.mo"; done \
    && SECRET_KEY=build DATABASE_URL=postgres://build/build REDIS_URL=redis://build \
       ALLOWED_HOSTS=build SITE_URL=https://build REGIA_DATA=/tmp SMTP_URL=smtp://build MAIL_FROM=build@build \
       DATABASE_POOL=1 python manage.py collectstatic --noinput \
    && useradd --create-home regia && mkdir /data && chown regia /data
USER regia
VOLUME /data
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "4", "config.wsgi:application"]
