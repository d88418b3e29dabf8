package org.spotrl.data.d4rl;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.spotrl.api.data.DatasetSource;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.env.EnvironmentSpec;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.host.UserPaths;
import org.spotrl.api.progress.ProgressListener;
import org.spotrl.data.format.ColumnFile;
import org.spotrl.data.format.StepShape;
import org.spotrl.data.format.StepTable;

/** A data set of D4RL from its HDF5 file, which is fetched if it is not there. */
public final class D4rlSource implements DatasetSource {

  /** The type name of this source in an experiment file. */
  public static final String TYPE = "d4rl";

  private final D4rlConfig config;
  private final D4rlDataset dataset;
  private final DataFolders folders;

  /**
   * A source that reads the file when it is loaded.
   *
   * @throws SpotInputException if D4RL has no data set of this name
   */
  public D4rlSource(D4rlConfig config, DataFolders folders) {
    this.config = config;
    this.folders = folders;
    dataset = of(config.name());
  }

  /**
   * The data set with this name.
   *
   * @throws SpotInputException if there is none, with the names that there are
   */
  public static D4rlDataset of(String name) {
    return D4rlDataset.named(name)
        .orElseThrow(
            () ->
                new SpotInputException(
                    "D4RL has no data set '%s' that spot knows; known are %s"
                        .formatted(
                            name,
                            D4rlDataset.ALL.stream()
                                .map(D4rlDataset::name)
                                .collect(Collectors.joining(", ")))));
  }

  @Override
  public String environmentId() {
    return dataset.environment().id();
  }

  @Override
  public Optional<EnvironmentSpec> specification() {
    return Optional.of(dataset.environment());
  }

  @Override
  public OptionalLong steps() {
    Optional<Path> file = file();
    if (file.isEmpty()) {
      return OptionalLong.empty();
    }
    try (ColumnFile columns = ColumnFile.open(file.get())) {
      return OptionalLong.of(StepShape.of(columns).steps());
    }
  }

  @Override
  public String description() {
    return "D4RL's %s, %s"
        .formatted(
            dataset.name(),
            file().map(Path::toString).orElse("to be fetched from " + dataset.url()));
  }

  /** The file, if it is there. */
  private Optional<Path> file() {
    return config.path().isBlank()
        ? folders.find(dataset.fileName())
        : Optional.of(UserPaths.standard().path("dataset.path", config.path()));
  }

  @Override
  public Trajectories load(ProgressListener progress) {
    Path file = file().orElseGet(() -> fetch(progress));
    StepTable steps = StepTable.read(file, false);
    steps.requireSound(Double.POSITIVE_INFINITY, true);
    return steps.asD4rl(dataset.name(), dataset.environment().maxEpisodeSteps());
  }

  private Path fetch(ProgressListener progress) {
    Path target = folders.target().resolve(dataset.fileName());
    new Download(dataset.url(), target).run(progress);
    return target;
  }
}
