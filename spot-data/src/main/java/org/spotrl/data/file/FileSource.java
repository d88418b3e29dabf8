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

  /** A source that reads the file when it is loaded. */
  public FileSource(FileConfig config) {
    this.config = config;
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
            maxAction(),
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

  private double maxAction() {
    return config.maxAction() > 0 ? config.maxAction() : Double.POSITIVE_INFINITY;
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
    steps.requireSound(maxAction(), false);
    String file = String.valueOf(path().getFileName());
    // It is part of the names of runs.
    String name = file.substring(0, file.lastIndexOf('.')).replaceAll("[^\\w.+-]", "-");
    return steps.asRecorded(name);
  }
}
