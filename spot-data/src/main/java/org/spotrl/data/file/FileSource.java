package org.spotrl.data.file;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.spotrl.api.data.DatasetSource;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.env.EnvironmentSpec;
import org.spotrl.api.env.ReferenceScores;
import org.spotrl.api.host.UserPaths;
import org.spotrl.api.progress.ProgressListener;
import org.spotrl.data.format.ColumnFile;
import org.spotrl.data.format.StepShape;
import org.spotrl.data.format.StepTable;

/** Data from a user's own file, with or without an environment. */
public final class FileSource implements DatasetSource {

  /** The type name of this source in an experiment file. */
  public static final String TYPE = "file";

  private final FileConfig config;
  private final String name;

  /** A source that reads the file when it is loaded. */
  public FileSource(FileConfig config) {
    this(config, "");
  }

  /**
   * A source whose data has a name of its own.
   *
   * @param name part of the names of runs; empty: the file's name
   */
  public FileSource(FileConfig config, String name) {
    this.config = config;
    this.name = name;
  }

  @Override
  public String environmentId() {
    return config.environment();
  }

  @Override
  public Optional<EnvironmentSpec> specification() {
    StepShape shape = shape();
    return Optional.of(
        new EnvironmentSpec(
            config.environment(),
            shape.observationDim(),
            shape.actionDim(),
            maxAction(shape),
            shape.steps(),
            ReferenceScores.NONE));
  }

  @Override
  public OptionalLong steps() {
    return OptionalLong.of(shape().steps());
  }

  private StepShape shape() {
    try (ColumnFile file = ColumnFile.open(path())) {
      return StepShape.of(file);
    }
  }

  private double maxAction(StepShape shape) {
    return config.maxAction() > 0 ? config.maxAction() : shape.maxAction();
  }

  private Path path() {
    return UserPaths.standard().path("dataset.path", config.path());
  }

  @Override
  public String description() {
    return path().toAbsolutePath().normalize().toString();
  }

  @Override
  public Trajectories load(ProgressListener progress) {
    StepTable steps = StepTable.read(path(), true);
    steps.requireSound(maxAction(steps.shape()), false);
    String file = String.valueOf(path().getFileName()).replaceFirst("\\.\\w+$", "");
    // It is part of the names of runs.
    return steps.asRecorded((name.isEmpty() ? file : name).replaceAll("[^\\w.+-]", "-"));
  }
}
