package org.spotrl.data.minari;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.spotrl.api.data.DatasetSource;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.env.EnvironmentSpec;
import org.spotrl.api.progress.ProgressListener;
import org.spotrl.data.d4rl.DataFolders;
import org.spotrl.data.file.FileConfig;
import org.spotrl.data.file.FileSource;
import org.spotrl.data.format.MinariMetadata;

/** A Minari data set by its name: a user's own file in one of Minari's folders. */
public final class MinariSource implements DatasetSource {

  /** The type name of this source in an experiment file. */
  public static final String TYPE = "minari";

  private final MinariConfig config;
  private final DataFolders folders;

  /** A source that finds and reads the data set when it is asked. */
  public MinariSource(MinariConfig config, DataFolders folders) {
    this.config = config;
    this.folders = folders;
  }

  private Path folder() {
    return folders.requireMinari(config.name());
  }

  private FileSource file() {
    return new FileSource(
        new FileConfig(folder().toString(), config.maxAction(), environmentId()), config.name());
  }

  @Override
  public String environmentId() {
    return config.environment().isBlank()
        ? MinariMetadata.read(folder()).environment()
        : config.environment();
  }

  @Override
  public Optional<EnvironmentSpec> specification() {
    return file().specification();
  }

  @Override
  public OptionalLong steps() {
    return file().steps();
  }

  @Override
  public String description() {
    return "Minari's %s, %s".formatted(config.name(), folder());
  }

  @Override
  public Trajectories load(ProgressListener progress) {
    return file().load(progress);
  }
}
