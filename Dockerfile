# Builds a small image of the service, without a toolchain:
#
#     docker build -t app .
#     podman build --format docker -t app .             (the OCI format does not support HEALTHCHECK)
#
# `--target dev` builds an image with the sources and everything that the test suite needs.

FROM docker.io/library/rust:1-bookworm AS toolchain
WORKDIR /build
RUN cargo install cargo-chef --version 0.1.78 --locked --root /usr/local \
    && rm -rf /usr/local/cargo/registry

# The recipe lists the dependencies only, so that the layer that builds them is cached until they change.
FROM toolchain AS recipe
COPY . .
RUN cargo chef prepare --recipe-path recipe.json

FROM toolchain AS build
COPY --from=recipe /build/recipe.json .
# Relocations in the compact form that glibc has since 2.36: a smaller program, of which less is in memory.
ENV RUSTFLAGS="-C link-arg=-Wl,-z,pack-relative-relocs"
RUN cargo chef cook --release --locked --package app --bin app --recipe-path recipe.json
COPY Cargo.toml Cargo.lock build.rs openapi.yaml ./
COPY benches benches
COPY crates crates
COPY data data
COPY migrations migrations
COPY services services
COPY src src
# The revision is reported in the metric `build_info`.
ARG REVISION=unknown
RUN BUILD_COMMIT="$REVISION" cargo build --release --locked --package app --bin app

# The sources, the toolchain and a PostgreSQL server, for `entrypoint.sh test` and `cov`. `serve` runs the program of this build.
FROM docker.io/library/rust:1-bookworm AS dev
# The tests start their own servers, so no default cluster is needed. Debian keeps only the latest version, so it is not pinned.
# hadolint ignore=DL3008
RUN mkdir -p /etc/postgresql-common/createcluster.d \
    && echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.d/no-main-cluster.conf \
    && apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends postgresql postgresql-postgis \
    && rm -rf /var/lib/apt/lists/*
# PostgreSQL refuses to run as root. Downloads and build output are kept in a folder that can be a volume.
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
# /app holds the SQLite file if no other database is configured.
RUN useradd --uid 10001 --user-group --no-log-init --home-dir /app --create-home --skel /var/empty \
        --shell /usr/sbin/nologin app
# CA certificates for HTTPS, which the base image lacks.
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY entrypoint.sh /usr/local/bin/
COPY --from=build /build/target/release/app /usr/local/bin/
WORKDIR /app
ENV APP_BIND=0.0.0.0:5000
USER 10001:10001
EXPOSE 5000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=90s CMD ["app", "check_health"]
# The script waits for the database and then execs the program. The program can also be the entrypoint itself.
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
