# The image that web, worker, beat and the migrations run from. Configuration comes from the environment: .env.example.

FROM python:3.11-slim-bookworm AS build
WORKDIR /build
COPY requirements/uv.txt requirements/production.txt ./
RUN python -m venv /venv \
 && pip install --no-cache-dir --require-hashes -r uv.txt \
 && uv pip install --no-cache --compile-bytecode --python /venv/bin/python --require-hashes -r production.txt

FROM python:3.11-slim-bookworm
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    VAR_DIR=/var/lib/app \
    ERASURE_LIST=/var/lib/erasures/erasures.txt
# Volumes that are mounted here take over these owners.
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin app \
 && install -d -o app -g app /var/lib/app /var/lib/erasures
WORKDIR /app
COPY --from=build /venv /venv
COPY . .
# The folder is there first, so that the names of the files carry what they hold and may be cached for ever.
RUN mkdir staticfiles \
 && VAR_DIR=/tmp/build ERASURE_LIST= python manage.py collectstatic --noinput --verbosity 0 \
 && rm -r /tmp/build
USER app
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
