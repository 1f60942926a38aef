# The admin site. It does not seed; to seed: docker compose run --rm site python manage.py seed_all --scale 0.5
FROM python:3.12-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
# A volume for the secret key and the read-only role's password, owned by the account that runs the site.
ENV POSTGRES_STATE=/var/lib/datahub-bank
RUN useradd --create-home --uid 1000 bank && install --directory --owner=bank --mode=0700 "$POSTGRES_STATE"

WORKDIR /srv/datahub-bank
# Before the source, so that a change of the source does not reinstall them. requirements.txt leaves out the tests' and
# linters' packages, and requirements.lock gives the versions.
COPY requirements.txt requirements.lock ./
RUN pip install --requirement requirements.txt --constraint requirements.lock gunicorn==27.0.1
COPY . .

USER bank
EXPOSE 8000
# gunicorn's workers need prepared databases. /dev/shm: with a heartbeat on a slow disk, gunicorn kills workers.
CMD ["sh", "-c", "python manage.py prepare && exec gunicorn config.wsgi --bind=0.0.0.0:8000 --workers=2 --threads=4 --worker-tmp-dir=/dev/shm --access-logfile=-"]
# /health/ says in a line how the site is, which `docker inspect` shows; it answers whatever ALLOWED_HOSTS and HTTPS are.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import http.client; c = http.client.HTTPConnection('127.0.0.1', 8000, timeout=4); c.request('GET', '/health/'); a = c.getresponse(); print(a.read(200).decode().strip()); exit(a.status != 200)"]
