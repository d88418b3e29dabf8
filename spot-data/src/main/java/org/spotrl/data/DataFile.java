package org.spotrl.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.spotrl.api.SpotCommand;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.env.EnvironmentSpec;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.data.d4rl.D4rlDataset;
import org.spotrl.data.d4rl.DataFolders;
import org.spotrl.data.format.MinariMetadata;
import org.spotrl.data.format.StepShape;
import org.spotrl.data.format.StepTable;

/**
 * A data file that a user named on the command line: a path, or the name of a data set of D4RL or
 * Minari that is here.
 *
 * @param path the file, or the folder of a Minari data set
 * @param d4rl the data set, if it was named
 */
public record DataFile(Path path, Optional<D4rlDataset> d4rl) {

  /**
   * Finds the file.
   *
   * @param text a path or a name
   * @throws SpotInputException if it is not there; the message has the remedy
   */
  public static DataFile find(String text, DataFolders folders) {
    Optional<D4rlDataset> d4rl = D4rlDataset.named(text);
    Path path = Path.of(text);
    if (d4rl.isEmpty()) {
      if (!Files.exists(path) && MinariMetadata.isName(text)) {
        return new DataFile(folders.requireMinari(text), d4rl);
      }
      if (!Files.exists(path)) {
        throw new SpotInputException(
            "'%s' is neither a file nor a name; '%s' shows the names"
                .formatted(text, SpotCommand.line("data", "list")));
      }
      return new DataFile(path, d4rl);
    }
    String fileName = d4rl.get().fileName();
    return new DataFile(
        folders
            .find(fileName)
            .orElseThrow(
                () ->
                    new SpotInputException(
                        "%s is not here: there is no %s in %s; fetch it: %s"
                            .formatted(
                                text,
                                fileName,
                                folders.all(),
                                SpotCommand.line("data", "fetch", text)))),
        d4rl);
  }

  /** The file with the steps. */
  public Path stepsFile() {
    return MinariMetadata.isIn(path) ? MinariMetadata.read(path).steps() : path;
  }

  /** The steps as they are stored. */
  public StepTable read() {
    return StepTable.read(path, d4rl.isEmpty());
  }

  /** The steps as training sees them. */
  public Trajectories trajectories(StepTable steps) {
    return d4rl.isPresent()
        ? steps.asD4rl(d4rl.get().name(), d4rl.get().environment().maxEpisodeSteps())
        : steps.asRecorded(String.valueOf(path.getFileName()));
  }

  /** All that is wrong with the steps, also against the environment of the data set. */
  public List<String> problems(StepTable steps) {
    StepShape shape = steps.shape();
    if (d4rl.isPresent()) {
      EnvironmentSpec environment = d4rl.get().environment();
      if (shape.observationDim() != environment.observationDim()
          || shape.actionDim() != environment.actionDim()) {
        return List.of(
            "observations of %d and actions of %d do not fit %s, which has %d and %d"
                .formatted(
                    shape.observationDim(),
                    shape.actionDim(),
                    environment.id(),
                    environment.observationDim(),
                    environment.actionDim()));
      }
    }
    return steps.problems(maxAction(steps), false);
  }

  /** The bound of the actions; infinite if there is none. */
  public double maxAction(StepTable steps) {
    return d4rl.map(named -> named.environment().maxAction()).orElse(steps.shape().maxAction());
  }
}
