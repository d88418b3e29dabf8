package org.spotrl.mlflow.folder;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.spotrl.api.tracking.DatasetReference;
import org.spotrl.mlflow.format.DatasetInput;
import org.spotrl.mlflow.format.Json;
import org.spotrl.mlflow.format.Names;

/** The data sets that a run read, which it shares with its experiment. */
final class RunDatasets {

  private static final MathContext SIX_DIGITS = new MathContext(6);

  private final RunFolder run;

  RunDatasets(RunFolder run) {
    this.run = run;
  }

  /** Links a data set; one of the same name and digest is stored once for the experiment. */
  void link(DatasetReference dataset, String context) throws IOException {
    link(
        new DatasetInput(
            dataset.name(),
            dataset.digest(),
            dataset.sourceType(),
            "{\"uri\": " + Json.quoted(dataset.source()) + "}",
            schema(dataset),
            profile(dataset),
            context));
  }

  /** Links a data set whose description is known as MLflow has it. */
  void link(DatasetInput input) throws IOException {
    String id = hash(Names.dataset(input.name()), Names.digest(input.digest()));
    MetaYaml meta =
        new MetaYaml()
            .with("digest", input.digest())
            .with("name", input.name())
            .with("profile", input.profile())
            .with("schema", input.schema())
            .with("source", input.source())
            .with("source_type", input.sourceType());
    place(run.experiment().resolve(Layout.DATASETS).resolve(id), meta);
    MetaYaml link =
        new MetaYaml()
            .with("destination_id", run.id())
            .with("destination_type", "RUN")
            .with("source_id", id)
            .with("source_type", "DATASET")
            .with("tags", Map.of("mlflow.data.context", input.context()));
    place(run.inputs().resolve(hash(id, run.id(), input.context())), link);
  }

  /** A folder with a meta.yaml; one that is there already says the same and stays. */
  private void place(Path folder, MetaYaml meta) throws IOException {
    if (!Files.exists(folder)) {
      FolderFiles.place(
          FolderFiles.stagingName(run.path()),
          folder,
          staged -> Files.writeString(staged.resolve(Layout.META), meta.render()));
    }
  }

  private static String profile(DatasetReference dataset) {
    StringBuilder json = new StringBuilder("{\"num_rows\": ").append(dataset.transitions());
    dataset
        .profile()
        .forEach(
            (name, value) ->
                json.append(", ").append(Json.quoted(name)).append(": ").append(number(value)));
    return json.append('}').toString();
  }

  /**
   * For the eye, as the page shows every digit: a count without a fraction, others to six digits.
   */
  private static String number(double value) {
    if (!Double.isFinite(value)) {
      return "null";
    }
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : new BigDecimal(value).round(SIX_DIGITS).stripTrailingZeros().toPlainString();
  }

  private static String schema(DatasetReference dataset) {
    return "{\"mlflow_colspec\": ["
        + column("observation", dataset.observationDim())
        + ", "
        + column("action", dataset.actionDim())
        + ", "
        + column("reward", 1)
        + ", "
        + column("next_observation", dataset.observationDim())
        + "]}";
  }

  private static String column(String name, int numbers) {
    String shape = numbers == 1 ? "float" : "float[" + numbers + "]";
    return "{\"name\": \"" + name + "\", \"type\": \"" + shape + "\", \"required\": true}";
  }

  private static String hash(String... parts) {
    try {
      // MLflow's own choice for these names; nothing rests on its strength.
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      for (String part : parts) {
        md5.update(part.getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(md5.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("each Java platform has MD5", e);
    }
  }
}
