package org.spotrl.experiments.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The generated reference. */
class ConfigReferenceTest {

  private final String page = new ConfigReference(TestComponents.registry()).markdown();

  @Test
  void listsTheSettingsOfTheFileWithThoseOfItsGroups() {
    assertThat(page.lines())
        .contains(
            "| `experiment` | `default` | text | Name of the experiment in MLflow: the study that the run belongs to. |  |",
            "| `name` | none | text | Name of the run; empty: derived from algorithm, data set and"
                + " seed. |  |",
            "| `dataset` | required | component: dataset source | Data source. |  |",
            "| `rewards` | `identity` | component: reward transform | Transform of the rewards for training. Evaluations use the environment's rewards. |  |",
            "| `checkpoint.keep` | `2` | a whole number of at least 1 | How many of the latest"
                + " checkpoints are kept. |  |");
  }

  @Test
  void hasATableForEachComponent() {
    assertThat(page)
        .contains(
            """
            ## Density model

            ### `gaussian`

            The gaussian component.

            | Setting | Default | Allowed | Meaning | Source |
            |---|---|---|---|---|
            | `min_log_std` | `-5.0` | a number of at most 0 | Least log deviation. |  |

            ### `vae`

            The vae component.

            | Setting | Default | Allowed | Meaning | Source |
            |---|---|---|---|---|
            | `hidden` | `[256, 256]` | a list, each a whole number of at least 1 | Widths of the hidden layers. |  |
            | `kl_weight` | `0.5` | a number above 0 | Weight of the KL term. | the paper |
            """)
        .contains(
            """
            ### `none`

            The none component.

            No settings.
            """)
        .contains(
            "| `network.start` | `random` | one of all-zero, random | How weights start. |  |");
  }

  @Test
  void showsHowADefaultComponentDiffersFromItsTypesDefaults() {
    assertThat(page)
        .contains("| `regularizer` | `none` |")
        .contains(
            "| `regularizer` | `{type: density, lambda: 0.05, density.hidden: [750, 750]}` |");
  }
}
