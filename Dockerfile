# The server of chart 1.x. BASE is Google's distroless Node image (nodejs24-debian13) in a registry of yours, by digest:
#
#   npm run image -- --base <registry>/nodejs24-debian13@sha256:<digest> --tag <registry>/idp-oidc:<version>
ARG BUILDER=node:24-slim
ARG BASE

# The bundle is the same for every platform.
FROM --platform=$BUILDPLATFORM ${BUILDER} AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
# Install scripts are needed by nothing here; the builder's own Node runs the rest.
RUN npm ci --ignore-scripts
COPY bin bin
COPY docs docs
COPY src src
RUN node bin/build.ts

FROM ${BASE}
ARG VERSION
ARG REVISION
LABEL org.opencontainers.image.title="idp-oidc" \
      org.opencontainers.image.description="Forward-auth OIDC server of the chart idp-oidc-middleware" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
# `.mjs`, because there is no package.json that would say so.
COPY --from=build /build/dist/serve.js /app/serve.mjs
COPY --from=build /build/dist/THIRD-PARTY-NOTICES.txt /app/THIRD-PARTY-NOTICES.txt
USER 65532:65532
EXPOSE 4180 9090
# The base has no shell. Arguments come from the chart. Left alone, V8 keeps more young objects than caches hold: docs/performance.md.
ENTRYPOINT ["/nodejs/bin/node", "--max-semi-space-size=4", "/app/serve.mjs"]
