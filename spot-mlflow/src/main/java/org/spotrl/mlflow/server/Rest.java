package org.spotrl.mlflow.server;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.mlflow.format.Json;
import tools.jackson.databind.JsonNode;

/**
 * MLflow's REST calls, all as JSON: its client sends those that may be repeated, {@link HttpCalls}
 * the others.
 */
record Rest(ClientCalls client, HttpCalls http, ServerErrors errors) {

  /** A GET, repeated by the client. */
  JsonNode get(String call, Map<String, ?> query) {
    String encoded =
        query.entrySet().stream()
            .map(field -> field.getKey() + "=" + encoded(field.getValue().toString()))
            .collect(Collectors.joining("&", query.isEmpty() ? "" : "?", ""));
    return answer(call, client.call(call, c -> c.sendGet(call + encoded)));
  }

  /** A POST that may be repeated. */
  JsonNode post(String call, Map<String, ?> body) {
    return answer(call, client.call(call, c -> c.sendPost(call, Json.of(body))));
  }

  /** A PATCH that may be repeated. */
  void patch(String call, Map<String, ?> body) {
    answer(call, client.call(call, c -> c.sendPatch(call, Json.of(body))));
  }

  /**
   * The JSON object that an answer has to be. If it is none, the server may have redirected the
   * call, which the client does not report: the same address is asked again by a GET.
   */
  private JsonNode answer(String call, String body) {
    try {
      return errors.json(call, body);
    } catch (ServerRefused e) {
      throw redirect(call).orElse(e);
    }
  }

  private Optional<ServerRefused> redirect(String call) {
    try {
      http.get("/api/2.0/mlflow/" + call);
    } catch (ServerRefused e) {
      return Optional.of(e).filter(ServerRefused::isRedirect);
    } catch (ServerUnavailable e) {
      // Then the first answer has to do.
    }
    return Optional.empty();
  }

  /** A POST that makes something new each time, so it is made once. */
  JsonNode postOnce(String call, Map<String, ?> body) {
    return http.post(call, Json.of(body));
  }

  /**
   * The entries of all pages of a search by POST.
   *
   * @param field name of the list in the answers
   */
  List<JsonNode> searchAll(String call, Map<String, ?> body, String field) {
    return pages(body, field, request -> post(call, request));
  }

  /** The entries of all pages of a search by GET. */
  List<JsonNode> getAll(String call, Map<String, ?> query, String field) {
    return pages(query, field, request -> get(call, request));
  }

  private static List<JsonNode> pages(
      Map<String, ?> first, String field, Function<Map<String, Object>, JsonNode> ask) {
    List<JsonNode> all = new ArrayList<>();
    Map<String, Object> request = new LinkedHashMap<>(first);
    String token;
    do {
      JsonNode page = ask.apply(request);
      page.path(field).forEach(all::add);
      token = Json.text(page, "next_page_token");
      request.put("page_token", token);
    } while (!token.isEmpty());
    return all;
  }

  /** A body of names and values in turn; those that are empty texts are left out. */
  static Map<String, Object> body(Object... namesAndValues) {
    Map<String, Object> body = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (!namesAndValues[i + 1].equals("")) {
        body.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
      }
    }
    return body;
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
          ("nothing can be found on an MLflow server by tag %s with value %s: no back quote may be"
                  + " in the tag and no quote in the value.")
              .formatted(Json.quoted(tag), Json.quoted(value)));
    }
    return "tags.`" + tag + "` = '" + value + "'";
  }

  /** A value in the query of an address. */
  static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
