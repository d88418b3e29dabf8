package org.spotrl.data;

import com.google.inject.AbstractModule;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.Multibinder;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.data.DatasetSource;
import org.spotrl.data.d4rl.D4rlConfig;
import org.spotrl.data.d4rl.D4rlSource;
import org.spotrl.data.d4rl.DataFolders;
import org.spotrl.data.file.FileConfig;
import org.spotrl.data.file.FileSource;
import org.spotrl.data.minari.MinariConfig;
import org.spotrl.data.minari.MinariSource;

/** Binds the data sources {@code d4rl}, {@code minari} and {@code file}. */
public final class DataModule extends AbstractModule {

  /** A user's own file. */
  public static final ComponentType<FileConfig, DatasetSource> FILE =
      new ComponentType<>(
          DatasetSource.class,
          FileSource.TYPE,
          "Your own data from an HDF5, NumPy or CSV file, with or without an environment.",
          FileConfig.DEFAULTS,
          FileSource::new);

  private final DataFolders folders;

  /** A module that finds data sets in these folders. */
  public DataModule(DataFolders folders) {
    this.folders = folders;
  }

  /** The component type of D4RL's data sets in these folders. */
  public static ComponentType<D4rlConfig, DatasetSource> d4rl(DataFolders folders) {
    return new ComponentType<>(
        DatasetSource.class,
        D4rlSource.TYPE,
        "A data set of D4RL from its HDF5 file, which is fetched if it is not there.",
        D4rlConfig.DEFAULTS,
        config -> D4rlSource.of(config.name()),
        config -> new D4rlSource(config, folders));
  }

  /** The component type of Minari's data sets in these folders. */
  public static ComponentType<MinariConfig, DatasetSource> minari(DataFolders folders) {
    return new ComponentType<>(
        DatasetSource.class,
        MinariSource.TYPE,
        "A data set of Minari that is stored as HDF5.",
        MinariConfig.DEFAULTS,
        config -> new MinariSource(config, folders));
  }

  @Override
  protected void configure() {
    bind(DataFolders.class).toInstance(folders);
    Multibinder<ComponentType<?, ?>> types =
        Multibinder.newSetBinder(binder(), new TypeLiteral<ComponentType<?, ?>>() {});
    types.addBinding().toInstance(d4rl(folders));
    types.addBinding().toInstance(minari(folders));
    types.addBinding().toInstance(FILE);
  }
}
