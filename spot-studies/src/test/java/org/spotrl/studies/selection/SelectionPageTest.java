package org.spotrl.studies.selection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.spotrl.api.selection.SelectionCriterion;
import org.spotrl.experiments.config.ComponentRegistry;
import org.spotrl.experiments.config.ConfigReference;
import org.spotrl.experiments.wiring.SpotInjector;

/** The page docs/selection.md. */
class SelectionPageTest {

  @Test
  void thePageHasEachCriterionAndItsCurrentSettings() throws IOException {
    ComponentRegistry registry =
        SpotInjector.create(Optional.empty()).getInstance(ComponentRegistry.class);
    Path page = Path.of("..", "docs", "selection.md");
    String text = Files.readString(page).replace("\r\n", "\n");

    assertThat(text)
        .as("./spot config reference docs/selection.md renews the tables of " + page)
        .isEqualTo(new ConfigReference(registry).renewed(text));
    assertThat(registry.all(SelectionCriterion.class))
        .hasSize(Criteria.ALL.size())
        .allSatisfy(criterion -> assertThat(text).contains("\n### `" + criterion.name() + "`\n"));
  }
}
