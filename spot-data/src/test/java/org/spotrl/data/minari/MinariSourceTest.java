package org.spotrl.data.minari;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.data.Dataset;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.env.EnvironmentSpec;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.progress.ProgressListener;
import org.spotrl.data.d4rl.DataFolders;
import org.spotrl.data.format.MinariWriter;

class MinariSourceTest {

  private static final String NAME = "own/hopper/log-v0";

  @TempDir private Path temp;

  private Path write(String root) {
    Dataset data =
        new Trajectories(
                "log",
                2,
                1,
                new float[6],
                new float[3],
                new float[3],
                new boolean[3],
                new boolean[3])
            .withLastObservations(new float[2])
            .transitions();
    return MinariWriter.write(data, temp.resolve(root), NAME, 0.5);
  }

  private DataFolders folders(Optional<Path> given, String own) {
    return new DataFolders(
        given, Map.of("HOME", temp.resolve("home").toString(), "MINARI_DATASETS_PATH", own));
  }

  private static MinariSource source(double maxAction, String environment, DataFolders folders) {
    return new MinariSource(new MinariConfig(NAME, maxAction, environment), folders);
  }

  @Test
  void theDataSetIsFoundInTheNamedFolderThenMinarisVariableOrMinarisOwn() {
    Path own = write("home/.minari/datasets");
    assertThat(folders(Optional.empty(), "").requireMinari(NAME)).isEqualTo(own);
    DataFolders variable = folders(Optional.empty(), temp.resolve("variable").toString());
    assertThatThrownBy(() -> variable.requireMinari(NAME))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("'own/hopper/log-v0' is in none of")
        .hasMessageContaining("minari download own/hopper/log-v0");
    Path second = write("variable");
    assertThat(variable.requireMinari(NAME)).isEqualTo(second);
    Path first = write("named");
    DataFolders named =
        folders(Optional.of(temp.resolve("named")), temp.resolve("variable").toString());

    assertThat(named.requireMinari(NAME)).isEqualTo(first);
    assertThat(named.minariTarget()).isEqualTo(temp.resolve("named"));
    assertThat(variable.minariTarget()).isEqualTo(temp.resolve("variable"));
  }

  @Test
  void theBoundIsThatOfTheActionSpaceUnlessTheFileHasOne() {
    write("named");
    DataFolders folders = folders(Optional.of(temp.resolve("named")), "");

    EnvironmentSpec stated = source(0, "", folders).specification().orElseThrow();
    EnvironmentSpec own = source(0.75, "hopper-v4", folders).specification().orElseThrow();

    assertThat(stated.id()).isEqualTo("none");
    assertThat(stated.observationDim()).isEqualTo(2);
    assertThat(stated.actionDim()).isEqualTo(1);
    assertThat(stated.maxAction()).isEqualTo(0.5);
    assertThat(own.id()).isEqualTo("hopper-v4");
    assertThat(own.maxAction()).isEqualTo(0.75);
  }

  @Test
  void theEnvironmentIsTheOneThatTheDataSetNames() throws IOException {
    Path metadata = write("named").resolve("data/metadata.json");
    String spec = "\"env_spec\": \"{\\\"id\\\": \\\"Hopper-v5\\\"}\", ";
    Files.writeString(metadata, Files.readString(metadata).replaceFirst("\\{", "{" + quoted(spec)));

    MinariSource source = source(0, "", folders(Optional.of(temp.resolve("named")), ""));

    assertThat(source.environmentId()).isEqualTo("hopper-v5");
    assertThat(source.steps()).isEqualTo(OptionalLong.of(3));
    assertThat(source.description()).startsWith("Minari's " + NAME + ", ");
    assertThat(source.load(ProgressListener.NONE).name()).isEqualTo("own-hopper-log-v0");
  }

  private static String quoted(String text) {
    return Matcher.quoteReplacement(text);
  }
}
