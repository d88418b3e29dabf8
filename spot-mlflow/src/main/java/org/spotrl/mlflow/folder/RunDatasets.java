package org.spotrl.mlflow.folder;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.spotrl.api.tracking.DatasetReference;
import org.spotrl.mlflow.format.DatasetInput;
import org.spotrl.mlflow.format.Json;
import org.spotrl.mlflow.format.Names;

/** The data sets that a run used, stored with its experiment. */
public record RunDatasets(RunFolder run) {

  private static final String CONTEXT = "mlflow.data.context";
  private static final MathContext SIX_DIGITS = new MathContext(6);

  /** The data sets that a run used, without those whose {@code meta.yaml} is missing. */
  public static List<DatasetInput> of(RunFolder run) throws IOException {
    List<DatasetInput> inputs = new ArrayList<>();
    for (Path folder : FolderFiles.folders(run.inputs())) {
      MetaYaml link = MetaYaml.in(folder).orElseGet(MetaYaml::new);
      Path source = run.experiment().resolve(Layout.DATASETS).resolve(link.text("source_id"));
      if (link.text("source_type").equals("DATASET")) {
        MetaYaml.in(source, "name", "digest")
            .map(dataset -> DatasetInput.of(dataset::text, link.entry("tags", CONTEXT)))
            .ifPresent(inputs::add);
      }
    }
    return inputs;
  }

  /** The data set that a run was trained on, which is the first one; empty if it used none. */
  public static Optional<DatasetInput> trainedOn(RunFolder run) throws IOException {
    return of(run).stream().findFirst();
  }

  /** Links a data set with the run; the experiment stores each name and digest once. */
  void link(DatasetReference dataset, String context) throws IOException {
    Map<String, @Nullable Object> profile = new LinkedHashMap<>();
    profile.put("num_rows", dataset.transitions());
    dataset.profile().forEach((name, value) -> profile.put(name, rounded(value)));
    List<Map<String, Object>> columns =
        List.of(
            column("observation", dataset.observationDim()),
            column("action", dataset.actionDim()),
            column("reward", 1),
            column("next_observation", dataset.observationDim()));
    link(
        new DatasetInput(
            dataset.name(),
            dataset.digest(),
            dataset.sourceType(),
            Json.of(Map.of("uri", dataset.source())),
            Json.of(Map.of("mlflow_colspec", columns)),
            Json.of(profile),
            context));
  }

  /** Links a data set that already has MLflow's fields. */
  void link(DatasetInput input) throws IOException {
    String id = hash(Names.dataset(input.name()), Names.digest(input.digest()));
    MetaYaml dataset = new MetaYaml();
    input.fields().forEach(dataset::with);
    // An existing folder has the same content and stays.
    FolderFiles.place(run, run.experiment().resolve(Layout.DATASETS).resolve(id), dataset);
    FolderFiles.place(
        run,
        run.inputs().resolve(hash(id, run.id(), input.context())),
        new MetaYaml()
            .with("destination_id", run.id())
            .with("destination_type", "RUN")
            .with("source_id", id)
            .with("source_type", "DATASET")
            .with("tags", Map.of(CONTEXT, input.context())));
  }

  /** Rounds to six digits, because MLflow's page shows every digit; integers stay exact. */
  private static @Nullable Number rounded(double value) {
    if (!Double.isFinite(value)) {
      return null;
    }
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.valueOf((long) value)
        : new BigDecimal(value).round(SIX_DIGITS).stripTrailingZeros();
  }

  private static Map<String, Object> column(String name, int numbers) {
    Map<String, Object> column = new LinkedHashMap<>();
    column.put("name", name);
    column.put("type", numbers == 1 ? "float" : "float[" + numbers + "]");
    column.put("required", true);
    return column;
  }

  private static String hash(String... texts) {
    try {
      // As in MLflow. Not used for security.
      byte[] all = String.join("", texts).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(all));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("each Java platform has MD5", e);
    }
  }
}
