# spot in a container. Build it in a clone: docker build -t spot .
# Run it on the files of the working folder: docker run --rm -v "$PWD:/work" spot run quickstart.yaml

# The archive, as 'mvn package' makes it.
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /source
COPY . .
RUN mvn -B -ntp -DskipTests -pl spot-cli -am package \
    && mkdir /opt/unpacked
WORKDIR /opt/unpacked
RUN jar --extract --file /source/spot-cli/target/spot-*.zip \
    && mv spot-* /opt/spot \
    && chmod +x /opt/spot/bin/spot

# MuJoCo and TensorFlow's native libraries, unpacked: 'spot doctor' fetches and loads both. pip stays behind here.
FROM eclipse-temurin:17-jre-noble AS natives
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3-pip \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /opt/spot /opt/spot
ENV HOME=/home/spot
RUN /opt/spot/bin/spot doctor \
    && chmod -R a+rwX /home/spot

FROM eclipse-temurin:17-jre-noble
COPY --from=natives /opt/spot /opt/spot
COPY --from=natives /home/spot /home/spot
# Any user may run it: 'docker run --user "$(id -u):$(id -g)"' writes files that belong to you.
ENV HOME=/home/spot PATH=/opt/spot/bin:$PATH
USER 1000
WORKDIR /work
ENTRYPOINT ["spot"]
CMD ["--help"]
