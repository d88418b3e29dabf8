package org.spotrl.experiments.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.spotrl.api.error.SpotInputException;

/** The generated reference. */
class ConfigReferenceTest {

  private final ConfigReference reference = new ConfigReference(TestComponents.registry());
  private final String page = reference.markdown();

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

  @Test
  void renewsTheTablesOfAPageAndNothingElse() {
    String page =
        """
        # VAE

        <!-- settings: density model vae -->
        | an | old | table |
        <!-- end of settings -->
        Text. <!-- settings: policy regularizer none --><!-- end of settings -->
        """;

    assertThat(reference.renewed(page))
        .isEqualTo(
            """
            # VAE

            <!-- settings: density model vae -->

            | Setting | Default | Allowed | Meaning | Source |
            |---|---|---|---|---|
            | `hidden` | `[256, 256]` | a list, each a whole number of at least 1 | Widths of the hidden layers. |  |
            | `kl_weight` | `0.5` | a number above 0 | Weight of the KL term. | the paper |

            <!-- end of settings -->
            Text. <!-- settings: policy regularizer none -->

            No settings.

            <!-- end of settings -->
            """)
        .isEqualTo(reference.renewed(reference.renewed(page)));
  }

  @Test
  void aTableWithoutAnEndIsRefused() {
    assertThatThrownBy(
            () ->
                reference.renewed(
                    """
                    <!-- settings: density model vae -->
                    <!-- settings: policy regularizer none -->
                    <!-- end of settings -->
                    """))
        .isInstanceOf(SpotInputException.class)
        .hasMessage(
            "tables of settings that start with '<!-- settings: ... -->': 2, that end with '<!--"
                + " end of settings -->': 1; add the missing line");
  }

  @Test
  void aTableOfAnUnknownComponentIsRefused() {
    assertThatThrownBy(
            () -> reference.renewed("<!-- settings: density vae --><!-- end of settings -->"))
        .isInstanceOf(SpotInputException.class)
        .hasMessageStartingWith("'<!-- settings: density vae' names no component (known: ")
        .hasMessageContaining("density model vae");
  }
}
