# The admin site. It seeds nothing by itself: docker compose run --rm site python manage.py seed_all --scale 0.5
FROM python:3.12-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
# The secret key and the password of the login for readers lie here, in a volume; the account owns it.
ENV POSTGRES_STATE=/var/lib/datahub-bank
RUN useradd --create-home --uid 1000 bank && install --directory --owner=bank --mode=0700 "$POSTGRES_STATE"

WORKDIR /srv/datahub-bank
# Before the source, so that a change in it installs nothing anew. The lock has the versions, requirements.txt what is
# needed of them: the tests and linters stay out.
COPY requirements.txt requirements.lock ./
RUN pip install --requirement requirements.txt --constraint requirements.lock gunicorn==27.0.1
COPY . .

USER bank
EXPOSE 8000
# Databases first: gunicorn's workers find them ready. /dev/shm: a heartbeat on a slow disk would get workers killed.
CMD ["sh", "-c", "python manage.py prepare && exec gunicorn config.wsgi --bind=0.0.0.0:8000 --workers=2 --threads=4 --worker-tmp-dir=/dev/shm --access-logfile=-"]
# Any answer will do, a refusal of the name or a way to https, too: what a page says is not the site's health.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import http.client; c = http.client.HTTPConnection('127.0.0.1', 8000, timeout=4); c.request('GET', '/admin/login/'); exit(c.getresponse().status >= 500)"]
