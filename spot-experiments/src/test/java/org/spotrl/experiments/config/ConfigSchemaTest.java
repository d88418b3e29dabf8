package org.spotrl.experiments.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The schema of experiment files. */
class ConfigSchemaTest {

  private final JsonNode schema =
      JsonMapper.builder().build().readTree(new ConfigSchema(TestComponents.registry()).json());

  @Test
  void hasExactlyTheSettingsOfTheFile() {
    assertThat(names(schema.at("/properties")))
        .containsExactly(
            "extends",
            "experiment",
            "name",
            "description",
            "tags",
            "seed",
            "dataset",
            "trajectories",
            "normalize_observations",
            "rewards",
            "algorithm",
            "evaluation",
            "diagnostics",
            "checkpoint",
            "tracking",
            "execution");
    assertThat(schema.at("/additionalProperties").isBoolean()).isTrue();
    assertThat(schema.at("/additionalProperties").asBoolean()).isFalse();
    assertThat(names(schema.at("/properties/checkpoint/properties")))
        .containsExactly("every_updates", "keep", "keep_best", "keep_final");
    assertThat(schema.at("/properties/checkpoint/additionalProperties").asBoolean()).isFalse();
  }

  @Test
  void everyReferenceHasADefinition() {
    assertThat(schema.findValuesAsString("$ref"))
        .contains("#/$defs/diagnostic")
        .allSatisfy(reference -> assertThat(schema.at(reference.substring(1)).isObject()).isTrue());
  }

  @Test
  void requiresDatasetAndAlgorithmUnlessTheFileExtendsAnother() {
    assertThat(schema.at("/anyOf").toString())
        .isEqualTo("[{\"required\":[\"extends\"]},{\"required\":[\"dataset\",\"algorithm\"]}]");
  }

  @Test
  void hasDefaultsBoundsAndSources() {
    JsonNode discount = type("algorithm", "td3").at("/properties/discount");
    assertThat(discount.at("/description").asString()).isEqualTo("Discount. Source: the paper.");
    assertThat(discount.at("/default").asDouble()).isEqualTo(0.99);
    assertThat(discount.at("/minimum").toString()).isEqualTo("0");
    assertThat(discount.at("/maximum").toString()).isEqualTo("1");
    assertThat(type("density-model", "vae").at("/properties/kl_weight/exclusiveMinimum").toString())
        .isEqualTo("0");
    assertThat(type("algorithm", "td3").at("/properties/loss/enum").toString())
        .isEqualTo("[\"squared\",\"huber\"]");
    assertThat(type("algorithm", "td3").at("/properties/network/properties/start/enum").toString())
        .isEqualTo("[\"all-zero\",\"random\"]");
    assertThat(type("density-model", "vae").at("/properties/hidden/items/minimum").toString())
        .isEqualTo("1");
  }

  @Test
  void allowsEachComponentAsAWordOrWithItsSettings() {
    List<String> words = new ArrayList<>();
    schema
        .at("/$defs/algorithm/oneOf")
        .forEach(
            form -> {
              if (form.has("const")) {
                words.add(form.get("const").asString());
              }
            });
    assertThat(words).containsExactly("bc", "spot", "td3");
    JsonNode td3 = type("algorithm", "td3");
    assertThat(td3.at("/required").toString()).isEqualTo("[\"type\"]");
    assertThat(td3.at("/additionalProperties").asBoolean()).isFalse();
    assertThat(td3.at("/properties/regularizer/$ref").asString())
        .isEqualTo("#/$defs/policy-regularizer");
    assertThat(names(schema.at("/$defs")))
        .containsExactly(
            "algorithm",
            "dataset-source",
            "density-model",
            "diagnostic",
            "policy-regularizer",
            "reward-transform",
            "trajectory-filter");
  }

  private JsonNode type(String extensionPoint, String name) {
    for (JsonNode form : schema.at("/$defs/" + extensionPoint + "/oneOf")) {
      if (form.at("/properties/type/const").asString("").equals(name)) {
        return form;
      }
    }
    throw new AssertionError("no " + extensionPoint + " " + name);
  }

  private static List<String> names(JsonNode object) {
    return List.copyOf(object.propertyNames());
  }
}
