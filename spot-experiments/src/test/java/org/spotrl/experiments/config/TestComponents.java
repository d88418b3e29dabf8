package org.spotrl.experiments.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.spotrl.api.component.Component;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.component.Setting;
import org.spotrl.api.data.DatasetSource;
import org.spotrl.api.learning.Algorithm;

/** Components with every type of setting, only for tests of the configuration. */
final class TestComponents {

  private TestComponents() {}

  /** An extension point that algorithms contain. */
  interface PolicyRegularizer {}

  /** An extension point that regularizers contain. */
  interface DensityModel {}

  /** An enum. */
  enum Start {
    ALL_ZERO,
    RANDOM
  }

  record Nothing() {}

  record Gaussian(@Setting(value = "Least log deviation.", max = 0) float minLogStd) {}

  record Vae(
      @Setting(value = "Widths of the hidden layers.", min = 1) List<Integer> hidden,
      @Setting(value = "Weight of the KL term.", min = 0, aboveMin = true, source = "the paper")
          double klWeight) {}

  record Density(
      @Setting(value = "Weight of the regularisation.", min = 0) double lambda,
      @Setting("The density.") Component<DensityModel> density) {}

  record Layers(
      @Setting(value = "Widths of the hidden layers.", min = 1) List<Integer> hidden,
      @Setting("How weights start.") Start start) {}

  record Td3(
      @Setting(value = "Discount.", min = 0, max = 1, source = "the paper") double discount,
      @Setting(value = "Updates in all.", min = 1) long updates,
      @Setting(value = "Rows of a batch.", min = 1, max = 65536) int batchSize,
      @Setting("Whether Q is normalised.") boolean normalizeQ,
      @Setting(
              value = "Form of the loss.",
              oneOf = {"squared", "huber"})
          String loss,
      @Setting("The network.") Layers network,
      @Setting("What keeps the policy close to the data.")
          Component<PolicyRegularizer> regularizer) {}

  record Bc(@Setting(value = "Updates in all.", min = 1) long updates) {
    Bc {
      if (updates == 13) {
        throw new IllegalArgumentException("13 updates bring bad luck; take 12 or 14");
      }
    }
  }

  record Collected(
      @Setting("Id of the environment.") String environment,
      @Setting(value = "Transitions.", min = 1) int transitions) {}

  static final ComponentType<Vae, DensityModel> VAE =
      type(DensityModel.class, "vae", new Vae(List.of(256, 256), 0.5));
  static final ComponentType<Gaussian, DensityModel> GAUSSIAN =
      type(DensityModel.class, "gaussian", new Gaussian(-5f));
  static final ComponentType<Nothing, PolicyRegularizer> NONE =
      type(PolicyRegularizer.class, "none", new Nothing());
  static final ComponentType<Density, PolicyRegularizer> DENSITY =
      type(PolicyRegularizer.class, "density", new Density(1.0, VAE.withDefaults()));
  static final ComponentType<Td3, Algorithm> TD3 =
      type(
          Algorithm.class,
          "td3",
          new Td3(
              0.99,
              1_000_000,
              256,
              true,
              "squared",
              new Layers(List.of(256, 256), Start.RANDOM),
              NONE.withDefaults()));

  /** The settings of td3 with another default of a nested component. */
  static final ComponentType<Td3, Algorithm> SPOT =
      type(
          Algorithm.class,
          "spot",
          new Td3(
              0.99,
              1_000_000,
              256,
              true,
              "squared",
              new Layers(List.of(256, 256), Start.RANDOM),
              DENSITY.with(new Density(0.05, VAE.with(new Vae(List.of(750, 750), 0.5))))));

  static final ComponentType<Bc, Algorithm> BC = type(Algorithm.class, "bc", new Bc(100_000));
  static final ComponentType<Collected, DatasetSource> COLLECTED =
      type(DatasetSource.class, "collected", new Collected("maze2d-umaze-v1", 1_000_000));

  static ComponentRegistry registry() {
    Set<ComponentType<?, ?>> types = new LinkedHashSet<>(RewardTransforms.ALL);
    types.addAll(TrajectoryFilters.ALL);
    ExperimentConfig.DEFAULTS.diagnostics().forEach(each -> types.add(each.type()));
    types.addAll(List.of(VAE, GAUSSIAN, NONE, DENSITY, TD3, SPOT, BC, COLLECTED));
    return new ComponentRegistry(types);
  }

  private static <C extends Record, R> ComponentType<C, R> type(
      Class<R> extensionPoint, String name, C defaults) {
    return new ComponentType<>(
        extensionPoint,
        name,
        "The " + name + " component.",
        defaults,
        config -> {
          throw new UnsupportedOperationException(name + " is only configured in tests");
        });
  }
}
