package org.spotrl.data.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.spotrl.api.error.SpotInputException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code data/metadata.json} says of a Minari data set. Source: Farama-Foundation/Minari,
 * minari_storage.py and serialization.py.
 *
 * @param folder the folder of the data set, which has the folder {@code data}
 * @param id Minari's name of the data set; the folder's name if the file has none
 * @param environment id of its environment in lower case, for example {@code hopper-v5}; {@code
 *     none} if it names none
 * @param episodes number of episodes; -1 if it is not stated
 * @param maxAction largest absolute bound of the action space; infinite if there is none
 * @param obstacles why spot cannot train on it; empty if it can
 */
public record MinariMetadata(
    Path folder,
    String id,
    String environment,
    int episodes,
    double maxAction,
    List<String> obstacles) {

  /** The folder of metadata and steps in the folder of a data set. */
  static final String DATA = "data";

  /** The file of the steps. */
  static final String STEPS = "main_data.hdf5";

  /** The file with what this record has. */
  static final String FILE = "metadata.json";

  /** The storage format that spot reads and writes. */
  static final String HDF5 = "hdf5";

  /** Minari's names: namespaces, a name and a version. */
  private static final Pattern NAME = Pattern.compile("([-_\\w][-_\\w/]*[-_\\w]/)?[-_\\w]+-v\\d+");

  /** As Python, which writes a bare {@code Infinity}. */
  static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  /** True if Minari accepts a text as the name of a data set. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** True if a folder has a Minari data set; an incomplete one has a hidden name. */
  public static boolean isIn(Path folder) {
    return !String.valueOf(folder.getFileName()).startsWith(".")
        && Files.isRegularFile(folder.resolve(DATA).resolve(FILE));
  }

  /**
   * Reads the metadata of the data set in a folder.
   *
   * @throws SpotInputException if it is missing or no JSON
   */
  public static MinariMetadata read(Path folder) {
    Path file = folder.resolve(DATA).resolve(FILE);
    try {
      JsonNode json = JSON.readTree(Files.readString(file));
      String id = json.path("dataset_id").asString(String.valueOf(folder.getFileName()));
      String format = json.path("data_format").asString(HDF5);
      JsonNode actions = inner(json, "action_space");
      List<String> obstacles = new ArrayList<>();
      if (!format.equals(HDF5)) {
        obstacles.add(
            "it is stored as %s, and spot reads hdf5; convert it: %s"
                .formatted(format, conversion(id)));
      }
      if (!isVector(actions)) {
        obstacles.add(
            "its actions are %s, and spot trains with continuous ones, a Box of shape [n]"
                .formatted(text(actions)));
      }
      JsonNode observations = inner(json, "observation_space");
      List<JsonNode> spaces =
          type(observations).equals("Dict")
              ? List.copyOf(observations.path("subspaces").values())
              : List.of(observations);
      if (!spaces.stream().allMatch(MinariMetadata::isVector)) {
        obstacles.add(
            "its observations are %s, and spot needs a Box of shape [n] or a Dict of such"
                .formatted(text(observations)));
      }
      return new MinariMetadata(
          folder,
          id,
          inner(json, "env_spec").path("id").asString("none").toLowerCase(Locale.ROOT),
          json.path("total_episodes").asInt(-1),
          maxAction(actions),
          obstacles);
    } catch (IOException e) {
      throw new SpotInputException(
          "'%s' cannot be read: %s; name the folder of a Minari data set".formatted(file, e), e);
    } catch (JacksonException e) {
      throw new SpotInputException(
          "'%s' is no JSON or truncated: %s; get the data set again"
              .formatted(file, e.getOriginalMessage()),
          e);
    }
  }

  /** Minari stores JSON within strings. */
  private static JsonNode inner(JsonNode json, String key) {
    JsonNode value = json.path(key);
    return value.isString() ? JSON.readTree(value.asString()) : value;
  }

  private static String type(JsonNode space) {
    return space.path("type").asString("");
  }

  /** True also if the space is not stated: then the shapes in the HDF5 file decide. */
  private static boolean isVector(JsonNode space) {
    return space.isMissingNode() || (type(space).equals("Box") && space.path("shape").size() == 1);
  }

  private static String text(JsonNode space) {
    return type(space).equals("Box")
        ? "a Box of shape " + space.path("shape")
        : type(space).equals("Dict") ? "a Dict with other spaces" : type(space);
  }

  private static double maxAction(JsonNode space) {
    double largest = 0;
    for (String side : List.of("low", "high")) {
      for (JsonNode bound : space.path(side).values()) {
        largest = Math.max(largest, Math.abs(bound.asDouble(Double.POSITIVE_INFINITY)));
      }
    }
    // 0.4 as float32 is 0.4000000059604645 in the file.
    double shortest = Double.parseDouble(Float.toString((float) largest));
    return shortest > 0 ? shortest : Double.POSITIVE_INFINITY;
  }

  private static String conversion(String id) {
    return ("python3 -c \"import minari; from minari.data_collector import EpisodeBuffer; d ="
            + " minari.load_dataset('%s'); minari.create_dataset_from_buffers('%s',"
            + " [EpisodeBuffer(observations=e.observations, actions=e.actions, rewards=e.rewards,"
            + " terminations=e.terminations, truncations=e.truncations) for e in d],"
            + " observation_space=d.observation_space, action_space=d.action_space,"
            + " data_format='hdf5')\"")
        .formatted(id, id.replaceFirst("-v(\\d+)$", "-hdf5-v$1"));
  }

  /** The file of the steps. */
  public Path steps() {
    return folder.resolve(DATA).resolve(STEPS);
  }

  /**
   * Requires that spot can train on the data set.
   *
   * @throws SpotInputException with all reasons why it cannot
   */
  void requireReadable() {
    if (!obstacles.isEmpty()) {
      throw new SpotInputException(
          "Minari's data set '%s' in '%s' cannot be used: %s"
              .formatted(id, folder, String.join("; ", obstacles)));
    }
  }
}
