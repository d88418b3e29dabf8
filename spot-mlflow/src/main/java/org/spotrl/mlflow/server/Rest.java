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
 * MLflow's REST calls. MLflow's client sends idempotent calls and repeats them; {@link HttpCalls}
 * sends the others.
 */
record Rest(ClientCalls client, HttpCalls http, ServerErrors errors) {

  /** Sends a GET, repeated by the client. */
  JsonNode get(String call, Map<String, ?> query) {
    String encoded =
        query.entrySet().stream()
            .map(field -> field.getKey() + "=" + encoded(field.getValue().toString()))
            .collect(Collectors.joining("&", query.isEmpty() ? "" : "?", ""));
    return answer(call, client.call(call, c -> c.sendGet(call + encoded)));
  }

  /** Sends an idempotent POST. */
  JsonNode post(String call, Map<String, ?> body) {
    return answer(call, client.call(call, c -> c.sendPost(call, Json.of(body))));
  }

  /** Sends an idempotent PATCH. */
  void patch(String call, Map<String, ?> body) {
    answer(call, client.call(call, c -> c.sendPatch(call, Json.of(body))));
  }

  /**
   * Parses a response. If it is not a JSON object, the server may have redirected the call, which
   * the client does not report: this checks with a GET of the same address.
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
      // Keep the first error.
    }
    return Optional.empty();
  }

  /** Sends a POST that is not idempotent, once. */
  JsonNode postOnce(String call, Map<String, ?> body) {
    return http.post(call, Json.of(body));
  }

  /**
   * Returns the entries of all pages of a search by POST.
   *
   * @param field name of the list in the responses
   */
  List<JsonNode> searchAll(String call, Map<String, ?> body, String field) {
    return pages(body, field, request -> post(call, request));
  }

  /** Returns the entries of all pages of a search by GET. */
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

  /** A request body from alternating names and values, without empty strings. */
  static Map<String, Object> body(Object... namesAndValues) {
    Map<String, Object> body = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (!namesAndValues[i + 1].equals("")) {
        body.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
      }
    }
    return body;
  }

  /** Tags or parameters in the format of MLflow's calls. */
  static List<Map<String, String>> pairs(Map<String, String> texts) {
    return texts.entrySet().stream()
        .map(text -> Map.of("key", text.getKey(), "value", text.getValue()))
        .toList();
  }

  /**
   * A search filter for a tag.
   *
   * @throws SpotInputException if MLflow's filter syntax cannot express it
   */
  static String tagFilter(String tag, String value) {
    if (tag.contains("`") || value.contains("'")) {
      throw new SpotInputException(
          ("cannot search an MLflow server for tag %s with value %s: the tag must not contain a"
                  + " backquote, and the value no single quote.")
              .formatted(Json.quoted(tag), Json.quoted(value)));
    }
    return "tags.`" + tag + "` = '" + value + "'";
  }

  /** Encodes a value for the query of a URL. */
  static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
