package org.spotrl.mlflow.server;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Chooses how to access the files of a run or model, by its artifact URI. */
record ArtifactStores(HttpCalls http) {

  private static final String PROXY = "/api/2.0/mlflow-artifacts/artifacts";
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):.*");

  ArtifactStore of(ServerRun run) {
    String id = "?run_id=" + Rest.encoded(run.id());
    String file = id.replace("run_id", "run_uuid") + "&path=";
    return of(
        run.artifactUri(),
        new ServerArtifacts.Routes(
            folder ->
                uri(
                    "/api/2.0/mlflow/artifacts/list"
                        + id
                        + (folder.isEmpty() ? "" : "&path=" + folder)),
            path -> uri("/get-artifact" + file + path)),
        Optional.of(path -> uri("/ajax-api/2.0/mlflow/upload-artifact" + file + path)));
  }

  ArtifactStore of(ServerModel model) {
    String route = "/ajax-api/2.0/mlflow/logged-models/" + Rest.encoded(model.id()) + "/artifacts/";
    String folders = route + "directories";
    return of(
        model.artifactUri(),
        new ServerArtifacts.Routes(
            path -> uri(folders + (path.isEmpty() ? "" : "?artifact_directory_path=" + path)),
            path -> uri(route + "files?artifact_file_path=" + path)),
        Optional.empty());
  }

  private ArtifactStore of(
      String address, ServerArtifacts.Routes routes, Optional<Function<String, URI>> upload) {
    var matcher = SCHEME.matcher(address);
    String scheme = matcher.matches() ? matcher.group(1).toLowerCase(Locale.ROOT) : "";
    return switch (scheme) {
      case "mlflow-artifacts" -> proxied(address);
      case "http", "https" -> elsewhere(address);
      case "", "file" -> new UnproxiedArtifacts(http, routes, address, upload);
      default ->
          throw new ServerRefused(
              ("files at %s cannot be accessed: spot stores files through MLflow's server, not in"
                      + " '%s:' directly. Start the server with --artifacts-destination and without"
                      + " --no-serve-artifacts, then create a new experiment: an experiment keeps its"
                      + " artifact location.")
                  .formatted(address, scheme));
    };
  }

  /** {@code mlflow-artifacts:/path}, or {@code mlflow-artifacts://host/path} for another server. */
  private ArtifactStore proxied(String address) {
    URI uri = parsed(address);
    String base = http.base();
    if (uri.getRawAuthority() != null) {
      base = base.substring(0, base.indexOf(':')) + "://" + uri.getRawAuthority();
    }
    return new ServerArtifacts.Proxied(http, base + PROXY, root(address, uri.getRawPath()));
  }

  /** An {@code http} address of a server's artifact proxy. */
  private ArtifactStore elsewhere(String address) {
    URI uri = parsed(address);
    String path = uri.getRawPath();
    int end = path.indexOf(PROXY + "/") + PROXY.length();
    boolean isWeaker = http.base().startsWith("https:") && !address.startsWith("https:");
    if (end < PROXY.length() || isWeaker || uri.getRawUserInfo() != null) {
      throw new ServerRefused(
          ("files at %s cannot be stored: this is not an address of MLflow's artifact proxy that spot may send"
                  + " its credentials to. Start the server with --default-artifact-root"
                  + " mlflow-artifacts:/.")
              .formatted(address.replaceAll("//[^/]*@", "//")));
    }
    String base = uri.getScheme() + "://" + uri.getRawAuthority() + path.substring(0, end);
    return new ServerArtifacts.Proxied(http, base, root(address, path.substring(end)));
  }

  private static String root(String address, String path) {
    String root = path.replaceAll("^/+|/+$", "");
    for (String segment : root.split("/", -1)) {
      if (segment.isEmpty() || segment.equals("..") || segment.equals(".")) {
        throw unreadable(address);
      }
    }
    return root;
  }

  private URI uri(String path) {
    return URI.create(http.base() + path);
  }

  private static URI parsed(String address) {
    try {
      return new URI(address.replace(" ", "%20"));
    } catch (URISyntaxException e) {
      throw unreadable(address);
    }
  }

  private static ServerRefused unreadable(String address) {
    return new ServerRefused(
        "the server gave the artifact URI '" + address + "', which is not valid.");
  }
}
