# Trigpoint in a container: pages, mail and news in one, with its home in a volume. See docs/installing.md.
FROM node:24-slim AS static
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund --loglevel=error
COPY scripts/build_static.mjs scripts/
COPY src/trigpoint/web/static src/trigpoint/web/static
RUN node scripts/build_static.mjs

FROM python:3.13-slim AS program
RUN pip install --no-cache-dir uv
WORKDIR /opt/trigpoint
COPY pyproject.toml uv.lock README.md LICENSE ./
COPY docs docs
COPY src src
COPY --from=static /build/src/trigpoint/web/static/built src/trigpoint/web/static/built
# Not editable: the environment then holds everything, and the sources need not come along.
RUN uv sync --frozen --no-dev --no-editable --extra postgres --compile-bytecode

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /srv/trigpoint trigpoint \
    && install -d -o trigpoint -g trigpoint -m 750 /srv/trigpoint
COPY --from=program /opt/trigpoint/.venv /opt/trigpoint/.venv
COPY --from=program /opt/trigpoint/LICENSE /opt/trigpoint/LICENSE
ENV PATH=/opt/trigpoint/.venv/bin:$PATH TRIGPOINT_HOME=/srv/trigpoint PYTHONUNBUFFERED=1
USER trigpoint
VOLUME /srv/trigpoint
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=40s \
    CMD ["python", "-c", "import socket; socket.create_connection(('127.0.0.1', 8000), 3).close()"]
CMD ["trigpoint", "serve", "--host", "0.0.0.0", "--workers", "2"]
