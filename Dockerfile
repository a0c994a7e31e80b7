# The service, small and without a toolchain:
#
#     docker build -t app .
#     podman build --format docker -t app .             (the other format has no HEALTHCHECK)
#
# and the checkout with all that its test suite needs: `--target dev`.

FROM docker.io/library/rust:1-bookworm AS toolchain
WORKDIR /build
RUN cargo install cargo-chef --version 0.1.78 --locked --root /usr/local \
    && rm -rf /usr/local/cargo/registry

# What the dependencies are, without the sources that use them: as long as this is the same, so is the layer that builds them.
FROM toolchain AS recipe
COPY . .
RUN cargo chef prepare --recipe-path recipe.json

FROM toolchain AS build
COPY --from=recipe /build/recipe.json .
RUN cargo chef cook --release --locked --package app --bin app --recipe-path recipe.json
COPY Cargo.toml Cargo.lock build.rs openapi.yaml ./
COPY benches benches
COPY crates crates
COPY data data
COPY migrations migrations
COPY src src
# The program tells its revision in its metrics.
ARG REVISION=unknown
RUN BUILD_COMMIT="$REVISION" cargo build --release --locked --package app --bin app

# The checkout, its toolchain and a PostgreSQL server: what `entrypoint.sh test` and `cov` need. `serve` has the program of this build.
FROM docker.io/library/rust:1-bookworm AS dev
# The suite starts servers of its own: nobody asked for one that is always there. Debian keeps one version of it, the last.
# hadolint ignore=DL3008
RUN mkdir -p /etc/postgresql-common/createcluster.d \
    && echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.d/no-main-cluster.conf \
    && apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends postgresql \
    && rm -rf /var/lib/apt/lists/*
# PostgreSQL refuses to run as root. What is compiled and downloaded is kept in a folder that may be a volume.
RUN useradd --uid 10001 --user-group --no-log-init --home-dir /var/cache/app --create-home app
ENV CARGO_HOME=/var/cache/app/cargo \
    CARGO_TARGET_DIR=/var/cache/app/target \
    CARGO_INCREMENTAL=0 \
    PATH=/var/cache/app/cargo/bin:$PATH \
    APP_BIND=0.0.0.0:5000
COPY --from=build /build/target/release/app /usr/local/bin/
WORKDIR /app
COPY . .
USER 10001:10001
EXPOSE 5000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=90s CMD ["app", "check_health"]
ENTRYPOINT ["/app/entrypoint.sh"]
CMD ["serve"]

FROM docker.io/library/debian:bookworm-slim AS runtime
# /app is where a database of its own is, unless it is told of another.
RUN useradd --uid 10001 --user-group --no-log-init --home-dir /app --create-home --skel /var/empty \
        --shell /usr/sbin/nologin app
# Whom to trust over HTTPS, which the base image leaves open.
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY entrypoint.sh /usr/local/bin/
COPY --from=build /build/target/release/app /usr/local/bin/
WORKDIR /app
ENV APP_BIND=0.0.0.0:5000
USER 10001:10001
EXPOSE 5000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=90s CMD ["app", "check_health"]
# The script waits for the database, then the program takes its place; the program needs no shell, and may be called without the script.
ENTRYPOINT ["entrypoint.sh"]
CMD ["serve"]
ARG VERSION=unknown
ARG REVISION=unknown
ARG SOURCE=unknown
LABEL org.opencontainers.image.title="app" \
      org.opencontainers.image.description="The passenger register /people, served from its OpenAPI document." \
      org.opencontainers.image.licenses="MIT OR Apache-2.0" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION" \
      org.opencontainers.image.source="$SOURCE"
