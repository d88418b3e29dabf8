package org.spotrl.mlflow.server;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.mlflow.format.Json;

/** MLflow's REST calls: those that may be repeated by its client, the others once. */
final class Rest {

  private final ClientCalls client;
  private final HttpCalls http;
  private final ServerErrors failures;

  Rest(ClientCalls client, HttpCalls http, ServerErrors failures) {
    this.client = client;
    this.http = http;
    this.failures = failures;
  }

  /** MLflow's client, for what it has methods for. */
  ClientCalls client() {
    return client;
  }

  /** A GET, repeated by the client. */
  JsonAnswer get(String call, Map<String, String> query) {
    StringBuilder path = new StringBuilder(call);
    query.forEach(
        (name, value) ->
            path.append(path.length() == call.length() ? '?' : '&')
                .append(name)
                .append('=')
                .append(encoded(value)));
    return parsed(call, client.call(call, c -> c.sendGet(path.toString())));
  }

  /** A POST that may be repeated. */
  JsonAnswer post(String call, Map<String, ?> body) {
    return parsed(call, client.call(call, c -> c.sendPost(call, Json.of(body))));
  }

  /** A PATCH that may be repeated. */
  JsonAnswer patch(String call, Map<String, ?> body) {
    return parsed(call, client.call(call, c -> c.sendPatch(call, Json.of(body))));
  }

  /** A POST that makes something new each time, so it is made once. */
  JsonAnswer postOnce(String call, Map<String, ?> body) {
    return http.post(call, Json.of(body));
  }

  /**
   * The entries that all pages of a search have.
   *
   * @param field name of the list in the answers
   */
  List<JsonAnswer> searchAll(String call, Map<String, ?> body, String field) {
    List<JsonAnswer> all = new ArrayList<>();
    Map<String, Object> request = new LinkedHashMap<>(body);
    String token;
    do {
      JsonAnswer page = post(call, request);
      all.addAll(page.list(field));
      token = page.text("next_page_token");
      request.put("page_token", token);
    } while (!token.isEmpty());
    return all;
  }

  /** Labels as the calls take them. */
  static List<Map<String, String>> pairs(Map<String, String> labels) {
    return labels.entrySet().stream()
        .map(label -> Map.of("key", label.getKey(), "value", label.getValue()))
        .toList();
  }

  /**
   * A filter for entries with a tag.
   *
   * @throws SpotInputException if MLflow's filters cannot express it
   */
  static String tagFilter(String tag, String value) {
    if (tag.contains("`") || value.contains("'")) {
      throw new SpotInputException(
          "nothing can be found on an MLflow server by tag "
              + Json.quoted(tag)
              + " with value "
              + Json.quoted(value)
              + ": no back quote may be in the tag and no quote in the value.");
    }
    return "tags.`" + tag + "` = '" + value + "'";
  }

  /** A value in the query of an address. */
  static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private JsonAnswer parsed(String call, String body) {
    return JsonAnswer.parse(body).orElseThrow(() -> failures.strange(call, body));
  }
}
